//! The view Checks: what the blueprint forgets, grouped by who can answer it.
//!
//! Shows findings and makes none: it gives back actions. A finding opens what it is about; one of the board can be
//! silenced, each can be accepted.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, Hasher as _},
};

use egui::{Align, Layout, RichText, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{
    look,
    widgets::{muted_ui, section_ui, text_button_ui, wrapped_ui},
};
use crate::{
    checks::{Answerer, Finding, FindingSeverity},
    edit::Edit,
    model::{
        Acceptance, AcceptanceId, Approver, Blueprint, FieldPath, Ids, ItemEdit, Key, NewItem,
        PathPart, State, StepId, Variant, VariantId, Written, path_words, plural,
    },
    scene::{Icon, Ink, Show, WireId, size},
    session::{Action, Selection, Session, Target},
};

/// The page is not wider: lines are read, not followed.
const WIDEST: f32 = 920.0;

/// What the view remembers.
pub(super) struct ChecksPage {
    /// The finding that is opened: its rule, its place and what it says, for a rule may find two things at one place.
    at: Option<(&'static str, String, String)>,
    /// Whether hints about what is one of several possibilities are shown too.
    all: bool,
    /// The finding was walked to: it comes into view.
    follows: bool,
    /// A finding whose missing fields are asked for, with what is selected then.
    asked: Option<(Finding, Selection)>,
    ids: Ids,
}

impl ChecksPage {
    pub(super) fn new() -> Self {
        let seed = std::hash::RandomState::new();
        Self {
            at: None,
            all: false,
            follows: false,
            asked: None,
            ids: Ids::from_seed(seed.build_hasher().finish()),
        }
    }

    /// Goes to another document.
    pub(super) fn forget(&mut self) {
        self.at = None;
        self.all = false;
    }

    /// Opens the first finding at a card.
    pub(super) fn open_at(
        &mut self,
        session: &Session,
        findings: &[Finding],
        (variant, step): (&VariantId, &StepId),
    ) {
        let is_at = |finding: &&Finding| match &finding.key {
            Key::Step(held, id) => (held, id) == (variant, step),
            Key::AiUse(id) => id.as_str() == step.as_str(),
            _ => false,
        };
        let is_told = |finding: &&Finding| {
            finding.severity != FindingSeverity::Advice && finding.accepted_until.is_none()
        };
        if let Some(finding) = findings.iter().filter(is_at).find(is_told) {
            self.open(session, finding);
            self.follows = true;
        }
    }

    /// The finding whose missing fields are asked for since the last time, with what is selected then.
    pub(super) fn take_asked(&mut self) -> Option<(Finding, Selection)> {
        self.asked.take()
    }

    /// Opens a finding: the fields that it misses are asked for.
    fn open(&mut self, session: &Session, finding: &Finding) {
        self.at = Some(said(finding));
        if !finding.gaps.is_empty() {
            self.asked = Some((finding.clone(), selection_of(session, &finding.key)));
        }
    }

    fn is_at(&self, finding: &Finding) -> bool {
        let at = self.at.as_ref();
        at.is_some_and(|(rule, place, message)| {
            *rule == finding.rule && *place == finding.place && *message == finding.message
        })
    }

    /// The next finding that is open, or the one before: what leads to it, and what it says.
    pub(super) fn walk(
        &mut self,
        session: &Session,
        findings: &[Finding],
        forward: FindingWalk,
    ) -> Option<(Action, String)> {
        let open: Vec<&Finding> = findings
            .iter()
            .filter(|finding| finding.accepted_until.is_none())
            .filter(|finding| self.all || !sleeps(session.blueprint(), finding))
            .collect();
        let here = open.iter().position(|finding| self.is_at(finding));
        let count = open.len();
        let place = match (here, forward) {
            _ if count == 0 => return None,
            (None, FindingWalk::Forward) => 0,
            (None, FindingWalk::Back) => count - 1,
            (Some(here), FindingWalk::Forward) => (here + 1) % count,
            (Some(here), FindingWalk::Back) => (here + count - 1) % count,
        };
        let finding = open.get(place)?;
        self.open(session, finding);
        self.follows = true;
        let words = format!(
            "{} {}: {}. {}",
            finding.rule,
            finding.severity,
            finding.message,
            finding.check().remedy
        );
        Some((lead_to(session, &finding.key), words))
    }
}

/// By what a finding is known again: its rule, its place and what it says.
fn said(finding: &Finding) -> (&'static str, String, String) {
    (finding.rule, finding.place.clone(), finding.message.clone())
}

/// In which direction one walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FindingWalk {
    Forward,
    Back,
}

/// Whether a finding waits until somebody asks: it is about one of several possibilities, and no error.
fn sleeps(blueprint: &Blueprint, finding: &Finding) -> bool {
    finding.severity != FindingSeverity::Error
        && variant_of(blueprint, finding).is_some_and(|held| held.state == State::Option)
}

/// What the checks say of a card: shown as a badge at its corner.
pub struct CardFindings {
    /// How many findings are open, hints left out.
    pub count: usize,
    /// The gravest of them.
    pub severity: FindingSeverity,
    /// What the first of them says.
    pub words: String,
}

/// Of each step of a variant, what the checks found at it or at its AI use and nobody accepted, without hints.
pub(super) fn of_cards(
    blueprint: &Blueprint,
    findings: &[Finding],
) -> BTreeMap<(VariantId, StepId), CardFindings> {
    let mut cards: BTreeMap<(VariantId, StepId), CardFindings> = BTreeMap::new();
    let open = findings.iter().filter(|finding| {
        finding.severity != FindingSeverity::Advice
            && finding.accepted_until.is_none()
            && !sleeps(blueprint, finding)
    });
    for finding in open {
        let places: Vec<(VariantId, StepId)> = match &finding.key {
            Key::Step(variant, step) => vec![(variant.clone(), step.clone())],
            Key::AiUse(id) => {
                let step = StepId::new(id.as_str());
                let drawn = blueprint.variants.iter().filter(|variant| {
                    let step = variant.steps.get(&step);
                    step.is_some_and(|step| step.ai.is_some())
                });
                drawn
                    .map(|variant| (variant.id.clone(), step.clone()))
                    .collect()
            }
            _ => continue,
        };
        for place in places {
            let card = cards.entry(place).or_insert_with(|| CardFindings {
                count: 0,
                severity: finding.severity,
                words: finding.message.clone(),
            });
            card.count += 1;
            card.severity = card.severity.max(finding.severity);
        }
    }
    cards
}

/// What is noted about a finding being accepted, whether it counts or not: the one that lasts longest.
fn acceptance_of<'s>(
    session: &'s Session,
    finding: &Finding,
) -> Option<(&'s AcceptanceId, &'s Acceptance)> {
    let noted = session.blueprint().accepted.iter();
    let of_it = noted.filter(|(_, one)| one.rule == finding.rule && one.at == finding.place);
    let (id, noted) = of_it.max_by_key(|(_, one)| one.until.as_ref().and_then(Written::known))?;
    Some((id, noted))
}

