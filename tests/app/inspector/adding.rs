//! What is added gets the keyboard and is picked where it was asked for; what a title and a worker say of time; what a
//! field suggests; the index of an AI touchpoint.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use frontstage::{
    model::{self, Control, Step, Written},
    session::{Action, Asked, Command, Selection},
};

use super::{AFTER, ASSISTANT, World, click, field, pick, retype, show};

pub(super) const BEFORE: &str = "before";

fn has_focus(harness: &Harness<'_, World>, label: &str) -> bool {
    field(harness, label).is_focused()
}

/// The id of a step of a variant by the beginning of its title.
fn id_of(world: &World, variant: &str, title: &str) -> String {
    let (_, held) = world.session.blueprint().variant(&variant.into()).unwrap();
    let mut steps = held.steps.iter();
    let found = steps.find(|(_, step)| step.title.starts_with(title));
    found.expect("such a step").0.to_string()
}

pub(super) fn at(variant: &str, title: &str) -> (Harness<'static, World>, String) {
    let id = id_of(&World::of(super::refund()), variant, title);
    (show(World::at_step(variant, &id)), id)
}

fn press(harness: &mut Harness<'_, World>, key: Key) {
    harness.key_press(key);
    harness.run();
    harness.run();
}

#[test]
fn a_time_typed_behind_the_title_is_a_time() {
    let (mut harness, id) = at(BEFORE, "Opens chat");
    retype(&mut harness, "Title", "Opens the chat 1m10 !slow");
    harness.get_by_label("Taken from the title: 1m 10s · 1 pain");
    press(&mut harness, Key::Enter);
    let step = harness.state().step(BEFORE, &id);
    assert_eq!(step.title, "Opens the chat");
    assert_eq!(step.work, Some(Written::read("1m 10s")));
    assert_eq!(step.pains.last().unwrap().text, "slow");
    assert_eq!(harness.state().done(), 1);
}

#[test]
fn the_first_worker_takes_over_the_time_and_the_last_gives_it_back() {
    let (mut harness, id) = at(BEFORE, "Opens chat");
    let first: Step = harness.state().step(BEFORE, &id).clone();
    click(&mut harness, "Add a worker");
    assert!(has_focus(&harness, "Role, worker 1"));
    let step = harness.state().step(BEFORE, &id);
    assert_eq!(step.workers[0].work, first.work);
    assert_eq!(step.work, None);
    click(&mut harness, "Remove worker 1");
    assert_eq!(*harness.state().step(BEFORE, &id), first);
}

#[test]
fn a_role_is_made_where_it_is_picked() {
    let (mut harness, id) = at(BEFORE, "Opens chat");
    click(&mut harness, "Add a worker");
    pick(&mut harness, "Role, worker 1", "Add a role");
    assert!(has_focus(&harness, "Name of the new role"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    field(&harness, "Name of the new role").type_text("Night desk");
    harness.run();
    press(&mut harness, Key::Enter);
    let world = harness.state();
    let role = world.session.blueprint().roles.last().unwrap();
    assert_eq!(role.name, "Night desk");
    assert_eq!(world.step(BEFORE, &id).workers[0].role, role.id);
}

#[test]
fn a_step_that_is_made_where_it_is_picked_waits_in_the_tray() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    click(&mut harness, "Hands over to");
    // The list is long: what is looked for narrows it, and the last line stays.
    harness.event(egui::Event::Text("no such step".to_owned()));
    harness.run();
    click(&mut harness, "Add a step, in the tray");
    assert!(has_focus(&harness, "Title of the new step"));
    let world = harness.state();
    let hand_over = world.step(AFTER, ASSISTANT).hand_over().unwrap();
    let made = world.step(AFTER, hand_over.to.as_ref().unwrap().as_str());
    assert_eq!((&*made.title, made.cell()), ("New step", None));
    assert_eq!(world.done(), 1);
}

#[test]
fn an_item_that_is_added_gets_the_keyboard() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    let pains = harness.state().step(AFTER, ASSISTANT).pains.len();
    click(&mut harness, "Add a pain");
    assert!(has_focus(
        &harness,
        &format!("What hurts, pain {}", pains + 1)
    ));
    click(&mut harness, "Jump to Data, rules, monitors, incidents");
    click(&mut harness, "Add data used");
    let uses = &harness.state().session.blueprint().ai_uses;
    let data = &uses[&ASSISTANT.into()].data;
    assert!(has_focus(
        &harness,
        &format!("Which data, data {}", data.len())
    ));
}

