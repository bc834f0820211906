//! Variants that come and go: what a new one begins with, and what is compared then.

use frontstage::{
    edit::Edit,
    model::{Key, VariantId},
    scene::Show,
    session::{Action, Asked, Command, Effect},
};

use crate::{common::service::service, session::desk::Desk};

#[test]
fn a_deleted_before_leaves_no_comparison_with_itself() {
    let mut desk = Desk::of_started();
    desk.command(Command::ShowCompare);
    let variant = "before".into();
    desk.run(Action::Edit(Edit::Delete(Key::Variant(variant))));
    assert_eq!(*desk.session.show(), Show::One("after".into()));
    assert!(!desk.session.can(Command::ShowCompare));
    desk.command(Command::AddVariant);
    desk.run(Action::Answer(0));
    desk.command(Command::ShowCompare);
    let Show::Compare(first, second) = desk.session.show() else {
        panic!("{:?}", desk.session.show());
    };
    assert_ne!(first, second);
}

#[test]
fn a_document_without_variants_gets_its_before() {
    let mut empty = service();
    empty.variants.clear();
    let mut desk = Desk::new(empty);
    desk.command(Command::AddVariant);
    assert_eq!(desk.variant("before").name, "Before");
    desk.command(Command::AddVariant);
    assert_eq!(desk.variant("after").name, "After");
}

#[test]
fn a_variant_never_takes_the_id_of_a_deleted_one() {
    let mut desk = Desk::of_started();
    let add = |desk: &mut Desk| {
        desk.command(Command::AddVariant);
        desk.run(Action::Answer(0));
    };
    add(&mut desk);
    let has = |desk: &Desk, id: &VariantId| desk.session.blueprint().variant(id).is_some();
    let third = desk.session.selection().variant.clone();
    assert_eq!(desk.variant(third.as_str()).name, "Variant 3");
    desk.run(Action::Edit(Edit::Delete(Key::Variant(third.clone()))));
    add(&mut desk);
    assert!(!has(&desk, &third));
    // The place of After is free again, its id is not: another file may still have it.
    desk.run(Action::Edit(Edit::Delete(Key::Variant("after".into()))));
    add(&mut desk);
    assert!(!has(&desk, &"after".into()));
}

#[test]
fn a_new_variant_asks_what_it_begins_with() {
    let mut desk = Desk::of_started();
    desk.command(Command::ShowSecond);
    desk.command(Command::AddVariant);
    assert_eq!(desk.question(), "What does the new variant begin with?");
    let answers = desk.session.question().unwrap().answers.iter();
    let answers: Vec<&str> = answers.map(|(words, _)| &**words).collect();
    assert_eq!(
        answers,
        [
            "A copy of After (4 steps)",
            "A copy of Before (4 steps)",
            "No steps"
        ]
    );
    desk.run(Action::Answer(2));
    let empty = desk.session.selection().variant.clone();
    assert!(desk.variant(empty.as_str()).steps.is_empty());
    let named = Asked::Name(Key::Variant(empty));
    assert!(desk.session.take_effects().contains(&Effect::Ask(named)));
}
