//! Finding words: what is found, in which order, and how it is named. And the outline, which lists every step.

use std::collections::BTreeSet;

use frontstage::{
    model::{Blueprint, VariantId},
    scene::Show,
    session::{Found, Grouping, Outline, OutlineRow, find},
};
use proptest::prelude::*;

use crate::{
    common::{blueprints, cases, service::service},
    session::desk::Desk,
};

fn in_words(found: &[Found]) -> Vec<String> {
    let words = found.iter();
    words
        .map(|f| format!("{} | {} | {}", f.name, f.field, f.place))
        .collect()
}

/// Checks what is found in Before of the service made by hand.
fn check_found(text: &str, wanted: &[&str]) {
    let found = find(&service(), &["before".into()], text);
    assert_eq!(in_words(&found), wanted, "{text}");
}

#[test]
fn words_are_found_in_every_kind_of_record() {
    let blueprint = service();
    for lane in &blueprint.lanes {
        let found = find(&blueprint, &["before".into()], &lane.name.to_uppercase());
        let line = format!("{} | name | Lane", lane.name);
        assert!(in_words(&found).contains(&line), "{found:#?}");
    }
    check_found("", &[]);
    check_found("no such words", &[]);
}

#[test]
fn every_step_is_found_by_its_title_and_can_be_gone_to() {
    let desk = Desk::of_started();
    let blueprint = desk.session.blueprint();
    let variants: Vec<VariantId> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
    for variant in &blueprint.variants {
        for (id, step) in &variant.steps {
            let found = find(blueprint, &variants, &step.title);
            let is_it = |f: &Found| f.selection.steps().contains(id);
            let hits = found
                .iter()
                .filter(|f| is_it(f) && f.selection.variant == variant.id);
            assert_eq!(hits.count(), 1, "{}", step.title);
        }
    }
}

/// A word out of the document, so that there is something to find.
fn with_a_word() -> impl Strategy<Value = (Blueprint, String)> {
    (blueprints(), any::<prop::sample::Index>(), "[a-zé]{1,2}").prop_map(
        |(blueprint, which, other)| {
            let steps = blueprint.variants.iter().flat_map(|v| v.steps.values());
            let titles: Vec<&str> = steps.map(|step| &*step.title).collect();
            let word = match titles.as_slice() {
                [] => other,
                titles => match which.get(titles).split_whitespace().next() {
                    Some(word) => word.to_owned(),
                    None => other,
                },
            };
            (blueprint, word)
        },
    )
}

proptest! {
    #![proptest_config(cases(64))]

    /// What is said to be found stands there, exists, and comes once.
    #[test]
    fn what_is_found_is_there((blueprint, word) in with_a_word()) {
        let variants: Vec<VariantId> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
        let found = find(&blueprint, &variants, &word);
        let mut seen = BTreeSet::new();
        for f in &found {
            let part = &f.excerpt[f.mark.clone()];
            let again = find(&titled(part), &["v".into()], &word);
            prop_assert_eq!(again.len(), 1, "{:?} in {:?}", word, part);
            prop_assert_eq!(&f.selection, &f.selection.still_in(&blueprint));
            prop_assert!(seen.insert(format!("{:?}", f.selection)), "twice: {:?}", f);
        }
        let louder = find(&blueprint, &variants, &format!(" {word} "));
        prop_assert_eq!(louder, found);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    /// The outline lists every step of what is shown once, however it is grouped.
    #[test]
    fn the_outline_lists_every_step_once(blueprint in blueprints()) {
        let ids: Vec<VariantId> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
        let mut shows: Vec<Show> = ids.iter().cloned().map(Show::One).collect();
        if let [first, second, ..] = ids.as_slice() {
            shows.push(Show::Compare(first.clone(), second.clone()));
        }
        for show in shows {
            let mut wanted = BTreeSet::new();
            for variant in &blueprint.variants {
                let is_shown = match &show {
                    Show::One(id) => *id == variant.id,
                    Show::Compare(a, b) | Show::Overlay(a, b) => *a == variant.id || *b == variant.id,
                };
                wanted.extend(variant.steps.keys().filter(|_| is_shown).cloned());
            }
            for grouping in [Grouping::Phases, Grouping::Lanes] {
                let open = Outline::of(&blueprint, &show, grouping);
                let steps = |outline: &Outline| -> Vec<_> {
                    let rows = outline.rows.iter();
                    rows.filter_map(|row| match row {
                        OutlineRow::Step(_, id) => Some(id.clone()),
                        _ => None,
                    })
                    .collect()
                };
                let listed = steps(&open);
                prop_assert_eq!(listed.len(), wanted.len());
                prop_assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), wanted.clone());
            }
        }
    }
}

/// A blueprint with one step.
fn titled(title: &str) -> Blueprint {
    use frontstage::model::{Step, Variant};
    use std::sync::Arc;
    let step = Step {
        title: title.to_owned(),
        ..Step::default()
    };
    let variant = Variant {
        id: "v".into(),
        steps: [("s".into(), Arc::new(step))].into(),
        ..Variant::default()
    };
    Blueprint {
        variants: vec![Arc::new(variant)],
        ..Blueprint::default()
    }
}