/// Why what is noted does not count.
fn not_accepted(noted: &Acceptance) -> String {
    match noted.until.as_ref().and_then(Written::known) {
        Some(until) => format!("was accepted until {until}, which has passed"),
        None => "accepted once it is said until when".to_owned(),
    }
}

/// The variant that a finding is about, where it is about one.
fn variant_of<'s>(blueprint: &'s Blueprint, finding: &Finding) -> Option<&'s Variant> {
    let (Key::Variant(variant)
    | Key::Step(variant, _)
    | Key::Connector(variant, _)
    | Key::Removed(variant, _)) = &finding.key
    else {
        return None;
    };
    let (_, held) = blueprint.variant(variant)?;
    Some(held)
}

/// The selection of the record that a finding is about.
fn selection_of(session: &Session, key: &Key) -> Selection {
    let blueprint = session.blueprint();
    let here = &session.selection().variant;
    match key {
        Key::Step(variant, step) => Selection::step(variant, step),
        Key::Connector(variant, id) => Selection::wire(variant, &WireId::Connector(id.clone())),
        Key::Removed(_, step) => match blueprint.variants.first() {
            Some(first) => Selection::step(&first.id, step),
            None => Selection::of(here, Target::Blueprint),
        },
        Key::Variant(id) => Selection::of(id, Target::Record(key.clone())),
        Key::Blueprint => Selection::of(here, Target::Blueprint),
        key => Selection::of(here, Target::Record(key.clone())),
    }
}

