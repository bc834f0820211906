//! Values: an edit brings none that is out of range, unreadable or a reference to nothing.
//!
//! What the document has already may stay: a card with an unreadable time can still be renamed,
//! doubled and carried over.

use std::collections::BTreeSet;

use super::Refusal;
use crate::model::{Blueprint, Fields, Problem, capital, faults_of};

/// Refuses a value of `new` that is out of range or unreadable, unless a record of the document has it: the same
/// one before, or another, of which this is a copy.
pub(super) fn check<T: Fields>(blueprint: &Blueprint, new: &T) -> Result<(), Refusal> {
    refuse(faults_of(new), || blueprint.problems())
}

/// Refuses what adds a problem to the list of the whole document.
pub(super) fn check_whole(old: &Blueprint, new: &Blueprint) -> Result<(), Refusal> {
    refuse(new.problems(), || old.problems())
}

/// Refuses the first of `problems` that is not `known`, which is asked for only if there are any.
fn refuse(problems: Vec<Problem>, known: impl FnOnce() -> Vec<Problem>) -> Result<(), Refusal> {
    if problems.is_empty() {
        return Ok(());
    }
    let known: BTreeSet<String> = known().iter().map(|p| p.trouble.to_string()).collect();
    let is_new = |problem: &Problem| !known.contains(&problem.trouble.to_string());
    match problems.into_iter().find(is_new) {
        Some(problem) => Err(Refusal::Value(words(&problem))),
        None => Ok(()),
    }
}

/// The field and its trouble; the path to the record says nothing to who is editing it.
fn words(problem: &Problem) -> String {
    let field = problem.path.rsplit('/').find(|part| {
        // Records of lists without ids have numbers.
        part.parse::<usize>().is_err()
    });
    let field = field.unwrap_or_default().replace('_', " ");
    format!("{}: {}", capital(&field), problem.trouble)
}
