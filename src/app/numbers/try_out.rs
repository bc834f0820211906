//! What is tried out with sliders: a copy of the document with other values, counted like the document.

use std::sync::Arc;

use egui::Context;

use crate::{
    app::{
        FiguresNow,
        figures::{Age, DocumentState},
        latest::Latest,
    },
    edit::Edit,
    measure::{Lever, Numbers, Setting, with},
    model::{Blueprint, Key, Variant, VariantId},
    session::{Action, Session},
};

/// What is moved, and what comes of it.
#[derive(Default)]
pub(super) struct TryOut {
    moved: Vec<(Lever, f64)>,
    /// The copy, and the state of the document that it is of.
    copy: Option<(DocumentState, DocumentState)>,
    numbers: Latest<DocumentState, Numbers>,
}

impl TryOut {
    /// Whether something is tried out.
    pub(super) fn is_on(&self) -> bool {
        !self.moved.is_empty()
    }

    /// Where a lever stands now.
    pub(super) fn value(&self, lever: &Lever) -> Option<f64> {
        let same = |(moved, _): &&(Lever, f64)| is_same(moved, lever);
        self.moved.iter().find(same).map(|(_, value)| *value)
    }

    /// What is moved, as it was when it was moved first.
    pub(super) fn moved(&self) -> impl Iterator<Item = &Lever> {
        self.moved.iter().map(|(lever, _)| lever)
    }

    /// Moves a lever.
    pub(super) fn set(&mut self, lever: &Lever, value: f64) {
        let value = lever.rounded(value);
        match self
            .moved
            .iter_mut()
            .find(|(moved, _)| is_same(moved, lever))
        {
            Some((_, held)) => *held = value,
            None => self.moved.push((lever.clone(), value)),
        }
        self.moved
            .retain(|(lever, value)| lever.now != Some(*value));
        self.copy = None;
    }

    /// Tries nothing any more.
    pub(super) fn reset(&mut self) {
        self.moved.clear();
        self.copy = None;
    }

    /// Follows the document and what is moved.
    pub(super) fn update(&mut self, ctx: &Context, session: &Session) {
        if self.moved.is_empty() {
            self.copy = None;
            return;
        }
        let state = DocumentState(Arc::clone(session.blueprint()));
        if self.copy.as_ref().is_none_or(|(of, _)| *of != state) {
            let copy = Arc::new(with(&state.0, &self.settings(session)));
            self.copy = Some((state, DocumentState(copy)));
        }
        if let Some((_, copy)) = &self.copy {
            let blueprint = Arc::clone(&copy.0);
            self.numbers
                .want(ctx, copy, copy.pace(), move || Numbers::of(&blueprint));
        }
    }

    pub(super) fn settle(&mut self) {
        self.numbers.settle();
    }

    /// The copy, if something is tried out.
    pub(super) fn state(&self) -> Option<DocumentState> {
        self.copy.as_ref().map(|(_, copy)| copy.clone())
    }

    /// The figures to be shown: of the copy, or of the document.
    pub(super) fn now<'a>(
        &'a self,
        session: &Session,
        figures: Option<FiguresNow<'a>>,
    ) -> Option<(&'a Blueprint, &'a Numbers, Age)> {
        let own = self.copy.as_ref().and_then(|(of, copy)| {
            let (state, numbers) = self.numbers.get()?;
            let is_fresh = state == copy && Arc::ptr_eq(&of.0, session.blueprint());
            let age = if is_fresh { Age::Fresh } else { Age::Stale };
            Some((&*state.0, numbers, age))
        });
        own.or_else(|| figures.map(|now| (&**now.blueprint, now.numbers, now.age)))
    }

    fn settings(&self, session: &Session) -> Vec<Setting> {
        let all = self.moved.iter();
        all.flat_map(|(lever, value)| lever.settings(session.blueprint(), *value))
            .collect()
    }

    /// What makes it so, as one step of the history.
    pub(super) fn apply(&self, session: &Session) -> Action {
        let edits = self.settings(session).into_iter().map(|setting| Edit::Set {
            keys: vec![setting.place],
            field: setting.field,
            typed: setting.typed,
        });
        Action::Edit(Edit::All(edits.collect()))
    }

    /// What makes a variant of it, beside the one that was asked about.
    ///
    /// # Errors
    /// Why it cannot be one.
    pub(super) fn as_variant(
        &self,
        session: &Session,
        asked: &VariantId,
    ) -> Result<Action, &'static str> {
        let blueprint = session.blueprint();
        let of_all = |lever: &Lever| match &lever.place {
            Key::Role(_) => true,
            Key::Variant(id) | Key::Step(id, _) | Key::Connector(id, _) => id != asked,
            _ => true,
        };
        if self.moved().any(of_all) {
            return Err("What was moved belongs to all variants: apply it.");
        }
        let changed = with(blueprint, &self.settings(session));
        let (_, held) = changed
            .variant(asked)
            .ok_or("The variant is no longer there.")?;
        let mut variant = Variant::clone(held);
        let names = |name: &str| blueprint.variants.iter().any(|v| v.name == name);
        let ids = |id: &VariantId| blueprint.variant(id).is_some();
        let mut number = 1;
        loop {
            let more = if number > 1 {
                format!(" {number}")
            } else {
                String::new()
            };
            let name = format!("{}, what if{more}", held.name);
            let id = VariantId::new(&format!("{asked}-what-if{}", more.replace(' ', "-")));
            if !names(&name) && !ids(&id) {
                (variant.name, variant.id) = (name, id);
                break;
            }
            number += 1;
        }
        Ok(Action::Edit(Edit::PutVariant {
            variant: Box::new(variant),
            at: None,
        }))
    }
}

fn is_same(one: &Lever, other: &Lever) -> bool {
    one.place == other.place && one.field == other.field
}