/// What shows the record that a finding is about.
fn lead_to(session: &Session, key: &Key) -> Action {
    let selection = selection_of(session, key);
    let is_shown = session.show().variants().any(|id| *id == selection.variant);
    match is_shown {
        true => Action::Reveal(selection),
        false => Action::ShowAndSelect(Show::One(selection.variant.clone()), selection),
    }
}

/// How many findings of each severity there are that nobody accepted: `2 errors · 1 warning`; what is not there is not
/// told.
pub(super) fn counts(findings: &[Finding]) -> String {
    let count = |severity| {
        let open = findings
            .iter()
            .filter(|finding| finding.accepted_until.is_none());
        open.filter(|finding| finding.severity == severity).count()
    };
    let parts = [
        (count(FindingSeverity::Error), "error", "errors"),
        (count(FindingSeverity::Warning), "warning", "warnings"),
        (count(FindingSeverity::Advice), "hint", "hints"),
    ];
    let parts = parts.iter().filter(|(count, ..)| *count > 0);
    let parts = parts.map(|(count, one, many)| plural(*count, one, many));
    parts.collect::<Vec<_>>().join(" · ")
}

/// The colour in which a severity is said.
fn ink(severity: FindingSeverity) -> Ink {
    match severity {
        FindingSeverity::Error => Ink::DangerText,
        FindingSeverity::Warning => Ink::WarningText,
        FindingSeverity::Advice => Ink::TextMuted,
    }
}

/// Shows the view. `author` is who accepts findings: their name and function.
pub(super) fn checks_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut ChecksPage,
    findings: &[Finding],
    author: (&str, &str),
    actions: &mut Vec<Action>,
) {
    let hidden = findings
        .iter()
        .filter(|finding| sleeps(session.blueprint(), finding));
    let hidden = if page.all { 0 } else { hidden.count() };
    let shown: Vec<&Finding> = findings
        .iter()
        .filter(|finding| page.all || !sleeps(session.blueprint(), finding))
        .collect();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add_space(24.0);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - 24.0).min(WIDEST));
                ui.add_space(12.0);
                head_ui(ui, page, &shown, hidden);
                for who in Answerer::ALL {
                    let of_them = shown.iter().copied();
                    let of_them: Vec<&Finding> = of_them
                        .filter(|finding| finding.check().answered_by == *who)
                        .collect();
                    if of_them.is_empty() {
                        continue;
                    }
                    let heading = format!("For the {}", asked(*who));
                    section_ui(ui, &heading, &of_them.len().to_string(), Ink::TextMuted);
                    for finding in of_them {
                        finding_ui(ui, session, page, finding, author, actions);
                    }
                }
                ui.add_space(24.0);
            });
        });
    });
}

/// Who is asked, in a heading.
fn asked(who: Answerer) -> &'static str {
    match who {
        Answerer::Designer => "designer",
        Answerer::Owner => "owner",
        Answerer::Risk => "risk officer",
        Answerer::Finance => "finance partner",
    }
}

