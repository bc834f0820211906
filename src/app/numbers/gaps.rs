//! What nobody said and figures depend on, to be filled in one after the other: each is a field, Enter leads to the next.
//!
//! A field is a draft of the edit that an inspector would make: each is a step of the history of its own.

use std::{collections::BTreeMap, sync::Arc};

use egui::{Id, Key as KeyOf, Ui};

use crate::{
    app::{
        draft::Draft,
        figures::DocumentState,
        widgets::{
            Keystroke, Message, Name, TextField, begin_text, label_ui, muted_ui, text_button_ui,
            text_field_ui,
        },
    },
    measure::{Numbers, Unsaid, field_of},
    model::{Blueprint, FieldPath, Key, VariantId, plural},
    scene::{Ink, WireId},
    session::{Action, Selection, Session, Target},
};

/// As many fields are shown at once.
const MOST: usize = 40;

/// The list of what is not known, and what is typed in it.
#[derive(Default)]
pub(super) struct Gaps {
    is_open: bool,
    known: Option<(DocumentState, Vec<Gap>)>,
    drafts: BTreeMap<String, Draft>,
    /// The field that takes the keyboard when it is shown next.
    wanted: Option<String>,
}

/// Something that nobody said: in one variant, or in several alike.
struct Gap {
    path: String,
    label: String,
    keys: Vec<Key>,
    /// Where it is typed; what is chosen instead leads to its place.
    field: Option<FieldPath>,
}

impl Gaps {
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows the list, with the keyboard in its first field.
    pub(super) fn open(&mut self, _: &Session) {
        self.is_open = true;
        self.wanted = Some(String::new());
    }

    pub(super) fn close(&mut self) {
        self.is_open = false;
    }

    /// What is typed and not taken over yet.
    pub(super) fn open_draft(&self) -> Option<(String, String)> {
        let draft = self.drafts.values().find(|draft| draft.is_new())?;
        Some((draft.label.clone(), draft.text.clone()))
    }

    /// What is typed goes into the document; what cannot be understood stays.
    pub(super) fn commit(&mut self, session: &Session, actions: &mut Vec<Action>) {
        self.drafts
            .retain(|_, draft| take(draft, session, actions).is_err());
    }

    fn update(&mut self, blueprint: &Arc<Blueprint>, numbers: &Numbers, variants: &[&VariantId]) {
        let state = DocumentState(Arc::clone(blueprint));
        if self.known.as_ref().is_none_or(|(known, _)| *known != state) {
            self.known = Some((state, gaps(blueprint, numbers, variants)));
        }
    }
}

/// What is not known of some variants; the same of the same step is one.
fn gaps(blueprint: &Blueprint, numbers: &Numbers, variants: &[&VariantId]) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for id in variants {
        for unsaid in numbers.variant(id).into_iter().flat_map(|of| &of.unknown) {
            let same = match &unsaid.place {
                Key::Step(_, step) => format!("step {step}"),
                Key::Connector(_, connector) => format!("connector {connector}"),
                place => place.path(),
            };
            let place = *places
                .entry((same, unsaid.field.clone()))
                .or_insert_with(|| {
                    found.push(Gap {
                        path: unsaid.path(),
                        label: unsaid.words(blueprint),
                        keys: Vec::new(),
                        field: field_of(blueprint, unsaid),
                    });
                    found.len() - 1
                });
            if !found[place].keys.contains(&unsaid.place) {
                found[place].keys.push(unsaid.place.clone());
            }
        }
    }
    for gap in &mut found {
        // Where other variants know it, the variant is named.
        if let ([Key::Step(id, _) | Key::Connector(id, _)], true) =
            (&gap.keys[..], variants.len() > 1)
        {
            let name = blueprint
                .variant(id)
                .map_or("", |(_, variant)| &variant.name);
            gap.label += &format!(" ({name})");
        }
    }
    found
}

