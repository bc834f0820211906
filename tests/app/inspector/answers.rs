//! What is true of AI in the world is said in the touchpoint's groups, and in records of its own.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use frontstage::{
    edit::Edit,
    model::{self, AiUseId, Status, StepId, Told},
    session::{Action, Command, Selection, Target},
};

use super::{
    AFTER, ASSISTANT, World,
    adding::{BEFORE, at},
    click, pick, refund, retype, show,
};

fn use_of(world: &World, id: &str) -> model::AiUse {
    let uses = &world.session.blueprint().ai_uses;
    (*uses[&AiUseId::new(id)]).clone()
}

#[test]
fn a_use_is_one_for_all_variants_and_begins_with_the_step() {
    let (mut harness, id) = at(BEFORE, "Opens chat");
    harness
        .state_mut()
        .session
        .run(Action::Command(Command::MakeAi));
    harness.run();
    assert_eq!(use_of(harness.state(), id.as_str()).status, Status::Idea);
    retype(&mut harness, "Business owner", "Head of chat");
    harness.key_press(Key::Enter);
    harness.run();
    pick(&mut harness, "Status", "Assessed");
    let of = use_of(harness.state(), id.as_str());
    assert_eq!((&*of.owner, of.status), ("Head of chat", Status::Assessed));
    // It stays when the step goes: what is known of it is known.
    let world = harness.state_mut();
    world.session.run(Action::Command(Command::Delete));
    assert_eq!(use_of(world, id.as_str()).owner, "Head of chat");
}

#[test]
fn a_touchpoint_of_which_nobody_said_anything_can_be_said_something_of() {
    let mut blueprint = refund();
    blueprint.ai_uses = model::Records::new();
    blueprint.rules = model::Records::new();
    blueprint.monitors = model::Records::new();
    let mut world = World::of(blueprint);
    let there = Selection::step(&AFTER.into(), &ASSISTANT.into());
    world.session.run(Action::Select(there));
    let mut harness = show(world);
    retype(&mut harness, "Business owner", "Head of support");
    harness.key_press(Key::Enter);
    harness.run();
    let of = use_of(harness.state(), ASSISTANT);
    assert_eq!(of.owner, "Head of support");
    assert_eq!(of.name, "Answers the refund question");
}

#[test]
fn rules_are_added_taken_off_and_made() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    click(&mut harness, "Jump to Data, rules, monitors, incidents");
    let held = use_of(harness.state(), ASSISTANT).rules;
    click(&mut harness, "Remove EU AI Act, article 50");
    assert_eq!(use_of(harness.state(), ASSISTANT).rules, held[1..]);
    pick(
        &mut harness,
        "Add to rules that apply",
        "EU AI Act, article 50",
    );
    assert_eq!(use_of(harness.state(), ASSISTANT).rules.len(), held.len());
    pick(&mut harness, "Add to rules that apply", "Add a rule");
    retype(&mut harness, "Name of the new rule", "House rule 9");
    harness.key_press(Key::Enter);
    harness.run();
    let world = harness.state();
    let rules = &world.session.blueprint().rules;
    let named = use_of(world, ASSISTANT).rules;
    let made = &rules[named.last().expect("it was added")];
    assert_eq!(made.name, "House rule 9");
}

#[test]
fn an_incident_of_a_use_is_made_where_it_is_told() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    click(&mut harness, "Jump to Data, rules, monitors, incidents");
    click(&mut harness, "Add an incident");
    let world = harness.state();
    let target = world.session.selection().target.clone();
    let Target::Record(model::Key::Incident(id)) = target else {
        panic!("the incident is selected");
    };
    let incident = &world.session.blueprint().incidents[&id];
    assert_eq!(incident.r#use, Some(AiUseId::new(ASSISTANT)));
    harness.get_by_label("What happened");
}

#[test]
fn where_a_customer_is_told_is_asked_once_they_are() {
    let told = |world: &World| {
        let ai = world.step(AFTER, ASSISTANT).ai.as_deref();
        ai.and_then(|ai| ai.told.clone())
    };
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    click(&mut harness, "Jump to Who it serves");
    let label = "Customer is told it is AI";
    pick(&mut harness, label, "It is obvious");
    retype(&mut harness, "Why it is obvious", "It is called a robot");
    harness.key_press(Key::Enter);
    harness.run();
    let obvious = Told::Obvious("It is called a robot".to_owned());
    assert_eq!(told(harness.state()), Some(obvious));
    assert!(harness.query_by_label("Told at").is_none());
    pick(&mut harness, label, "Yes");
    click(&mut harness, "Told at");
    // The list is long: what is looked for narrows it.
    harness.event(egui::Event::Text("Reads the".to_owned()));
    harness.run();
    click(&mut harness, "Reads the answer");
    let at = told(harness.state());
    let at = at.as_ref().and_then(|told| match told {
        Told::At(step) => step.clone(),
        _ => None,
    });
    let step: StepId = at.expect("a step");
    assert_eq!(
        harness.state().step(AFTER, step.as_str()).title,
        "Reads the answer"
    );
    pick(&mut harness, label, "Not known");
    assert_eq!(told(harness.state()), None);
}