fn head_ui(ui: &mut Ui, page: &mut ChecksPage, shown: &[&Finding], hidden: usize) {
    let open: Vec<Finding> = shown.iter().map(|finding| (*finding).clone()).collect();
    let accepted = open
        .iter()
        .filter(|finding| finding.accepted_until.is_some());
    let mut parts = vec![match counts(&open) {
        words if words.is_empty() => "Nothing to mend".to_owned(),
        words => words,
    }];
    match accepted.count() {
        0 => {}
        many => parts.push(format!("{many} accepted")),
    }
    if hidden > 0 {
        parts.push(format!("{} hidden", plural(hidden, "hint", "hints")));
    }
    let summary = parts.join(" · ");
    ui.horizontal(|ui| {
        let heading = ui.label(RichText::new("Checks").font(look::semibold(19.0)));
        heading.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, "Checks"));
        if hidden > 0 || page.all {
            let words = if page.all { "Hide hints" } else { "Check now" };
            let why = "Shows what is said of variants that are one of several possibilities too";
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button(words).on_hover_text(why).clicked() {
                    page.all = !page.all;
                }
            });
        }
    });
    let color = look::ink(ui, Ink::TextMuted);
    let label = ui.label(RichText::new(&summary).color(color));
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_label("Summary");
        node.set_value(summary);
    });
}

/// A finding: its line, and below it why it matters and what to do once it is opened.
fn finding_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut ChecksPage,
    finding: &Finding,
    author: (&str, &str),
    actions: &mut Vec<Action>,
) {
    let is_open = page.is_at(finding);
    let frame = egui::Frame::NONE
        .fill(look::ink(
            ui,
            if is_open {
                Ink::SelectedFill
            } else {
                Ink::Panel
            },
        ))
        .stroke(egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(egui::CornerRadius::same(size::CONTROL_RADIUS as u8))
        .inner_margin(egui::Margin::symmetric(12, 8));
    let line = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            let accepted = finding.accepted_until.is_some();
            let severity = match accepted {
                true => ("accepted", Ink::TextMuted),
                false => (finding.severity.words(), ink(finding.severity)),
            };
            ui.allocate_ui_with_layout(vec2(84.0, 18.0), Layout::left_to_right(Align::Min), |ui| {
                ui.set_min_width(84.0);
                let words = format!("{} {}", finding.rule, severity.0);
                let color = look::ink(ui, severity.1);
                ui.label(RichText::new(words).font(look::medium(12.0)).color(color));
            });
            ui.vertical(|ui| {
                ui.add(egui::Label::new(&finding.message).selectable(false).wrap());
                let mut notes = Vec::new();
                if session.blueprint().variants.len() > 1
                    && let Some(variant) = variant_of(session.blueprint(), finding)
                {
                    notes.push(variant.name.clone());
                }
                if let Some(since) = finding.since {
                    notes.push(format!("since {since}"));
                }
                match (finding.accepted_until, acceptance_of(session, finding)) {
                    (Some(until), _) => notes.push(format!("accepted until {until}")),
                    (None, Some((_, noted))) => notes.push(not_accepted(noted)),
                    (None, None) => {}
                }
                if !notes.is_empty() {
                    muted_ui(ui, &notes.join(" · "));
                }
                if is_open {
                    ui.add_space(4.0);
                    muted_ui(ui, finding.check().why);
                    ui.add(egui::Label::new(finding.check().remedy).wrap());
                    buttons_ui(ui, session, page, finding, author, actions);
                }
            });
        });
    });
    let name = format!("{} {}", finding.rule, path_words(&finding.place));
    let id = ui.unique_id().with(("finding", said(finding)));
    let whole = line.response.rect;
    let head = match is_open {
        true => whole.with_max_y(whole.top() + 28.0),
        false => whole,
    };
    let response = ui.interact(head, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ListItem, true, &name));
    if is_open && std::mem::take(&mut page.follows) {
        ui.scroll_to_rect(whole, None);
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, look::ink(ui, Ink::Accent));
        let inside = egui::StrokeKind::Inside;
        ui.painter()
            .rect_stroke(whole, size::CONTROL_RADIUS, ring, inside);
    }
    if response.clicked() {
        match is_open {
            true => page.at = None,
            false => {
                page.open(session, finding);
                page.follows = true;
                select(session, &finding.key, actions);
            }
        }
    }
    ui.add_space(6.0);
}

