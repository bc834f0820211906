//! Cards that cover several moments, when moments come and go among these.

use frontstage::{
    edit::Edit,
    model::{Key, Moment, Role, Step, Worker, Written},
    session::{Action, Refuge},
};

use crate::session::desk::Desk;

fn put_step(desk: &mut Desk, variant: &str, id: &str, change: impl FnOnce(&mut Step)) {
    let mut step = desk.step(variant, id).clone();
    change(&mut step);
    desk.run(Action::Edit(Edit::PutStep {
        variant: variant.into(),
        id: id.into(),
        step: Box::new(step),
    }));
}

fn put_moment(desk: &mut Desk, phase: &str, id: &str, at: usize) {
    desk.run(Action::Edit(Edit::PutMoment {
        phase: phase.into(),
        moment: Moment {
            id: id.into(),
            ..Moment::default()
        },
        at: Some(at),
    }));
}

#[test]
fn a_wide_card_follows_the_moments_that_it_covers() {
    let mut desk = Desk::of_service();
    put_step(&mut desk, "before", "asks", |step| step.span = 2);
    let span = |desk: &Desk| desk.step("before", "asks").span;
    put_moment(&mut desk, "ask", "between", 1);
    assert_eq!(span(&desk), 3, "one came among them");
    put_moment(&mut desk, "ask", "behind", 3);
    put_moment(&mut desk, "ask", "first", 0);
    assert_eq!(span(&desk), 3, "others came beside them");
    desk.run(Action::Edit(Edit::Delete(Key::Moment("between".into()))));
    assert_eq!(span(&desk), 2);
    desk.run(Action::Edit(Edit::Delete(Key::Moment("behind".into()))));
    assert_eq!(span(&desk), 2);
    // Over the end of its phase, which stays when the next one goes.
    put_step(&mut desk, "before", "looks", |step| step.span = 2);
    desk.run(Action::Edit(Edit::Delete(Key::Phase("answer".into()))));
    assert_eq!(desk.step("before", "looks").span, 1);
}

#[test]
fn moments_that_only_a_wide_card_covers_move_with_their_phase() {
    let mut desk = Desk::of_service();
    for (at, id) in ["covered", "empty"].into_iter().enumerate() {
        put_moment(&mut desk, "answer", id, at + 1);
    }
    put_step(&mut desk, "before", "answers", |step| step.span = 2);
    let to = Refuge::Record(Key::Phase("ask".into()));
    desk.run(Action::Vacate(Key::Phase("answer".into()), to));
    let moments = desk.session.blueprint().moments();
    let moments: Vec<String> = moments.map(|(_, moment)| moment.id.to_string()).collect();
    assert_eq!(moments, ["m1", "m2", "m3", "covered"]);
    assert_eq!(desk.step("before", "answers").span, 2);
}

#[test]
fn a_title_typed_for_several_variants_is_the_same_in_all() {
    let mut desk = Desk::of_started();
    for id in ["one", "two"] {
        let role = Role {
            id: id.into(),
            ..Role::default()
        };
        desk.run(Action::Edit(Edit::put_listed(role, None)));
    }
    put_step(&mut desk, "after", "reads", |step| {
        step.workers = ["one", "two"]
            .map(|role| Worker {
                role: role.into(),
                work: None,
            })
            .into();
    });
    let keys = ["before", "after"].map(|variant| Key::Step(variant.into(), "reads".into()));
    desk.run(Action::Retitle(
        keys.to_vec(),
        "Reads it all 10m".to_owned(),
    ));
    for variant in ["before", "after"] {
        assert_eq!(desk.step(variant, "reads").title, "Reads it all");
    }
    assert_eq!(
        desk.step("before", "reads").work,
        Some(Written::read("10m"))
    );
    assert_eq!(desk.step("after", "reads").work, None);
    assert_eq!(
        desk.notice(),
        "The time is not set in After: several people share the work there"
    );
}
