//! Comparing: in which way, which two, and which changes are looked at.

use frontstage::{
    edit::Edit,
    model::VariantId,
    patch::{ChangeFilter, ChangeKind, counts_in_words},
    scene::Show,
    session::{Action, Command, CompareAs, Selection},
};

use crate::session::desk::Desk;

/// After with a step deleted, one renamed and one made an AI touchpoint.
fn changed() -> Desk {
    let mut desk = Desk::of_started();
    desk.select("after", "looks");
    desk.command(Command::Delete);
    let after = VariantId::from("after");
    let id = "reads".into();
    let mut step = (**desk.session.blueprint().step(&after, &id).unwrap()).clone();
    step.title = "Reads it all".to_owned();
    let edit = Edit::PutStep {
        variant: after,
        id,
        step: Box::new(step),
    };
    desk.run(Action::Edit(edit));
    desk.select("after", "answers");
    desk.command(Command::MakeAi);
    desk
}

#[test]
fn what_became_ai_is_said_of_what_changed() {
    let mut desk = changed();
    desk.command(Command::ShowCompare);
    let changes = desk.session.changes().unwrap();
    let words = counts_in_words(changes.counted());
    assert_eq!(words, "−1 removed, ~2 changed, of these 1 AI");
    let badges = |step: &str| {
        let kinds = &changes.comparison.steps[&step.into()];
        ChangeKind::all_of(kinds).collect::<Vec<_>>()
    };
    assert_eq!(badges("answers"), [ChangeKind::Changed, ChangeKind::Ai]);
}

/// The steps that F8 comes by until it is back where it began.
fn walked(desk: &mut Desk) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for _ in 0..20 {
        desk.command(Command::NextChange);
        let lead = desk.session.selection().lead().map(ToString::to_string);
        match lead {
            Some(step) if steps.first() == Some(&step) => return steps,
            Some(step) => steps.push(step),
            None => {}
        }
    }
    steps
}

#[test]
fn f8_walks_the_changes_that_the_filter_takes() {
    let mut desk = changed();
    desk.command(Command::ShowCompare);
    let all = walked(&mut desk);
    assert_eq!(all.len(), 3, "{all:?}");
    for (kind, step) in [(ChangeKind::Removed, "looks"), (ChangeKind::Ai, "answers")] {
        let filter = ChangeFilter {
            kinds: [kind].into(),
            ..ChangeFilter::default()
        };
        desk.run(Action::Filter(filter));
        let mut seen = walked(&mut desk);
        seen.dedup();
        assert_eq!(seen, [step], "{kind:?}");
    }
    desk.command(Command::AllChanges);
    assert_eq!(walked(&mut desk).len(), 3);
}

#[test]
fn the_way_of_comparing_is_remembered() {
    let mut desk = changed();
    let (before, after) = (VariantId::from("before"), VariantId::from("after"));
    desk.session.note_room(200.0);
    desk.command(Command::ShowCompare);
    let overlay = Show::Overlay(before.clone(), after.clone());
    assert_eq!(*desk.session.show(), overlay, "a low window");
    desk.run(Action::CompareAs(CompareAs::Stacked));
    desk.command(Command::ShowFirst);
    desk.command(Command::ShowCompare);
    let stacked = Show::Compare(before, after);
    assert_eq!(*desk.session.show(), stacked, "as somebody chose");
}

#[test]
fn any_two_variants_are_compared() {
    let mut desk = changed();
    desk.command(Command::ShowSecond);
    desk.command(Command::AddVariant);
    desk.run(Action::Answer(0));
    let third = desk.session.blueprint().variants[2].id.clone();
    let show = Show::Compare("after".into(), third.clone());
    desk.run(Action::Show(show.clone()));
    assert!(desk.session.changes().unwrap().list().is_empty());
    desk.run(Action::Show(Show::One(third)));
    desk.command(Command::ShowCompare);
    assert_eq!(*desk.session.show(), show, "the two chosen last");
}

#[test]
fn an_overlay_deletes_nothing_from_the_variant_underneath() {
    let mut desk = changed();
    let show = Show::Overlay("before".into(), "after".into());
    desk.run(Action::Show(show));
    let selection = Selection::step(&"before".into(), &"looks".into());
    desk.run(Action::Select(selection));
    desk.command(Command::Delete);
    assert!(desk.notice().contains("show that variant by itself"));
    assert!(desk.variant("before").steps.contains_key(&"looks".into()));
}

#[test]
fn after_undo_the_same_is_selected_as_after_an_edit() {
    let mut desk = changed();
    let before = VariantId::from("before");
    desk.command(Command::ShowFirst);
    desk.select("before", "reads");
    let id = "reads".into();
    let mut step = (**desk.session.blueprint().step(&before, &id).unwrap()).clone();
    step.note = "Twice".to_owned();
    let edit = Edit::PutStep {
        variant: before.clone(),
        id: id.clone(),
        step: Box::new(step),
    };
    desk.run(Action::Edit(edit));
    desk.run(Action::Show(Show::Overlay(before, "after".into())));
    let selected = Selection::step(&"after".into(), &id);
    for command in [Command::Undo, Command::Redo, Command::Undo] {
        desk.command(command);
        assert_eq!(*desk.session.selection(), selected, "{command:?}");
        assert!(!desk.session.is_underneath());
    }
    desk.command(Command::Delete);
    assert!(!desk.variant("after").steps.contains_key(&id));
}