#[test]
fn a_field_suggests_what_stands_in_the_document_and_is_in_nobodys_way() {
    let (mut harness, id) = at(BEFORE, "Opens chat");
    retype(&mut harness, "Channel", "app");
    harness.get_by_label("App chat");
    press(&mut harness, Key::Enter);
    assert_eq!(
        harness.state().step(BEFORE, &id).channel,
        "app",
        "as it was typed"
    );
    retype(&mut harness, "Channel", "app");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert!(has_focus(&harness, "Channel"));
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().step(BEFORE, &id).channel, "App chat");
    // Of several names the one that is typed is completed.
    retype(&mut harness, "Systems", "Ours, order l");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Enter);
    assert_eq!(
        harness.state().step(BEFORE, &id).systems,
        ["Ours", "Order ledger"]
    );
}

#[test]
fn the_index_leads_to_a_group_by_click_and_by_key() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    assert!(harness.query_by_label("Reviewer").is_none());
    click(&mut harness, "Jump to Oversight");
    harness.get_by_label("Reviewer");
    assert!(has_focus(&harness, "Oversight"));
    harness.key_press_modifiers(Modifiers::ALT, Key::Num8);
    harness.run();
    harness.run();
    assert!(has_focus(&harness, "Evidence and notes"));
    let (harness, _) = at(BEFORE, "Opens chat");
    assert!(harness.query_by_label("Jump to Oversight").is_none());
}

#[test]
fn a_new_touchpoint_asks_for_its_task_and_a_new_role_for_its_name() {
    let (mut harness, _) = at(BEFORE, "Opens chat");
    let world = harness.state_mut();
    world.session.run(Action::Command(Command::MakeAi));
    world.state.ask(Asked::Task);
    harness.run();
    harness.run();
    assert!(has_focus(&harness, "Task"));
    let world = harness.state_mut();
    world.session.run(Action::Command(Command::AddRole));
    let role = world.session.blueprint().roles.last().unwrap().id.clone();
    world.state.ask(Asked::Name(model::Key::Role(role)));
    harness.run();
    harness.run();
    assert!(has_focus(&harness, "Name"));
}

#[test]
fn a_pain_that_a_step_answers_is_made_where_it_hurts() {
    let id = id_of(&World::of(super::refund()), AFTER, "Reads the answer");
    let mut harness = show(World::at_step(AFTER, &id));
    let pains = harness.state().step(BEFORE, &id).pains.len();
    let title = &harness.state().step(BEFORE, &id).title;
    let add = format!("Add a pain to “{title}” in Before");
    pick(&mut harness, "Pains it answers", &add);
    assert!(has_focus(&harness, "Text of the new pain"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    field(&harness, "Text of the new pain").type_text("Too many topics");
    harness.run();
    press(&mut harness, Key::Enter);
    let world = harness.state();
    let hurt = world.step(BEFORE, &id);
    assert_eq!(hurt.pains.len(), pains + 1);
    let pain = hurt.pains.last().unwrap();
    assert_eq!(pain.text, "Too many topics");
    assert_eq!(world.step(AFTER, &id).answers.last(), Some(&pain.id));
    // A step that was not there before has nowhere to put one.
    let mut harness = show(World::at_step(BEFORE, &id));
    click(&mut harness, "Pains it answers");
    assert!(harness.query_by_label(&add).is_none());
}

#[test]
fn a_step_that_takes_over_a_control_is_made_where_it_is_picked() {
    let mut blueprint = super::refund();
    let (before, after) = (&blueprint.variants[0], &blueprint.variants[1]);
    let mut gone = before.steps.keys();
    let gone = gone.find(|id| !after.steps.contains_key(*id));
    let gone = gone.expect("a removed step").clone();
    let step = Arc::make_mut(&mut blueprint.variants[0])
        .steps
        .get_mut(&gone);
    Arc::make_mut(step.unwrap()).controls = vec![Control {
        id: "seen-twice".into(),
        name: "Two people look".to_owned(),
        ..Control::default()
    }];
    let mut world = World::of(blueprint);
    let step = Selection::step(&BEFORE.into(), &gone);
    world.session.run(Action::Select(step));
    let mut harness = show(world);
    click(&mut harness, "Goes to, control 1");
    harness.event(egui::Event::Text("no such step".to_owned()));
    harness.run();
    click(&mut harness, "Add a step, in the tray");
    assert!(has_focus(&harness, "Title of the new step"));
    let after = &harness.state().session.blueprint().variants[1];
    let mut steps = after.steps.values();
    let made = steps.find(|step| step.title == "New step").unwrap();
    assert_eq!(made.controls[0].called(), "Two people look");
    assert_eq!(made.cell(), None);
}
