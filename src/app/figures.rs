//! The figures of the open document, as the window shows them: those of its present state, or while these are worked out
//! the ones before, marked so.
//!
//! No frame walks the document for them. A small blueprint is counted as soon as it changes, in a few milliseconds; a
//! large one on a thread of its own.

use std::{collections::BTreeMap, sync::Arc};

use egui::Context;

use super::{
    canvas::PaneFigures,
    checks::{CardFindings, of_cards},
    latest::{Latest, WorkPlace},
};
use crate::{
    checks::{Finding, Policy, findings},
    measure::{Difference, LineLength, Numbers},
    model::{Blueprint, StepId, VariantId},
    scene::Ink,
    session::Session,
};

/// Blueprints with at most so many steps, all variants together, are counted at once.
const QUICK: usize = 120;

/// A state of the document: the same only as itself.
#[derive(Clone)]
pub(super) struct DocumentState(pub(super) Arc<Blueprint>);

impl PartialEq for DocumentState {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl DocumentState {
    /// Where to work something out of it.
    pub(super) fn pace(&self) -> WorkPlace {
        let steps = self.0.variants.iter().map(|variant| variant.steps.len());
        match steps.sum::<usize>() <= QUICK {
            true => WorkPlace::AtOnce,
            false => WorkPlace::Beside,
        }
    }
}

/// The keeper of the figures.
#[derive(Default)]
pub(super) struct Figures {
    worked: Latest<DocumentState, WorkedOut>,
    policy: Arc<Policy>,
}

/// What is worked out of a state of the document.
struct WorkedOut {
    numbers: Numbers,
    findings: Vec<Finding>,
    cards: BTreeMap<(VariantId, StepId), CardFindings>,
}

impl WorkedOut {
    fn of(blueprint: &Blueprint, policy: &Policy) -> Self {
        let numbers = Numbers::of(blueprint);
        let today = jiff::ZonedDateTime::now().date();
        let findings = findings(blueprint, &numbers, today, policy);
        Self {
            cards: of_cards(blueprint, &findings),
            findings,
            numbers,
        }
    }
}

/// Figures to be shown, with the state of the document that they are of.
#[derive(Clone, Copy)]
pub struct FiguresNow<'a> {
    /// The document as it was counted.
    pub blueprint: &'a Arc<Blueprint>,
    /// The figures.
    pub numbers: &'a Numbers,
    /// What the checks found today.
    pub findings: &'a [Finding],
    /// The same card by card, as far as cards bear badges.
    pub cards: &'a BTreeMap<(VariantId, StepId), CardFindings>,
    /// How it stands to the document as it is.
    pub age: Age,
}

/// How figures stand to the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// They are of its present state.
    Fresh,
    /// They are of an earlier state: newer ones are on their way.
    Stale,
}

impl Figures {
    /// Follows the document.
    pub(super) fn update(&mut self, ctx: &Context, session: &Session, policy: &Arc<Policy>) {
        let state = DocumentState(Arc::clone(session.blueprint()));
        if !Arc::ptr_eq(&self.policy, policy) {
            // What was found by another policy is found anew.
            self.policy = Arc::clone(policy);
            self.worked = Latest::default();
        }
        let (blueprint, policy) = (Arc::clone(&state.0), Arc::clone(policy));
        let count = move || WorkedOut::of(&blueprint, &policy);
        self.worked.want(ctx, &state, state.pace(), count);
    }

    /// The figures that are there.
    pub(super) fn now(&self, session: &Session) -> Option<FiguresNow<'_>> {
        let (state, worked) = self.worked.get()?;
        let age = match Arc::ptr_eq(&state.0, session.blueprint()) {
            true => Age::Fresh,
            false => Age::Stale,
        };
        Some(FiguresNow {
            blueprint: &state.0,
            numbers: &worked.numbers,
            findings: &worked.findings,
            cards: &worked.cards,
            age,
        })
    }

    /// What stands above each variant in Compare, the longest line first.
    pub(super) fn of_panes(&self, session: &Session) -> PaneFigures {
        let Some(now) = self
            .now(session)
            .filter(|_| session.show().pair().is_some())
        else {
            return PaneFigures::default();
        };
        let lines = session.show().variants().filter_map(|id| {
            let line = now.numbers.line(now.numbers.variant(id)?);
            let difference = now.numbers.difference(id);
            let difference =
                difference.filter(|one| session.show().variants().any(|id| *id == one.from));
            let saved = difference.and_then(Difference::saved_line);
            let with_saved = |line: &str| Some(format!("{line}   {}", saved.as_ref()?.words));
            let [whole, short, shortest] =
                [LineLength::Whole, LineLength::Short, LineLength::Shortest]
                    .map(|length| line.words(length));
            let lines = [
                with_saved(&whole),
                with_saved(&short),
                Some(whole),
                Some(short),
                Some(shortest),
            ];
            (!line.is_empty()).then(|| (id.clone(), lines.into_iter().flatten().collect()))
        });
        PaneFigures {
            lines: lines.collect(),
            ink: (now.age == Age::Stale).then_some(Ink::TextFaint),
        }
    }

    /// Waits until they are of the present state.
    pub(super) fn settle(&mut self) {
        self.worked.settle();
    }
}
