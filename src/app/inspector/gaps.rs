//! What is not said of a record yet, as a form of exactly the fields in which it would be said.
//!
//! The fields stay while they are filled in, so that nothing moves under the pointer; another selection ends the form.

use egui::Ui;

use super::{InspectorState, form::Form, forms, touchpoint::watched_ui};
use crate::{
    app::widgets::{heading_ui, muted_ui, text_button_ui},
    checks::{Finding, MissingField},
    model::{AiUseId, Key, Kind, plural},
    scene::{Icon, Ink, size},
    session::{Action, Selection, Session},
};

/// A form of what is missing.
pub(super) struct GapForm {
    /// What has to be selected for it.
    pub(super) selection: Selection,
    /// What asks for it.
    asks: String,
    gaps: Vec<MissingField>,
}

impl GapForm {
    /// The form of what a finding misses at what is selected then; `None` where it names no fields.
    pub(super) fn of(finding: &Finding, selection: Selection) -> Option<Self> {
        (!finding.gaps.is_empty()).then(|| Self {
            selection,
            asks: finding.message.clone(),
            gaps: finding.gaps.clone(),
        })
    }
}

/// Shows a form of what is missing. Whether it stays.
pub(super) fn gaps_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    shown: &GapForm,
) -> bool {
    heading_ui(ui, Some((Icon::Spark, Ink::Ai)), "Not said yet");
    muted_ui(ui, &shown.asks);
    let is_said = |gap: &&MissingField| {
        let way = gap.field?;
        let way: Vec<_> = way.split('/').map(crate::model::PathPart::Name).collect();
        let seen = gap.key.seen(session.blueprint(), &way)?;
        Some(!seen.typed.is_empty() || !seen.words.is_empty())
    };
    let fields = shown.gaps.iter().filter(|gap| gap.field.is_some());
    let said = fields.clone().filter(|gap| is_said(gap) == Some(true));
    let (said, all) = (said.count(), fields.count());
    ui.add_space(size::GRID);
    muted_ui(
        ui,
        &format!("{said} of {} filled in", plural(all, "field", "fields")),
    );
    ui.add_space(size::GRID);
    let mut monitored = None;
    let mut system = None;
    for gap in &shown.gaps {
        let Some(field) = gap.field else {
            if let Key::AiUse(id) = &gap.key {
                monitored = Some(id.clone());
            }
            continue;
        };
        if let Key::AiSystem(id) = &gap.key
            && system.replace(id) != Some(id)
        {
            let held = session.blueprint().ai_systems.get(id);
            let name = held.map_or(id.as_str(), |system| system.name.as_str());
            muted_ui(ui, &format!("Of the AI system “{name}”"));
        }
        let mut form = Form::new(session, state, actions, gap.key.clone());
        form.lines_ui(ui, &[forms::line_of(field)]);
    }
    if let Some(id) = monitored {
        let missing = shown.gaps.iter().filter(|gap| gap.field.is_none());
        let missing: Vec<&str> = missing.map(|gap| gap.words).collect();
        muted_ui(ui, &format!("Missing: {}", missing.join(", ")));
        monitors_ui(ui, session, state, actions, &id);
    }
    ui.add_space(size::GRID);
    !text_button_ui(ui, Icon::Right, "All fields", Ink::AccentText)
}

fn monitors_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    id: &AiUseId,
) {
    let mut form = Form::new(session, state, actions, Key::AiUse(id.clone()));
    watched_ui(&mut form, ui, id, &[Kind::Monitor]);
}
