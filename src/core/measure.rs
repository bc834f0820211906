//! What a blueprint is worth: runs of steps, the customer's time, work, cost, load of roles, and how two variants differ.
//!
//! Unknown is not zero: a figure is a range, which says what is missing, and never a guess in place of it. All of them come from one
//! model of the flow of cases, which is solved exactly.
//! Knows no window and starts no thread.
//!
//! - `flow`: where cases go.
//! - `blocks`: ways of a Both that meet again.
//! - `graph`: which nodes lead to which, and in which order.
//! - `sparse`: exact solution of sparse systems.
//! - `solve`: how often cases pass each step, and between which bounds sums lie.
//! - `untouched`: the share of cases that no person touches, and the customer's time.
//! - `inputs`: what steps take and cost, and what of it nobody said.
//! - `queue`, `hours`: waiting for people, and for them to open.
//! - `case`: sums along the way of one case, as figures.
//! - `numbers`: the figures of all variants.
//! - `outage`: figures while AI does not do its part.
//! - `waits`: what waiting for people adds.
//! - `compare`: what another variant saves.
//! - `bridge`: from one cost to the other, and when it pays back.
//! - `figure`: a figure and its text.
//! - `line`: a variant in one line.
//! - `lever`: what can be moved, and how it is typed.
//! - `rank`: what may move a figure, by how much it would.
//! - `moves`: which of it moves a figure most, and from which share on a change pays.
//! - `terms`: what a figure is made of.
//! - `period`: a case, a month, a year.
//! - `notes`: figures by their names, and what has to be said beside them.

mod blocks;
mod bridge;
mod case;
mod compare;
mod figure;
mod flow;
mod graph;
mod hours;
mod inputs;
mod lever;
mod line;
mod moves;
mod notes;
mod numbers;
mod outage;
mod period;
mod queue;
mod rank;
mod solve;
mod sparse;
mod terms;
#[cfg(test)]
mod tests;
mod untouched;
mod waits;

pub use bridge::BridgePart;
pub use compare::{Difference, Payback, Saving, SavingKind, Savings};
pub use figure::{Figure, Quantity, rounded_to_sum};
pub use flow::GapKind;
pub(crate) use inputs::WAITING_DAY;
pub use lever::{Lever, Setting, field_of, with};
pub use line::{FigureLine, LineLength, SavedLine, SavedSense};
pub use moves::{Mover, PaysFrom, movers, other_levers, pays_from};
pub use notes::{FIGURES, NamedFigure};
pub use numbers::{Numbers, PerCase, RoleNumbers, StepNumbers, VariantNumbers, steps};
pub use outage::Outage;
pub use period::Period;
pub use solve::Endless;
pub use terms::{CaseFigure, FigureTerm, TermKind, Terms, terms};

use crate::model::Key;

/// Something that figures depend on and nobody said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unsaid {
    /// The record in which it would be said.
    pub place: Key,
    /// The field of it, `/` between its parts.
    pub field: String,
}

/// Weeks of a month, which is a twelfth of 365.25 days.
const WEEKS_A_MONTH: f64 = 365.25 / 12.0 / 7.0;
