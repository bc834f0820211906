//! The last line of a choice of records: it makes a new one, picks it, and asks for its name below.

use egui::Ui;

use super::{
    Wanted,
    form::{AtPart, Form, field_id, key_of_field},
};
use crate::{
    app::widgets::Name,
    edit::Edit,
    model::{
        FieldPath, Id, Key, Kind, Moment, PathPart, RefKind, Step, StepId, VariantId, capital,
        with_article,
    },
    session::Action,
};

/// A record that was made in a pick list.
pub(super) struct NewName {
    /// What keeps the field apart in which it was picked.
    pub(super) field: String,
    /// What holds the field with its name: the record itself, or the step of which it is a part.
    pub(super) key: Key,
    /// That field.
    pub(super) way: FieldPath,
    /// What a person calls such a record.
    pub(super) noun: &'static str,
}

impl Form<'_> {
    /// What the last line of a choice of such records says; `None` where none can be made.
    pub(super) fn add_words(&self, kind: RefKind) -> Option<String> {
        if self.session.is_read_only() {
            return None;
        }
        match kind {
            RefKind::Record(Kind::Comment)
            | RefKind::Source
            | RefKind::Variant
            | RefKind::Connector
            | RefKind::Pain => None,
            RefKind::Moment if self.blueprint().phases.is_empty() => None,
            RefKind::Step => Some("Add a step, in the tray".to_owned()),
            kind => Some(format!("Add {}", with_article(kind.noun()))),
        }
    }

    /// A new record of a kind: what names it, and the edit that makes it.
    pub(super) fn new_record(&mut self, kind: RefKind) -> Option<(Key, Edit)> {
        let session = self.session;
        let blueprint = session.blueprint();
        let ids = &mut self.state.ids;
        let name = format!("New {}", kind.noun());
        match kind {
            RefKind::Record(kind) => {
                let is_taken = |id: &Id<()>| kind.key(id.as_str()).is_in(blueprint);
                let key = kind.key(ids.fresh(kind.noun(), is_taken).as_str());
                let edit = Edit::new_record(&key, name)?;
                Some((key, edit))
            }
            RefKind::Moment => {
                let is_taken = |id: &Id<Moment>| blueprint.moment(id).is_some();
                let id = ids.fresh("m", is_taken);
                // Behind the one that is picked now, else at the end.
                let here = match self.key() {
                    Key::Step(variant, step) => {
                        let step = blueprint.step(&variant, &step);
                        step.and_then(|step| blueprint.moment(step.moment.as_ref()?))
                    }
                    _ => None,
                };
                let (phase, at) = match here {
                    Some((_, phase, moment)) => {
                        let place = phase.moments.iter().position(|one| one.id == moment.id);
                        (phase, place.map(|place| place + 1))
                    }
                    None => (blueprint.phases.last()?, None),
                };
                let edit = Edit::PutMoment {
                    phase: phase.id.clone(),
                    moment: Moment {
                        id: id.clone(),
                        ..Moment::default()
                    },
                    at,
                };
                Some((Key::Moment(id), edit))
            }
            RefKind::Step => {
                let variant: VariantId = match self.key() {
                    Key::Step(variant, _) | Key::Connector(variant, _) => variant,
                    Key::Removed(variant, _) => variant,
                    _ => return None,
                };
                let variants = &blueprint.variants;
                let is_taken = |id: &StepId| variants.iter().any(|v| v.steps.contains_key(id));
                let id = self.state.ids.fresh(&name, is_taken);
                let step = Step {
                    title: name,
                    ..Step::default()
                };
                let edit = Edit::PutStep {
                    variant: variant.clone(),
                    id: id.clone(),
                    step: Box::new(step),
                };
                Some((Key::Step(variant, id), edit))
            }
            _ => None,
        }
    }

    /// Makes a record, picks it in the field at `way`, and asks for its name.
    pub(super) fn add_picked(&mut self, way: &FieldPath, kind: RefKind) {
        self.add_then(way, kind, |form, key| {
            Some(Edit::Set {
                keys: form.keys.clone(),
                field: way.clone(),
                typed: id_in(key)?,
            })
        });
    }

    /// Makes a record with what `pick` does about it, and asks for its name below the field at `way`.
    pub(super) fn add_then(
        &mut self,
        way: &FieldPath,
        kind: RefKind,
        pick: impl FnOnce(&Self, &Key) -> Option<Edit>,
    ) {
        self.commit_drafts();
        let Some((key, made)) = self.new_record(kind) else {
            return;
        };
        let Some(picked) = pick(self, &key) else {
            return;
        };
        let naming = NewName {
            field: self.field_key(way),
            way: key.name_field(),
            noun: key.noun(),
            key,
        };
        self.make(vec![made, picked], naming);
    }

    /// Does what makes and picks something, and asks for its name.
    pub(super) fn make(&mut self, edits: Vec<Edit>, naming: NewName) {
        self.actions.push(Action::Edit(Edit::All(edits)));
        let name_field = key_of_field(&naming.key, &naming.way);
        self.state.wanted = Some(Wanted::Field(field_id(&name_field)));
        self.state.naming = Some(naming);
    }

    /// The name of the record that was made for the field at `way`, to be typed.
    pub(super) fn naming_ui(&mut self, ui: &mut Ui, way: &[PathPart]) {
        let field = self.field_key(way);
        let Some(naming) = &self.state.naming else {
            return;
        };
        if naming.field != field || !naming.key.is_in(self.blueprint()) {
            return;
        }
        let (key, way) = (naming.key.clone(), naming.way.clone());
        let label = format!("{} of the new {}", capital(name_of(&way)), naming.noun);
        let name = Name::from(&*label);
        let Some(seen) = key.seen(self.blueprint(), &way) else {
            return;
        };
        let mut form = Form {
            session: self.session,
            state: &mut *self.state,
            actions: &mut *self.actions,
            keys: vec![key],
            differ: Vec::new(),
            within: AtPart::default(),
        };
        let look = form.look(&seen.input);
        form.labelled_ui(ui, &name, |form, ui, label| {
            form.bare_ui(ui, (&way, look), (&name, label), (&seen.typed, None, &[]));
        });
    }
}

/// What the field at the end of `way` is called.
fn name_of(way: &[PathPart]) -> &'static str {
    match way.last() {
        Some(PathPart::Name(name)) => name,
        _ => "name",
    }
}

/// The id of a record as a reference to it is typed.
fn id_in(key: &Key) -> Option<String> {
    match key {
        Key::Moment(id) => Some(id.to_string()),
        Key::Step(_, id) => Some(id.to_string()),
        key => key.in_register().map(|(_, id)| id.to_owned()),
    }
}