#[test]
fn a_variant_asks_why_it_leaves_a_pain_and_drops_a_control() {
    let mut blueprint = refund();
    let before = std::sync::Arc::make_mut(&mut blueprint.variants[0]);
    let control = model::Control {
        id: "four".into(),
        name: "Four eyes".to_owned(),
        ..model::Control::default()
    };
    let first = before.steps.keys().next().expect("a step").clone();
    let step = before.steps.get_mut(&first).expect("a step");
    std::sync::Arc::make_mut(step).controls.push(control);
    let pain = model::Pain {
        id: "slow".into(),
        text: "Slow at night".to_owned(),
        ..model::Pain::default()
    };
    std::sync::Arc::make_mut(step).pains.push(pain);
    let mut world = World::of(blueprint);
    let variant = Target::Record(model::Key::Variant(AFTER.into()));
    let selection = Selection::of(&AFTER.into(), variant);
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    retype(&mut harness, "Why “Slow at night” stays", "Nobody at night");
    retype(
        &mut harness,
        "Why the control “Four eyes” is dropped",
        "Small sums",
    );
    retype(
        &mut harness,
        "Who agreed that “Four eyes” is dropped",
        "Risk",
    );
    harness.key_press(Key::Enter);
    harness.run();
    let after = harness.state().session.blueprint().variants[1].clone();
    assert_eq!(after.left_pains[&"slow".into()].why, "Nobody at night");
    let dropped = &after.dropped_controls[&"four".into()];
    assert_eq!((&*dropped.why, &*dropped.agreed_by), ("Small sums", "Risk"));
    // Without a word there is no entry.
    retype(&mut harness, "Why “Slow at night” stays", "");
    harness.key_press(Key::Enter);
    harness.run();
    let after = &harness.state().session.blueprint().variants[1];
    assert!(after.left_pains.is_empty());
}

#[test]
fn what_an_older_file_said_differently_is_shown_and_settled() {
    let mut blueprint = refund();
    let of = blueprint.ai_uses.get_mut(&AiUseId::new(ASSISTANT));
    let of = std::sync::Arc::make_mut(of.expect("there is one"));
    let said = ron::value::RawValue::from_ron("(owner: \"Ben\")").expect("a value");
    of.ext
        .insert(format!("{}after", model::SAID_IN_FORMAT_1), said.to_owned());
    let mut world = World::of(blueprint);
    let target = Target::Record(model::Key::AiUse(AiUseId::new(ASSISTANT)));
    let selection = Selection::of(&AFTER.into(), target);
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    harness.get_by_label("(owner: \"Ben\")");
    click(&mut harness, "Delete what was said in After");
    assert!(use_of(harness.state(), ASSISTANT).ext.is_empty());
    assert_eq!(harness.state().session.blueprint().problems(), []);
}

#[test]
fn a_copy_of_a_touchpoint_is_another_use_that_nobody_approved() {
    let mut world = World::at_step(AFTER, ASSISTANT);
    world.session.run(Action::Command(Command::Duplicate));
    let copy = world.session.selection().lead().expect("the copy").clone();
    assert_ne!(copy.as_str(), ASSISTANT);
    let (old, new) = (use_of(&world, ASSISTANT), use_of(&world, copy.as_str()));
    assert_eq!(
        (&new.owner, &new.data, &new.rules),
        (&old.owner, &old.data, &old.rules)
    );
    assert_eq!((old.status, new.status), (Status::Pilot, Status::Idea));
    assert_eq!(new.next_review, None);
    // The first is as it was, and a rule of both is one.
    assert_eq!(world.session.blueprint().rules.len(), refund().rules.len());
    world
        .session
        .run(Action::Edit(Edit::Delete(model::Key::AiUse(AiUseId::new(
            copy.as_str(),
        )))));
    assert_eq!(use_of(&world, ASSISTANT), old);
}
