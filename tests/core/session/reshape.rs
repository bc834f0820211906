//! Steps of another shape: split in two, merged, replaced; and what named them.

use std::collections::BTreeSet;

use frontstage::{
    edit::Edit,
    model::{
        Comment, Connector, HandOver, Key, Pain, Place, Removed, Role, Share, Split, Step, StepId,
        Touchpoint, VariantId, Worker, Written,
    },
    session::{
        Action, Command, Merge, Refuge, Replace, Replacement, Selection, SplitStep, Target,
        Throughout,
    },
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

fn comment_on(desk: &mut Desk, id: &str, at: Place) {
    let comment = Comment {
        at,
        text: "Why?".to_owned(),
        ..Comment::default()
    };
    let id: frontstage::model::Id<Comment> = id.into();
    desk.run(Action::Edit(Edit::put(id, comment, None)));
}

fn is_about(desk: &Desk, id: &str) -> Place {
    let id: frontstage::model::Id<Comment> = id.into();
    desk.session.blueprint().comments[&id].at.clone()
}

fn at(variant: &str, step: &StepId) -> Place {
    Place::Record(Key::Step(variant.into(), step.clone()))
}

fn split(desk: &mut Desk, variant: &str, step: &str, throughout: Throughout) {
    let work = match desk.session.halving(&variant.into(), &step.into()).unwrap() {
        frontstage::session::Halving::One(work) => Some(work),
        frontstage::session::Halving::OfEach => None,
    };
    desk.run(Action::SplitStep(Box::new(SplitStep {
        variant: variant.into(),
        step: step.into(),
        titles: ["Reads".to_owned(), "Sorts".to_owned()],
        work,
        throughout,
    })));
}

#[test]
fn a_split_step_leads_in_at_its_first_and_out_of_its_second() {
    let mut desk = Desk::of_service();
    put_step(&mut desk, "before", "reads", |step| {
        step.work = Some(Written::read("1m 10s"));
        step.wait = Some(Written::read("2d"));
        step.channel = "chat".to_owned();
        step.pains = vec![Pain {
            id: "slow".into(),
            ..Pain::default()
        }];
        step.split = Some(Split::Either);
    });
    comment_on(&mut desk, "co", at("before", &"reads".into()));
    let text = desk.text();
    split(&mut desk, "before", "reads", Throughout::This);
    let second = desk.called("before", "Sorts");
    let joins = [
        "Asks > Reads",
        "Looks up > Answers",
        "Reads > Sorts",
        "Sorts > Looks up",
    ];
    assert_eq!(desk.joins("before"), joins);
    assert_eq!(
        desk.variant("before").connectors[&"c-2".into()].from,
        second
    );
    let (one, two) = (
        desk.step("before", "reads").clone(),
        desk.step("before", second.as_str()).clone(),
    );
    let half = Some(Written::read("35s"));
    assert_eq!((&one.work, &two.work), (&half, &half));
    assert_eq!((&one.wait, &two.wait), (&None, &Some(Written::read("2d"))));
    assert_eq!((one.split, two.split), (None, Some(Split::Either)));
    assert_eq!((one.pains.len(), two.pains.len()), (1, 0));
    assert_eq!(
        (one.channel.as_str(), two.channel.as_str()),
        ("chat", "chat")
    );
    assert_eq!(is_about(&desk, "co"), at("before", &"reads".into()));
    // Beside it stands another card: it gets a moment of its own.
    assert_eq!(desk.session.blueprint().moments().count(), 4);
    let (_, moment) = two.cell().unwrap();
    assert_eq!(desk.session.blueprint().moment(moment).unwrap().0, 1);
    assert_eq!(
        desk.notice(),
        "Split “Reads” in two. Pains and controls stay with the first"
    );
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
}

#[test]
fn a_split_in_all_variants_is_the_same_two_steps() {
    let mut desk = Desk::of_started();
    put_step(&mut desk, "after", "reads", |step| {
        step.work = Some(Written::read("10s"));
    });
    split(&mut desk, "before", "reads", Throughout::All);
    let second = desk.called("before", "Sorts");
    assert_eq!(desk.called("after", "Sorts"), second);
    assert_eq!(desk.cell("before", &second), desk.cell("after", &second));
    let work = |variant: &str| desk.step(variant, second.as_str()).work.clone();
    assert_eq!(
        (work("before"), work("after")),
        (None, Some(Written::read("5s")))
    );
    assert_eq!(desk.joins("before"), desk.joins("after"));
    let mut desk = Desk::of_started();
    split(&mut desk, "after", "reads", Throughout::This);
    assert_eq!(desk.variant("before").steps.len(), 4);
    assert_eq!(desk.variant("after").steps.len(), 5);
}

#[test]
fn a_split_wants_two_titles_and_times_one_can_read() {
    let mut desk = Desk::of_service();
    let text = desk.text();
    for (titles, work, words) in [
        (["Reads", " "], ["", ""], "Both steps need a title."),
        (["Reads", "Sorts"], ["soon", ""], "“soon” is no time"),
    ] {
        desk.run(Action::SplitStep(Box::new(SplitStep {
            variant: "before".into(),
            step: "reads".into(),
            titles: titles.map(str::to_owned),
            work: Some(work.map(str::to_owned)),
            throughout: Throughout::This,
        })));
        assert!(desk.notice().starts_with(words), "{}", desk.notice());
        assert_eq!(desk.text(), text);
    }
}

#[test]
fn a_title_of_a_split_or_a_merge_says_its_time_as_elsewhere() {
    let mut desk = Desk::of_started();
    put_step(&mut desk, "before", "reads", |step| {
        step.title = "Reads within 24h and sorts".to_owned();
        step.work = Some(Written::read("4m"));
    });
    let titles = ["Reads within 24h", "Sorts 10m !slow"].map(str::to_owned);
    desk.run(Action::SplitStep(Box::new(SplitStep {
        variant: "before".into(),
        step: "reads".into(),
        titles,
        work: Some(["2m", "2m"].map(str::to_owned)),
        throughout: Throughout::All,
    })));
    let second = desk.called("before", "Sorts");
    assert!(second.as_str().starts_with("sorts"), "{second}");
    let works = |id: &str| desk.step("before", id).work.clone().unwrap().to_string();
    assert_eq!(desk.step("before", "reads").title, "Reads within 24h");
    assert_eq!([works("reads"), works(second.as_str())], ["2m", "10m"]);
    let pains = |variant: &str| desk.step(variant, second.as_str()).pains[0].clone();
    assert_eq!(pains("before"), pains("after"), "the same pain");
    let plan = Merge {
        variant: "before".into(),
        steps: ["reads".into(), second.clone()].into(),
        title: "Reads and sorts 5m".to_owned(),
        throughout: Throughout::This,
    };
    assert_eq!(desk.session.said_in_merged(&plan), ["5m"]);
    desk.run(Action::MergeSteps(Box::new(plan)));
    let one = desk.step("before", "reads");
    assert_eq!(one.title, "Reads and sorts");
    assert_eq!(one.work, Some(Written::read("5m")));
}

#[test]
fn a_time_nobody_can_read_goes_with_the_second_as_it_is_written() {
    let mut blueprint = crate::common::service::service();
    let before = std::sync::Arc::make_mut(&mut blueprint.variants[0]);
    let reads = before.steps.get_mut(&"reads".into()).unwrap();
    std::sync::Arc::make_mut(reads).work = Some(Written::Unread("a coffee".to_owned()));
    let mut desk = Desk::new(blueprint);
    split(&mut desk, "before", "reads", Throughout::This);
    let second = desk.called("before", "Sorts");
    assert_eq!(desk.step("before", "reads").work, None);
    let kept = Some(Written::Unread("a coffee".to_owned()));
    assert_eq!(desk.step("before", second.as_str()).work, kept);
}

/// No time was shown here, and that says nothing of the people who work there.
#[test]
fn split_everywhere_the_work_of_several_people_is_halved() {
    let mut desk = Desk::of_started();
    put_step(&mut desk, "before", "reads", |step| step.work = None);
    let work = [("one", "20m"), ("two", "10m")];
    for (id, _) in work {
        let role = Role {
            id: id.into(),
            ..Role::default()
        };
        desk.run(Action::Edit(Edit::put_listed(role, None)));
    }
    put_step(&mut desk, "after", "reads", |step| {
        step.workers = work.map(|(role, work)| worker(role, work)).to_vec();
    });
    split(&mut desk, "before", "reads", Throughout::All);
    let works: Vec<_> = ["reads", desk.called("after", "Sorts").as_str()]
        .iter()
        .flat_map(|id| desk.step("after", id).workers.clone())
        .map(|worker| worker.work.unwrap().to_string())
        .collect();
    assert_eq!(works, ["10m", "5m", "10m", "5m"]);
}

fn worker(role: &str, work: &str) -> Worker {
    Worker {
        role: role.into(),
        work: Some(Written::read(work)),
    }
}

/// Two steps that are not in After for two reasons are one step that is not there for both.
#[test]
fn reasons_of_merged_steps_come_together() {
    let mut desk = Desk::of_started();
    for (step, why) in [("reads", "The form asks"), ("looks", "Nobody looks")] {
        desk.run(Action::Edit(Edit::DeleteSteps {
            variant: "after".into(),
            steps: vec![step.into()],
        }));
        desk.run(Action::Edit(Edit::SetRemoved {
            variant: "after".into(),
            step: step.into(),
            removed: Some(Removed {
                why: why.to_owned(),
                ..Removed::default()
            }),
        }));
    }
    merge(&mut desk, "before", &["reads", "looks"], Throughout::This);
    let (_, after) = desk.session.blueprint().variant(&"after".into()).unwrap();
    let whys: Vec<&str> = after.removed.values().map(|one| one.why.as_str()).collect();
    assert_eq!(whys, ["The form asks\nNobody looks"]);
}

fn merge(desk: &mut Desk, variant: &str, steps: &[&str], throughout: Throughout) {
    let steps: BTreeSet<StepId> = steps.iter().map(|id| (*id).into()).collect();
    let variant = VariantId::from(variant);
    desk.run(Action::Select(Selection::items(
        &variant,
        steps.clone(),
        [],
    )));
    let plan = desk.session.merge_plan().unwrap();
    assert_eq!(plan.merge.steps, steps);
    desk.run(Action::MergeSteps(Box::new(Merge {
        throughout,
        ..plan.merge
    })));
}

#[test]
fn merged_steps_lead_in_and_out_as_one() {
    let mut desk = Desk::of_service();
    put_step(&mut desk, "before", "reads", |step| {
        step.work = Some(Written::read("1m"));
        step.channel = "chat".to_owned();
    });
    put_step(&mut desk, "before", "looks", |step| {
        step.work = Some(Written::read("30s"));
        step.channel = "phone".to_owned();
        step.pains = vec![Pain {
            id: "slow".into(),
            text: "Slow".to_owned(),
            ..Pain::default()
        }];
    });
    put_step(&mut desk, "before", "answers", |step| {
        step.answers = vec!["slow".into()];
        step.ai = Some(Box::new(Touchpoint {
            hand_over: Some(HandOver {
                to: Some("looks".into()),
                ..HandOver::default()
            }),
            ..Touchpoint::default()
        }));
    });
    comment_on(&mut desk, "co", at("before", &"looks".into()));
    let text = desk.text();
    merge(&mut desk, "before", &["looks", "reads"], Throughout::This);
    assert_eq!(
        desk.joins("before"),
        ["Asks > Reads, Looks up", "Reads, Looks up > Answers"]
    );
    let one = desk.step("before", "reads");
    assert_eq!(one.title, "Reads, Looks up");
    assert_eq!(one.work, Some(Written::read("1m 30s")));
    assert_eq!(one.pains.len(), 1);
    // What named the other names the one.
    assert_eq!(is_about(&desk, "co"), at("before", &"reads".into()));
    let answers = desk.step("before", "answers");
    assert_eq!(answers.hand_over().unwrap().to, Some("reads".into()));
    assert_eq!(answers.answers, ["slow".into()]);
    assert_eq!(
        desk.notice(),
        "Merged 2 steps. Not kept: the channel “phone” of “Looks up”."
    );
    assert_eq!(desk.session.history().undo_label(), Some("Merge 2 steps"));
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
}

#[test]
fn two_ways_of_a_decision_that_lead_to_one_step_are_one() {
    let mut desk = Desk::of_service();
    for (id, to, label, share) in [
        ("c-3", "answers", "clear", 0.6),
        ("c-5", "asks", "not", 0.3),
    ] {
        desk.run(Action::Edit(Edit::PutConnector {
            variant: "before".into(),
            id: id.into(),
            connector: Connector {
                from: "looks".into(),
                to: to.into(),
                label: label.to_owned(),
                share: Some(Share(share)),
                ..Connector::default()
            },
        }));
    }
    merge(&mut desk, "before", &["asks", "answers"], Throughout::This);
    let held = desk.variant("before");
    let ways: Vec<_> = held
        .connectors
        .values()
        .filter(|c| c.from == "looks".into())
        .collect();
    assert_eq!(ways.len(), 1);
    assert_eq!(ways[0].to, "asks".into());
    assert_eq!(ways[0].label, "not / clear");
    assert!((ways[0].share.unwrap().0 - 0.9).abs() < 1e-9);
}

#[test]
fn a_merge_in_after_says_whose_place_it_takes() {
    let mut desk = Desk::of_started();
    merge(&mut desk, "after", &["reads", "looks"], Throughout::This);
    assert_eq!(desk.step("after", "reads").replaces, ["looks".into()]);
    assert_eq!(desk.variant("before").steps.len(), 4);
    // In all variants there is nothing left to be replaced.
    let mut desk = Desk::of_started();
    merge(&mut desk, "after", &["reads", "looks"], Throughout::All);
    for variant in ["before", "after"] {
        assert_eq!(desk.variant(variant).steps.len(), 3);
        assert_eq!(desk.step(variant, "reads").title, "Reads, Looks up");
        assert_eq!(desk.step(variant, "reads").replaces, []);
    }
    // Where only the other is left, it is the one from now on.
    let mut desk = Desk::of_started();
    desk.select("after", "reads");
    desk.command(Command::Delete);
    merge(&mut desk, "before", &["reads", "looks"], Throughout::All);
    assert_eq!(desk.step("after", "reads").title, "Looks up");
    assert!(
        desk.joins("after")
            .contains(&"Looks up > Answers".to_owned())
    );
}

#[test]
fn why_a_step_was_removed_goes_with_the_one_it_becomes() {
    let mut desk = Desk::of_started();
    for step in ["reads", "looks"] {
        desk.select("after", step);
        desk.command(Command::Delete);
    }
    desk.run(Action::Edit(Edit::SetRemoved {
        variant: "after".into(),
        step: "looks".into(),
        removed: Some(frontstage::model::Removed {
            why: "AI does it".to_owned(),
            ..frontstage::model::Removed::default()
        }),
    }));
    merge(&mut desk, "before", &["reads", "looks"], Throughout::This);
    assert_eq!(
        desk.variant("after").removed[&"reads".into()].why,
        "AI does it"
    );
}

#[test]
fn a_replaced_step_gives_its_place_and_its_ways() {
    let mut desk = Desk::of_started();
    put_step(&mut desk, "after", "looks", |step| {
        step.note = "Slow".to_owned();
    });
    comment_on(&mut desk, "co", at("after", &"looks".into()));
    let text = desk.text();
    desk.run(Action::ReplaceStep(Box::new(Replace {
        variant: "after".into(),
        step: "looks".into(),
        by: Replacement::New("Finds it 10s".to_owned()),
        throughout: Throughout::This,
    })));
    let new = desk.called("after", "Finds it");
    assert_eq!(desk.cell("after", &new), "agent m2");
    assert_eq!(
        desk.step("after", new.as_str()).work,
        Some(Written::read("10s"))
    );
    assert_eq!(desk.step("after", new.as_str()).replaces, ["looks".into()]);
    let joins = ["Asks > Reads", "Finds it > Answers", "Reads > Finds it"];
    assert_eq!(desk.joins("after"), joins);
    assert_eq!(desk.variant("after").connectors[&"c-2".into()].to, new);
    assert_eq!(is_about(&desk, "co"), at("after", &new));
    assert_eq!(
        desk.notice(),
        "Replaced “Looks up” by “Finds it”. Not kept: Note of “Looks up”."
    );
    assert_eq!(desk.variant("before").steps.len(), 4);
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
}

#[test]
fn a_step_that_is_there_replaces_another_in_all_variants() {
    let mut desk = Desk::of_started();
    desk.run(Action::ReplaceStep(Box::new(Replace {
        variant: "after".into(),
        step: "looks".into(),
        by: Replacement::Step("answers".into()),
        throughout: Throughout::All,
    })));
    for variant in ["before", "after"] {
        assert_eq!(desk.joins(variant), ["Asks > Reads", "Reads > Answers"]);
        assert_eq!(desk.cell(variant, &"answers".into()), "agent m2");
        assert_eq!(desk.step(variant, "answers").replaces, []);
    }
}

fn ask_to_delete(desk: &mut Desk, key: Key) -> Vec<String> {
    let target = Target::Record(key);
    desk.run(Action::Select(Selection::of(&"before".into(), target)));
    desk.command(Command::Delete);
    let answers = desk.session.question().unwrap().answers.iter();
    answers.map(|(words, _)| words.clone()).collect()
}

#[test]
fn the_steps_of_a_lane_move_to_another_one_or_into_the_tray() {
    let mut desk = Desk::of_started();
    let text = desk.text();
    let answers = ask_to_delete(&mut desk, Key::Lane("agent".into()));
    assert_eq!(
        answers,
        [
            "Move its 6 steps to “Clerk”",
            "Move its 6 steps to “Customer”",
            "Move its 6 steps to the tray",
            "Delete with 6 steps",
            "Cancel",
        ]
    );
    desk.run(Action::Answer(1));
    for variant in ["before", "after"] {
        assert_eq!(desk.cell(variant, &"looks".into()), "customer m2");
        assert_eq!(desk.joins(variant).len(), 3);
        // Below what stands there.
        assert!(desk.step(variant, "reads").rank > desk.step(variant, "asks").rank);
    }
    assert_eq!(
        desk.notice(),
        "Deleted the lane “Agent”; its 6 steps are in “Customer”. The line of interaction goes with it."
    );
    let lane = Target::Record(Key::Lane("customer".into()));
    assert_eq!(desk.session.selection().target, lane, "the keyboard stays");
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
    ask_to_delete(&mut desk, Key::Lane("agent".into()));
    desk.run(Action::Answer(2));
    assert_eq!(desk.session.tray(&"before".into()).len(), 3);
    assert_eq!(desk.step("before", "looks").moment, Some("m2".into()));
    desk.command(Command::Undo);
    ask_to_delete(&mut desk, Key::Lane("agent".into()));
    desk.run(Action::Answer(4));
    assert_eq!(desk.text(), text);
}

#[test]
fn the_moments_of_a_phase_and_the_steps_of_a_moment_move_too() {
    let mut desk = Desk::of_service();
    let place = Place::Cell("before".into(), "agent".into(), "m2".into());
    comment_on(&mut desk, "co", place.clone());
    let answers = ask_to_delete(&mut desk, Key::Phase("ask".into()));
    assert_eq!(answers[0], "Move its 3 steps to “Answer”");
    desk.run(Action::Answer(0));
    let moments = desk
        .session
        .blueprint()
        .moments()
        .map(|(_, m)| m.id.to_string());
    assert_eq!(moments.collect::<Vec<_>>(), ["m1", "m2", "m3"]);
    assert_eq!(is_about(&desk, "co"), place);
    let answers = ask_to_delete(&mut desk, Key::Moment("m2".into()));
    assert_eq!(answers[0], "Move its 1 step to “Answer, 1”");
    desk.run(Action::Answer(0));
    assert_eq!(desk.cell("before", &"looks".into()), "agent m1");
    let moved = Place::Cell("before".into(), "agent".into(), "m1".into());
    assert_eq!(is_about(&desk, "co"), moved);
}

#[test]
fn what_stays_is_not_asked_about() {
    let mut desk = Desk::of_service();
    let target = Target::Record(Key::Moment("m3".into()));
    desk.run(Action::Select(Selection::of(&"before".into(), target)));
    desk.command(Command::Delete);
    assert_eq!(desk.question(), "");
    assert!(
        desk.notice()
            .starts_with("A phase keeps at least one moment")
    );
}

#[test]
fn many_places_stand_behind_one_more_answer() {
    let mut desk = Desk::of_service();
    for _ in 0..8 {
        desk.run(Action::Command(Command::AddLane));
        desk.run(Action::CancelTitle);
    }
    let answers = ask_to_delete(&mut desk, Key::Lane("agent".into()));
    assert_eq!(answers[5], "Move to another lane…");
    desk.run(Action::Answer(5));
    let more = desk.session.question().unwrap();
    assert_eq!(more.answers.len(), 8, "{more:?}");
    assert!(more.is_grave());
    desk.run(Action::Vacate(Key::Lane("agent".into()), Refuge::Tray));
    assert_eq!(desk.session.tray(&"before".into()).len(), 3);
}