/// Selects the record that a finding is about, and leaves the view as it is.
fn select(session: &Session, key: &Key, actions: &mut Vec<Action>) {
    let selection = selection_of(session, key);
    let is_shown = session.show().variants().any(|id| *id == selection.variant);
    if !is_shown {
        actions.push(Action::Show(Show::One(selection.variant.clone())));
    }
    actions.push(Action::Select(selection));
}

/// What would mend a finding, each a button with what it does.
fn fixes_ui(ui: &mut Ui, editable: bool, finding: &Finding, actions: &mut Vec<Action>) {
    for fix in &finding.fixes {
        ui.add_enabled_ui(editable, |ui| {
            let words = format!("Fix: {}", fix.words);
            let response = ui.button(&words);
            let spoken = match &finding.fixes[..] {
                [_] => "Fix",
                _ => &words,
            };
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, spoken));
            if response.clicked() {
                actions.push(Action::Edit(fix.edit.clone()));
            }
        });
    }
}

fn buttons_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut ChecksPage,
    finding: &Finding,
    (name, function): (&str, &str),
    actions: &mut Vec<Action>,
) {
    let editable = !session.is_read_only();
    ui.add_space(4.0);
    wrapped_ui(ui, |ui| {
        fixes_ui(ui, editable, finding, actions);
        let open = |id: AcceptanceId| {
            let variant = &session.selection().variant;
            let target = Target::Record(Key::Acceptance(id));
            Action::Select(Selection::of(variant, target))
        };
        if !finding.gaps.is_empty() && text_button_ui(ui, Icon::Edit, "Fill in", Ink::AccentText) {
            page.open(session, finding);
            select(session, &finding.key, actions);
        }
        match acceptance_of(session, finding) {
            _ if !finding.check().may_be_accepted() => {}
            Some((id, _)) => {
                if text_button_ui(ui, Icon::Check, "Show the acceptance", Ink::Text) {
                    actions.push(open(id.clone()));
                }
            }
            None => {
                ui.add_enabled_ui(editable, |ui| {
                    if text_button_ui(ui, Icon::Check, "Accept", Ink::Text) {
                        let acceptance = Acceptance {
                            rule: finding.rule.to_owned(),
                            at: finding.place.clone(),
                            by: Some(Approver {
                                name: name.to_owned(),
                                function: function.to_owned(),
                            })
                            .filter(|by| !by.name.is_empty() || !by.function.is_empty()),
                            ..Acceptance::default()
                        };
                        let register = &session.blueprint().accepted;
                        let is_taken = |id: &AcceptanceId| register.contains_key(id);
                        let id: AcceptanceId = page.ids.fresh(finding.rule, is_taken);
                        actions.push(Action::Edit(Edit::put(id.clone(), acceptance, None)));
                        // Reason and end date are typed in its form.
                        actions.push(open(id));
                    }
                });
            }
        }
        if finding.check().may_be_silenced() {
            ui.add_enabled_ui(editable, |ui| {
                if text_button_ui(ui, Icon::Close, "Silence", Ink::Text) {
                    actions.push(Action::Edit(Edit::Item {
                        keys: vec![Key::Blueprint],
                        field: vec![PathPart::Name("silenced")],
                        what: ItemEdit::Add(NewItem {
                            typed: vec![(FieldPath::new(), finding.rule.to_owned())],
                            ..NewItem::default()
                        }),
                    }));
                }
            });
        }
    });
    muted_ui(ui, &path_words(&finding.place));
}