/// The list as fields.
pub(super) fn gaps_ui(
    ui: &mut Ui,
    session: &Session,
    gaps: &mut Gaps,
    (blueprint, numbers): (&Arc<Blueprint>, &Numbers),
    variants: &[&VariantId],
    actions: &mut Vec<Action>,
) -> bool {
    gaps.update(blueprint, numbers, variants);
    let Gaps {
        known,
        drafts,
        wanted,
        ..
    } = gaps;
    let list = known.as_ref().map_or(&[][..], |(_, list)| list);
    let mut goes = false;
    if list.is_empty() {
        muted_ui(ui, "Nothing is missing: every figure has all it needs.");
    }
    let typed: Vec<usize> = (0..list.len())
        .filter(|place| list[*place].field.is_some())
        .collect();
    let mut leads_to = None;
    for (place, gap) in list.iter().enumerate().take(MOST) {
        let id = Id::unique(("gap", gap.path.as_str()));
        let Some(field) = &gap.field else {
            muted_ui(ui, &gap.label);
            if let (true, Some(selection)) = (
                text_button_ui(ui, None, "Go there", Ink::AccentText),
                selection_of(session, &gap.keys[0]),
            ) {
                actions.push(Action::Reveal(selection));
                goes = true;
            }
            continue;
        };
        let is_wanted = wanted
            .as_ref()
            .is_some_and(|path| path.is_empty() || *path == gap.path);
        if is_wanted {
            begin_text(ui, id, 0..0);
            *wanted = None;
        }
        let label = label_ui(ui, &Name::from(gap.label.as_str())).id;
        let draft = drafts.get(&gap.path);
        let hint = draft.map_or_else(
            || {
                Draft::of(session.blueprint(), gap.keys.clone(), field.clone())
                    .map_or("", |draft| draft.hint())
            },
            Draft::hint,
        );
        let error = draft.and_then(|draft| draft.error.clone());
        let text = draft.map_or(String::new(), |draft| draft.text.clone());
        let had_focus = ui.memory(|memory| memory.has_focus(id));
        let enters = had_focus && ui.input(|input| input.key_pressed(KeyOf::Enter));
        let shown = TextField {
            id,
            label,
            text: &text,
            rows: 1,
            hint,
            unit: "",
            message: error.as_deref().map_or(Message::None, Message::Error),
        };
        let stroke = ui
            .add_enabled_ui(!session.is_read_only(), |ui| text_field_ui(ui, &shown))
            .inner;
        match stroke {
            Keystroke::Typed(text) => {
                let begin = || Draft::of(session.blueprint(), gap.keys.clone(), field.clone());
                if !drafts.contains_key(&gap.path)
                    && let Some(draft) = begin()
                {
                    drafts.insert(gap.path.clone(), draft);
                }
                if let Some(draft) = drafts.get_mut(&gap.path) {
                    draft.type_in(text);
                }
            }
            Keystroke::Discarded => {
                drafts.remove(&gap.path);
            }
            Keystroke::None => {}
        }
        let is_left = had_focus && !ui.memory(|memory| memory.has_focus(id));
        if (enters || is_left)
            && let Some(draft) = drafts.get_mut(&gap.path)
            && take(draft, session, actions).is_ok()
        {
            drafts.remove(&gap.path);
        }
        if enters && !drafts.contains_key(&gap.path) {
            let after = typed.iter().find(|other| **other > place);
            let next = after.or(typed.first().filter(|first| **first != place));
            leads_to = next.map(|next| list[*next].path.clone());
        } else if enters {
            // What is wrong with it is mended where it stands.
            leads_to = Some(gap.path.clone());
        }
    }
    // In the next frame: this Enter is not one for the next field.
    if leads_to.is_some() {
        *wanted = leads_to;
        ui.ctx().request_repaint();
    }
    let more = list.len().saturating_sub(MOST);
    if more > 0 {
        muted_ui(ui, &format!("and {} more", plural(more, "value", "values")));
    }
    goes
}

/// Takes a draft over, or says in it what is wrong.
fn take(draft: &mut Draft, session: &Session, actions: &mut Vec<Action>) -> Result<(), ()> {
    match draft.action(session, session.blueprint()) {
        Ok(action) => {
            actions.extend(action);
            Ok(())
        }
        Err(error) => {
            draft.error = Some(error);
            Err(())
        }
    }
}

/// Selects the record in which something would be said.
pub(super) fn selection_of(session: &Session, key: &Key) -> Option<Selection> {
    let shown = session.selection().variant.clone();
    Some(match key {
        Key::Step(variant, id) => Selection::step(variant, id),
        Key::Connector(variant, id) => Selection::wire(variant, &WireId::Connector(id.clone())),
        Key::Variant(id) => Selection::of(id, Target::Record(key.clone())),
        Key::Role(_) => Selection::of(&shown, Target::Record(key.clone())),
        _ => return None,
    })
}

/// How many values are missing, in words.
pub(super) fn missing_words(unknown: &[Unsaid]) -> String {
    let of = |fields: &[&str]| {
        let is_one = |unsaid: &&Unsaid| fields.iter().any(|field| unsaid.field == *field);
        unknown.iter().filter(is_one).count()
    };
    let is_time = |unsaid: &&Unsaid| {
        ["work", "wait", "by_hand", "ai/oversight/time"].contains(&unsaid.field.as_str())
            || unsaid.field.starts_with("workers/")
    };
    let times = unknown.iter().filter(is_time).count();
    let shares = of(&[
        "share",
        "happens",
        "enters",
        "ai/resolves",
        "ai/oversight/share",
    ]);
    let prices = of(&["cost_per_hour", "ai/unit_cost"]);
    let lost = of(&["shrinkage"]);
    let rest = unknown.len() - times - shares - prices - lost;
    let parts = [
        (times, "time", "times"),
        (shares, "share", "shares"),
        (prices, "price", "prices"),
        (lost, "shrinkage", "shrinkages"),
        (rest, "choice", "choices"),
    ];
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| plural(count, one, many))
        .collect();
    words.join(", ")
}
