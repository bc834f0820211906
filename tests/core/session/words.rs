//! What is said of a document: counts with their nouns, and names of what has none.

use frontstage::{
    edit::Edit,
    model::Key,
    session::{Action, Command, Selection, Target},
};

use crate::session::desk::Desk;

#[test]
fn a_variant_with_one_step_speaks_of_one() {
    let mut desk = Desk::of_service();
    let title = desk.session.blueprint().variants[0].steps.keys().next();
    let step = title.cloned().unwrap();
    let (from, to) = ("before".into(), "after".into());
    desk.run(Action::Edit(Edit::CarryOver {
        from,
        to,
        steps: vec![step],
    }));
    let target = Target::Record(Key::Variant("after".into()));
    desk.run(Action::Select(Selection::of(&"after".into(), target)));
    desk.command(Command::Delete);
    assert_eq!(
        desk.question(),
        "This variant holds 1 step. Delete all of it?"
    );
}
