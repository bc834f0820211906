//! Values: an edit brings none that is out of range, unreadable or a reference to nothing.
//!
//! What the document has already may stay: a card with an unreadable time can still be renamed,
//! doubled and carried over.

use std::{collections::BTreeSet, sync::Arc};

use super::{Refusal, capital};
use crate::model::{
    AiSystem, Blueprint, Comment, CommentId, Connector, Place, Problem, Role, Step, Trouble,
    Variant,
};

pub(super) fn check_step(
    blueprint: &Blueprint,
    old: Option<&Step>,
    new: &Step,
) -> Result<(), Refusal> {
    let page = |step: &Step| {
        holding(Variant {
            steps: [("step".into(), Arc::new(step.clone()))].into(),
            ..Variant::default()
        })
    };
    if new.span == 0 && old.is_none_or(|old| old.span != 0) {
        return Err(Refusal::Rule("A step covers at least one moment."));
    }
    check(blueprint, old.map(page).as_ref(), &page(new))
}

pub(super) fn check_connector(
    blueprint: &Blueprint,
    old: Option<&Connector>,
    new: &Connector,
) -> Result<(), Refusal> {
    let page = |connector: &Connector| {
        holding(Variant {
            connectors: [("connector".into(), Arc::new(connector.clone()))].into(),
            ..Variant::default()
        })
    };
    check(blueprint, old.map(page).as_ref(), &page(new))
}

/// Checks a variant's own fields.
pub(super) fn check_variant_head(blueprint: &Blueprint, new: &Variant) -> Result<(), Refusal> {
    let page = |variant: &Variant| {
        holding(Variant {
            demand: variant.demand.clone(),
            build_cost: variant.build_cost,
            run_cost_per_month: variant.run_cost_per_month,
            ..Variant::default()
        })
    };
    let old = blueprint.variant(&new.id).map(|(_, old)| page(old));
    check(blueprint, old.as_ref(), &page(new))
}

pub(super) fn check_role(blueprint: &Blueprint, new: &Role) -> Result<(), Refusal> {
    let page = |role: Role| Blueprint {
        roles: vec![Arc::new(role)],
        ..Blueprint::default()
    };
    let old = blueprint
        .role(&new.id)
        .map(|(_, old)| page((**old).clone()));
    check(blueprint, old.as_ref(), &page(new.clone()))
}

pub(super) fn check_ai_system(blueprint: &Blueprint, new: &AiSystem) -> Result<(), Refusal> {
    let page = |system: AiSystem| Blueprint {
        ai_systems: vec![Arc::new(system)],
        ..Blueprint::default()
    };
    let old = blueprint.ai_system(&new.id);
    let old = old.map(|(_, old)| page((**old).clone()));
    check(blueprint, old.as_ref(), &page(new.clone()))
}

pub(super) fn check_sources(blueprint: &Blueprint, new: &Blueprint) -> Result<(), Refusal> {
    let page = |blueprint: &Blueprint| Blueprint {
        sources: blueprint.sources.clone(),
        ..Blueprint::default()
    };
    check(blueprint, Some(&page(blueprint)), &page(new))
}

pub(super) fn check_comment(
    blueprint: &Blueprint,
    id: &CommentId,
    new: &Comment,
) -> Result<(), Refusal> {
    let page = |comment: &Comment| Blueprint {
        comments: [("comment".into(), Arc::new(comment.clone()))].into(),
        ..Blueprint::default()
    };
    let old = blueprint.comments.get(id);
    if let Place::Cell(variant, lane, moment) = &new.at
        && old.is_none_or(|old| old.at != new.at)
        && (blueprint.variant(variant).is_none() || blueprint.cell_name(lane, moment).is_none())
    {
        return Err(Refusal::Missing("the cell".to_owned()));
    }
    check(blueprint, old.map(|old| page(old)).as_ref(), &page(new))
}

/// Refuses what adds a problem to the list of the whole document.
pub(super) fn check_whole(old: &Blueprint, new: &Blueprint) -> Result<(), Refusal> {
    refuse(new.problems(), || old.problems())
}

fn holding(variant: Variant) -> Blueprint {
    Blueprint {
        variants: vec![Arc::new(variant)],
        ..Blueprint::default()
    }
}

/// Refuses a value of the one record on the page `new` that is out of range or unreadable, unless the
/// record had it already, or another of the document has it: then it is a copy.
fn check(blueprint: &Blueprint, old: Option<&Blueprint>, new: &Blueprint) -> Result<(), Refusal> {
    // On a page of its own every reference dangles; those are looked at where the record stands.
    let faults = |page: &Blueprint| -> Vec<Problem> {
        let mut problems = page.problems();
        problems.retain(|problem| !matches!(problem.trouble, Trouble::Dangling(..)));
        problems
    };
    let old = old.map(faults).unwrap_or_default();
    let mut news = faults(new);
    // Mostly it had them itself, and the document need not be looked through.
    news.retain(|problem| !old.iter().any(|old| old.trouble == problem.trouble));
    refuse(news, || blueprint.problems())
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
