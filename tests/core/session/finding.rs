//! Finding words: what is found, in which order, and how it is named. And the outline, which lists every step.

use std::{collections::BTreeSet, sync::Arc};

use frontstage::{
    edit::Edit,
    model::{Blueprint, Lane, Step, VariantId},
    scene::Show,
    session::{
        Action, Command, FindWords, Found, Grouping, MatchCase, Outline, OutlineRow, Replacing,
        Selection, find,
    },
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

/// Which steps of Before the tray, the outline and find say are in the tray; none of them has a card.
fn in_tray(desk: &Desk) -> Vec<String> {
    let before: VariantId = "before".into();
    let blueprint = desk.session.blueprint();
    let tray = desk.session.tray(&before).into_iter();
    let tray: Vec<String> = tray.map(|(id, _)| id.to_string()).collect();
    for grouping in [Grouping::Phases, Grouping::Lanes] {
        let outline = Outline::of(blueprint, &Show::One(before.clone()), grouping);
        let after = outline
            .rows
            .iter()
            .skip_while(|row| **row != OutlineRow::Tray);
        let listed = after.filter_map(|row| match row {
            OutlineRow::Step(_, id) => Some(id.to_string()),
            _ => None,
        });
        assert_eq!(listed.collect::<Vec<_>>(), tray);
    }
    let scene = desk.session.scene();
    for (id, step) in &desk.variant("before").steps {
        let is_in_tray = tray.contains(&id.to_string());
        let found = find(blueprint, std::slice::from_ref(&before), &step.title);
        assert_eq!(
            found[0].place.starts_with("In the tray"),
            is_in_tray,
            "{id}"
        );
        let cards = &scene.pane(&before).unwrap().cards;
        assert_eq!(!cards.contains_key(id), is_in_tray, "{id}");
    }
    tray
}

#[test]
fn a_step_whose_lane_or_moment_is_not_there_is_in_the_tray_for_all() {
    let mut blueprint = service();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let mut put = |id: &str, lane: &str, moment: &str| {
        let step = Step::new(lane.into(), moment.into(), id);
        before.steps.insert(id.into(), Arc::new(step));
    };
    put("looks", "desk", "m2");
    put("reads", "agent", "m9");
    let mut desk = Desk::new(blueprint);
    assert_eq!(in_tray(&desk), ["looks", "reads"]);
    assert!(!desk.session.can(Command::ToTray));
    desk.select("before", "looks");
    assert!(!desk.session.can(Command::ToTray), "it is there already");
    assert_eq!(desk.session.place(), None);

    // The lane comes, goes and comes back.
    let lane = Lane {
        id: "desk".into(),
        name: "Desk".to_owned(),
        ..Lane::default()
    };
    desk.run(Action::Edit(Edit::put_listed(lane, None)));
    assert_eq!(in_tray(&desk), ["reads"]);
    desk.command(Command::Undo);
    assert_eq!(in_tray(&desk), ["looks", "reads"]);
    desk.command(Command::Redo);
    assert_eq!(in_tray(&desk), ["reads"]);
    desk.select("before", "looks");
    desk.command(Command::ToTray);
    assert_eq!(in_tray(&desk).len(), 2);
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
    use frontstage::model::Variant;
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

fn replacing(text: &str, with: &str, case: MatchCase) -> Replacing {
    Replacing {
        words: FindWords {
            text: text.to_owned(),
            case,
        },
        with: with.to_owned(),
        variants: vec!["before".into(), "after".into()],
        only: None,
    }
}

#[test]
fn words_are_replaced_everywhere_as_one_step() {
    let mut desk = Desk::of_service();
    let first = desk.text();
    let name = desk.session.blueprint().lanes[0].name.clone();
    let all = replacing(&name.to_uppercase(), "Client", MatchCase::No);
    desk.run(Action::Replace(Box::new(all)));
    assert_eq!(desk.session.blueprint().lanes[0].name, "Client");
    let variants = ["before".into(), "after".into()];
    assert!(find(desk.session.blueprint(), &variants, &name).is_empty());
    let (labels, _) = desk.session.history().labels();
    assert_eq!(
        labels,
        [format!("Replace “{}” by “Client”", name.to_uppercase())]
    );
    assert!(desk.notice().starts_with("Replaced "), "{}", desk.notice());
    desk.command(Command::Undo);
    assert_eq!(desk.text(), first);
    // Letter by letter nothing of that stands there.
    let exact = replacing(&name.to_uppercase(), "Client", MatchCase::Yes);
    desk.run(Action::Replace(Box::new(exact)));
    assert_eq!(desk.notice(), "There is nothing to replace.");
    assert_eq!(desk.text(), first);
}

#[test]
fn one_place_is_replaced_and_no_other() {
    let mut desk = Desk::of_service();
    let before = desk.step("before", "reads").clone();
    let after = desk.variant("after").steps.clone();
    let one = Replacing {
        only: Some(Selection::step(&"before".into(), &"reads".into())),
        ..replacing(&before.title, "Opens it", MatchCase::Yes)
    };
    desk.run(Action::Replace(Box::new(one.clone())));
    assert_eq!(desk.step("before", "reads").title, "Opens it");
    assert_eq!(desk.variant("after").steps, after);
    assert_eq!(desk.notice(), "Replaced 1 time");
    desk.run(Action::Replace(Box::new(one)));
    assert_eq!(
        desk.notice(),
        "Here stands only the name of something: replace it where that is named."
    );
}

#[test]
fn a_text_too_long_for_a_file_is_refused_and_nothing_is_replaced() {
    let mut desk = Desk::of_service();
    let first = desk.text();
    let name = desk.session.blueprint().lanes[0].name.clone();
    let all = replacing(&name, &"long ".repeat(30_000), MatchCase::No);
    desk.run(Action::Replace(Box::new(all)));
    assert_eq!(desk.text(), first);
    assert!(desk.session.history().undo_label().is_none());
    assert!(desk.notice().contains("100000"), "{}", desk.notice());
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn what_was_replaced_is_found_no_more_or_stands_by_its_name(blueprint in blueprints()) {
        let mut desk = Desk::new(blueprint);
        let variants: Vec<VariantId> =
            desk.session.blueprint().variants.iter().map(|v| v.id.clone()).collect();
        let all = Replacing {
            variants: variants.clone(),
            // No letter folds to a `t` and another one: half of such a letter would stay.
            ..replacing("t", "-", MatchCase::No)
        };
        desk.run(Action::Replace(Box::new(all)));
        let found = find(desk.session.blueprint(), &variants, "t");
        prop_assert!(found.is_empty() || desk.session.history().undo_label().is_none(), "{found:#?}");
    }
}
