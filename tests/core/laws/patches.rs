//! The difference of two documents leads from one to the other and back, and fits no third.

use frontstage::{
    format::write,
    history::History,
    model::Blueprint,
    patch::{Patch, diff},
};
use proptest::{collection::vec, prelude::*};

use crate::common::{blueprints, cases, edits::edits, odd_blueprints};

/// Proves that the difference of `a` and `b` is one, and that it can be taken back.
fn check_diff(a: &Blueprint, b: &Blueprint) -> Patch {
    let patch = diff(a, b);
    assert_eq!(patch.is_empty(), write(a) == write(b));
    let mut there = a.clone();
    patch.apply(&mut there).expect("it was made from this");
    assert_eq!(write(&there), write(b));
    let mut back = b.clone();
    patch
        .clone()
        .inverted()
        .apply(&mut back)
        .expect("its inverse fits what it leads to");
    assert_eq!(write(&back), write(a));
    assert_eq!(patch.clone().inverted().inverted(), patch);
    patch
}

/// Applies what is accepted.
fn accepted(mut blueprint: Blueprint, edits: &[frontstage::edit::Edit]) -> Blueprint {
    for edit in edits {
        let mut new = blueprint.clone();
        if edit.apply(&mut new).is_ok() {
            blueprint = new;
        }
    }
    blueprint
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_difference_leads_there_and_back(a in odd_blueprints(), b in odd_blueprints()) {
        check_diff(&a, &b);
        check_diff(&a, &a);
    }

    #[test]
    fn a_difference_of_edits_leads_there_and_back(
        a in blueprints(),
        edits in vec(edits(), 1..12),
    ) {
        check_diff(&a, &accepted(a.clone(), &edits));
    }

    #[test]
    fn a_patch_that_does_not_fit_changes_nothing(
        a in odd_blueprints(),
        edits in vec(edits(), 1..12),
        others in vec(edits(), 1..4),
    ) {
        let b = accepted(a.clone(), &edits);
        let wrong = accepted(a.clone(), &others);
        let patch = diff(&a, &b);
        let mut tried = wrong.clone();
        match patch.apply(&mut tried) {
            Err(_) => prop_assert_eq!(write(&tried), write(&wrong)),
            // It fits when what it replaces is as it was; then it can be taken back.
            Ok(()) => {
                patch.inverted().apply(&mut tried).unwrap();
                prop_assert_eq!(write(&tried), write(&wrong));
            }
        }
    }

    #[test]
    fn undo_all_gives_the_first_bytes_and_redo_all_the_last(
        first in blueprints(),
        edits in vec(edits(), 1..20),
    ) {
        let mut blueprint = first.clone();
        let mut history = History::of_saved();
        for (number, edit) in edits.iter().enumerate() {
            let mut new = blueprint.clone();
            if edit.apply(&mut new).is_ok() {
                history.push(String::new(), (diff(&blueprint, &new), 0), (number, number + 1));
                blueprint = new;
            }
        }
        let last = write(&blueprint);
        while history.undo(&mut blueprint).unwrap().is_some() {}
        prop_assert_eq!(write(&blueprint), write(&first));
        prop_assert!(!history.is_dirty());
        while history.redo(&mut blueprint).unwrap().is_some() {}
        prop_assert_eq!(write(&blueprint), last);
    }
}

#[test]
fn a_patch_of_another_variant_is_refused() {
    let a = crate::common::service::service();
    let mut b = a.clone();
    std::sync::Arc::make_mut(&mut b.variants[1])
        .removed
        .insert("asks".into(), std::sync::Arc::default());
    let inside = check_diff(&a, &b);
    let mut fewer = a.clone();
    fewer.variants.pop();
    assert!(inside.apply(&mut fewer.clone()).is_err(), "no such variant");

    // A patch that deletes a variant knows all that it held.
    let deletes = check_diff(&a, &fewer);
    let mut fuller = b.clone();
    assert!(deletes.apply(&mut fuller).is_err(), "more would be lost");
    assert_eq!(fuller, b);
    let deletes_fuller = check_diff(&b, &fewer);
    assert!(deletes_fuller.apply(&mut a.clone()).is_err());
}

#[test]
fn dirty_is_not_the_saved_revision() {
    let mut blueprint = Blueprint::default();
    let mut history = History::of_saved();
    let rename = |history: &mut History<()>, blueprint: &mut Blueprint, title: &str| {
        let mut new = blueprint.clone();
        new.title = title.to_owned();
        history.push(title.to_owned(), (diff(blueprint, &new), 0), ((), ()));
        *blueprint = new;
    };
    assert!(!history.is_dirty());
    rename(&mut history, &mut blueprint, "a");
    assert!(history.is_dirty());
    history.mark_saved(history.revision());
    rename(&mut history, &mut blueprint, "b");
    assert!(history.is_dirty());
    history.undo(&mut blueprint).unwrap();
    assert!(!history.is_dirty(), "back to what was saved");
    history.undo(&mut blueprint).unwrap();
    assert!(history.is_dirty(), "before what was saved");
    rename(&mut history, &mut blueprint, "a");
    assert!(history.is_dirty(), "the same words, another revision");
    assert_eq!(history.labels(), (vec!["a"], 1));
    history.undo(&mut blueprint).unwrap();
    assert_eq!(history.labels(), (vec!["a"], 0));
    let mut mended = History::<()>::of_saved();
    mended.mark_unsaved();
    assert!(mended.is_dirty());
}
