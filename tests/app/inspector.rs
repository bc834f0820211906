//! The inspector, operated as a person would: typing, leaving a field, selecting something else.
//!
//! Without a graphics card: the harness reads and drives the accessibility tree.

use std::sync::Arc;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use frontstage::{
    app::{
        inspector::{InspectorState, commit_drafts, inspector_ui, open_draft},
        look,
    },
    format,
    model::{
        self, AiSystem, Blueprint, Connector, Fields, Ids, Lane, Pain, Phase, Role as Work, Share,
        Step, StepId, Time, Touchpoint, Variant, VariantId, Written,
    },
    scene::{TextMeasure, WireId},
    session::{Action, Command, Selection, Session, Target},
};

mod adding;
mod answers;
mod lists;

/// A session and the inspector beside it.
struct World {
    session: Session,
    state: InspectorState,
}

impl World {
    fn of(blueprint: Blueprint) -> Self {
        let text = Arc::new(TextMeasure::default());
        Self {
            session: Session::new(blueprint, None, Ids::from_seed(1), text),
            state: InspectorState::new(Ids::from_seed(2)),
        }
    }

    /// The refund example, with a step selected.
    fn at_step(variant: &str, step: &str) -> Self {
        let mut world = Self::of(refund());
        let selection = Selection::step(&variant.into(), &step.into());
        world.session.run(Action::Select(selection));
        world
    }

    fn step(&self, variant: &str, step: &str) -> &Step {
        let step = self.session.blueprint().step(&variant.into(), &step.into());
        step.expect("the step is there")
    }

    /// How many steps the history has.
    fn done(&self) -> usize {
        self.session.history().labels().1
    }
}

fn refund() -> Blueprint {
    let text = include_str!("../../blueprints/refund-status.blueprint.ron");
    let reading = format::read(text.as_bytes()).expect("the example opens");
    reading.blueprint
}

/// Width of the panel.
const WIDTH: f32 = frontstage::scene::size::INSPECTOR;

const AFTER: &str = "after";
const ASSISTANT: &str = "assistant-answers";

/// Shows the inspector so tall that nothing needs scrolling.
fn show<'a>(world: World) -> Harness<'a, World> {
    let mut harness = Harness::builder()
        .with_size([WIDTH, 6000.0])
        .with_context_setup(look::install)
        .build_ui_state(
            |ui, world: &mut World| {
                let mut actions = Vec::new();
                inspector_ui(ui, &world.session, &mut world.state, &mut actions);
                for action in actions {
                    world.session.run(action);
                }
            },
            world,
        );
    harness.run();
    harness
}

fn field<'h>(harness: &'h Harness<'_, World>, label: &'h str) -> Node<'h> {
    harness.get_by_label(label)
}

/// Goes into a field and types over what it holds.
fn retype(harness: &mut Harness<'_, World>, label: &str, text: &str) {
    field(harness, label).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.key_press(Key::Backspace);
    harness.run();
    if !text.is_empty() {
        field(harness, label).type_text(text);
    }
    harness.run();
}

fn click(harness: &mut Harness<'_, World>, label: &str) {
    field(harness, label).click();
    harness.run();
    harness.run();
}

/// Opens a pick list and picks.
fn pick(harness: &mut Harness<'_, World>, label: &str, choice: &str) {
    click(harness, label);
    let choice = harness.get_by_role_and_label(Role::Button, choice);
    choice.click();
    harness.run();
    harness.run();
}

fn select(harness: &mut Harness<'_, World>, selection: Selection) {
    harness.state_mut().session.run(Action::Select(selection));
    harness.run();
}

#[test]
fn enter_takes_over_as_one_step_of_the_history() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    retype(&mut harness, "Title", "Answers at once");
    assert_eq!(harness.state().done(), 0, "typing is not yet a change");
    harness.key_press(Key::Enter);
    harness.run();
    let world = harness.state();
    assert_eq!(world.step(AFTER, ASSISTANT).title, "Answers at once");
    assert_eq!(world.done(), 1);
    assert_eq!(open_draft(&world.state), None);
}

#[test]
fn tab_takes_over() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    retype(&mut harness, "Owner", "Head of Chat");
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(harness.state().step(AFTER, ASSISTANT).owner, "Head of Chat");
    assert_eq!(harness.state().done(), 1);
}

#[test]
fn esc_discards() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    let before = harness.state().step(AFTER, ASSISTANT).clone();
    for label in ["Title", "Description"] {
        retype(&mut harness, label, "No");
        harness.key_press(Key::Escape);
        harness.run();
    }
    let world = harness.state();
    assert_eq!(*world.step(AFTER, ASSISTANT), before);
    assert_eq!((world.done(), open_draft(&world.state)), (0, None));
    assert_eq!(field(&harness, "Title").value(), Some(before.title));
}

#[test]
fn what_was_typed_belongs_to_what_was_selected() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    retype(&mut harness, "Title", "Answers at once");
    select(
        &mut harness,
        Selection::of(&AFTER.into(), Target::Blueprint),
    );
    let world = harness.state();
    assert_eq!(world.step(AFTER, ASSISTANT).title, "Answers at once");
    assert_eq!(world.session.blueprint().title, refund().title);
}

#[test]
fn a_command_sees_what_is_being_typed() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    retype(&mut harness, "Title", "Answers at once");
    let open = open_draft(&harness.state().state);
    assert_eq!(
        open,
        Some(("Title".to_owned(), "Answers at once".to_owned()))
    );
    let World { session, state } = harness.state_mut();
    let mut actions = Vec::new();
    commit_drafts(state, session, &mut actions);
    actions.into_iter().for_each(|action| session.run(action));
    assert_eq!(
        harness.state().step(AFTER, ASSISTANT).title,
        "Answers at once"
    );
}

#[test]
fn what_cannot_be_read_stays_and_says_why() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    retype(&mut harness, "Work time", "a while");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(
        field(&harness, "Work time").value().as_deref(),
        Some("a while")
    );
    harness.get_by_label_contains("is no time");
    assert_eq!(harness.state().done(), 0);
    // It is still there after looking at something else, and can be mended.
    let blueprint = Selection::of(&AFTER.into(), Target::Blueprint);
    select(&mut harness, blueprint);
    select(
        &mut harness,
        Selection::step(&AFTER.into(), &ASSISTANT.into()),
    );
    assert_eq!(
        field(&harness, "Work time").value().as_deref(),
        Some("a while")
    );
    retype(&mut harness, "Work time", "1,5 min");
    harness.key_press(Key::Enter);
    harness.run();
    let wanted = Time::from_typed("90s").map(Written::Known).ok();
    assert_eq!(harness.state().step(AFTER, ASSISTANT).work, wanted);
    assert!(harness.query_by_label_contains("is no time").is_none());
}

#[test]
fn an_empty_field_means_not_known() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    for (text, share) in [
        ("40", Some(Share(0.4))),
        ("", None),
        ("0", Some(Share(0.0))),
    ] {
        retype(&mut harness, "Resolves without a person", text);
        harness.key_press(Key::Enter);
        harness.run();
        let ai = harness.state().step(AFTER, ASSISTANT).ai.as_deref();
        assert_eq!(ai.and_then(|ai| ai.resolves), share, "{text:?}");
    }
}

#[test]
fn pulling_the_slider_is_one_step_of_the_history() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    let slider = "Resolves without a person, slider";
    let rect = field(&harness, slider).rect();
    harness.drag_at(rect.center());
    harness.run();
    for x in [0.6, 0.7, 0.8, 2.0] {
        harness.hover_at(rect.lerp_inside(egui::vec2(x, 0.5)));
        harness.run();
    }
    assert_eq!(harness.state().done(), 0);
    harness.drop_at(rect.lerp_inside(egui::vec2(2.0, 0.5)));
    harness.run();
    harness.run();
    let ai = harness.state().step(AFTER, ASSISTANT).ai.as_deref();
    assert_eq!(ai.and_then(|ai| ai.resolves), Some(Share(1.0)));
    assert_eq!(harness.state().done(), 1);
}

#[test]
fn a_text_that_cannot_be_read_is_kept_as_written() {
    let mut blueprint = refund();
    let mut step = World::of(refund()).step(AFTER, ASSISTANT).clone();
    step.wait = Some(Written::Unread("a while".to_owned()));
    let after = Arc::make_mut(&mut blueprint.variants[1]);
    after.steps.insert(ASSISTANT.into(), Arc::new(step.clone()));
    let mut world = World::of(blueprint);
    let selection = Selection::step(&AFTER.into(), &ASSISTANT.into());
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    assert_eq!(field(&harness, "Wait").value().as_deref(), Some("a while"));
    harness.get_by_label_contains("Kept as written");
    field(&harness, "Wait").focus();
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(harness.state().step(AFTER, ASSISTANT).wait, step.wait);
}

#[test]
fn a_button_does_not_undo_what_was_typed_before_it() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    retype(&mut harness, "Title", "Answers at once");
    click(&mut harness, "Add a link");
    let step = harness.state().step(AFTER, ASSISTANT);
    assert_eq!(step.title, "Answers at once");
    assert_eq!(step.links.len(), 1);
    assert_eq!(harness.state().done(), 2);
    retype(&mut harness, "Address, link 1", "https://example.org");
    click(&mut harness, "Remove link 1");
    assert!(harness.state().step(AFTER, ASSISTANT).links.is_empty());
    assert_eq!(open_draft(&harness.state().state), None);
}

#[test]
fn choices_are_made_in_pick_lists() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    pick(&mut harness, "Kind", "Wait");
    pick(&mut harness, "Reversible", "No");
    let step = harness.state().step(AFTER, ASSISTANT);
    assert_eq!(step.kind, frontstage::model::StepKind::Wait);
    let reversible = |world: &World| {
        let uses = &world.session.blueprint().ai_uses;
        uses[&ASSISTANT.into()].reversible
    };
    assert_eq!(reversible(harness.state()), Some(false));
    pick(&mut harness, "Reversible", "Not known");
    assert_eq!(reversible(harness.state()), None);
}

#[test]
fn another_lane_moves_the_step_and_none_puts_it_in_the_tray() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    pick(&mut harness, "Lane", "Agent");
    let step = harness.state().step(AFTER, ASSISTANT);
    assert_eq!(
        step.lane.as_ref().map(frontstage::model::Id::as_str),
        Some("agent")
    );
    pick(&mut harness, "Lane", "None: in the tray");
    assert_eq!(harness.state().step(AFTER, ASSISTANT).cell(), None);
    let blueprint = Selection::of(&AFTER.into(), Target::Blueprint);
    select(&mut harness, blueprint);
    let title = harness.state().step(AFTER, ASSISTANT).title.clone();
    // Its AI use is called as it is, and stands below.
    let go = format!("Go to {title}");
    let in_tray = harness.query_all_by_label(&go).next();
    in_tray.expect("in the tray").click();
    harness.run();
    assert_eq!(
        *harness.state().session.selection(),
        Selection::step(&AFTER.into(), &ASSISTANT.into())
    );
}

/// A step that stands in the first and the second variant.
fn shared_step() -> StepId {
    let blueprint = refund();
    let (before, after) = (&blueprint.variants[0], &blueprint.variants[1]);
    let mut shared = before
        .steps
        .keys()
        .filter(|id| after.steps.contains_key(*id));
    shared.next().expect("a step carried over").clone()
}

#[test]
fn a_change_can_go_to_the_same_step_of_every_variant() {
    let id = shared_step();
    let mut harness = show(World::at_step(AFTER, id.as_str()));
    retype(&mut harness, "Channel", "Letter");
    click(&mut harness, "Also in the other variants");
    assert_ne!(
        harness.state().step("before", id.as_str()).channel,
        "Letter"
    );
    let done = harness.state().done();
    retype(&mut harness, "Owner", "Head of Post");
    click(&mut harness, "Add a link");
    let world = harness.state();
    for variant in &world.session.blueprint().variants {
        if let Some(step) = variant.steps.get(&id) {
            assert_eq!(step.owner, "Head of Post", "{}", variant.name);
            assert_eq!(step.links.len(), 1, "{}", variant.name);
        }
    }
    assert_eq!(world.done(), done + 2);
}

#[test]
fn several_steps_get_the_same_value_in_one_step_of_the_history() {
    let mut world = World::of(refund());
    let after: VariantId = AFTER.into();
    let (_, variant) = world.session.blueprint().variant(&after).expect("After");
    let ids: Vec<StepId> = variant.steps.keys().take(3).cloned().collect();
    let selection = Selection::items(&after, ids.clone(), []);
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    harness.get_by_label("3 steps");
    check_inside(&harness);
    retype(&mut harness, "Channel", "Letter");
    harness.key_press(Key::Enter);
    harness.run();
    click(&mut harness, "Idea");
    let world = harness.state();
    for id in &ids {
        let step = world.step(AFTER, id.as_str());
        assert_eq!(step.channel, "Letter");
        assert!(step.markers.contains(&frontstage::model::Marker::Idea));
    }
    assert_eq!(world.done(), 2);
}

#[test]
fn a_removed_step_is_asked_why() {
    let blueprint = refund();
    let (before, after) = (&blueprint.variants[0], &blueprint.variants[1]);
    let mut gone = before
        .steps
        .keys()
        .filter(|id| !after.steps.contains_key(*id));
    let gone = gone.next().expect("a removed step").clone();
    let mut harness = show(World::at_step("before", gone.as_str()));
    retype(&mut harness, "Why it is removed", "The assistant does it");
    harness.key_press(Key::Tab);
    harness.run();
    let blueprint = harness.state().session.blueprint();
    let removed = &blueprint.variants[1].removed[&gone];
    assert_eq!(removed.why, "The assistant does it");
}

#[test]
fn what_is_read_only_says_why_and_changes_nothing() {
    let mut world = World::at_step(AFTER, ASSISTANT);
    let why = "it was written by a newer version";
    world.session.set_read_only(Some(why.to_owned()));
    let before = Arc::clone(world.session.blueprint());
    let mut harness = show(world);
    harness.get_by_label_contains(why);
    assert!(field(&harness, "Title").accesskit_node().is_disabled());
    retype(&mut harness, "Title", "No");
    harness.key_press(Key::Enter);
    harness.run();
    assert!(Arc::ptr_eq(&before, harness.state().session.blueprint()));
}

#[test]
fn text_fields_are_text_inputs_under_their_label() {
    let harness = show(World::at_step(AFTER, ASSISTANT));
    for label in ["Title", "Work time", "Wait", "Resolves without a person"] {
        harness.get_by_role_and_label(Role::TextInput, label);
    }
    for label in ["Lane", "Moment", "Kind", "Split", "Autonomy"] {
        harness.get_by_role_and_label(Role::ComboBox, label);
    }
}

/// Proves that each field of a table can be found by its label when `target` is selected.
fn check_reachable<T: Fields>(target: Target, other_labels: &[(&str, &str)]) {
    let mut world = World::of(refund());
    world.state.unfold_all();
    let selection = Selection::of(&AFTER.into(), target);
    world.session.run(Action::Select(selection));
    let harness = show(world);
    for field in T::FIELDS {
        let other = other_labels.iter().find(|(name, _)| *name == field.name);
        let label = other.map_or(field.label, |(_, label)| label);
        let found = harness.query_all_by_label(label).count();
        assert!(found > 0, "nothing is called {label:?}");
    }
    check_inside(&harness);
}

/// Proves that nothing stands out of the panel at the right.
fn check_inside(harness: &Harness<'_, World>) {
    for node in harness.root().children_recursive() {
        if node.accesskit_node().bounding_box().is_some() {
            let right = node.rect().right();
            assert!(right <= WIDTH + 0.5, "{right}: {node:?}");
        }
    }
}

fn step_target(id: &str) -> Target {
    Selection::step(&AFTER.into(), &id.into()).target
}

#[test]
fn every_field_of_every_record_is_reachable() {
    let step = step_target(ASSISTANT);
    // A figure's basis stands beside the figure.
    // The place in a cell is changed by moving the card, and is no field.
    // Whose queue it is, is asked of waits, and whether AI could do it where it does not.
    let apart = [
        ("basis", "Basis of Work time"),
        ("rank", "Moment"),
        ("queue_of", "Wait"),
        ("opportunity", "AI touchpoint"),
    ];
    check_reachable::<Step>(step.clone(), &apart);
    check_reachable::<Touchpoint>(step, &[]);
    let blueprint = refund();
    let after = &blueprint.variants[1];
    let connector = after.connectors.keys().next().expect("a connector").clone();
    let wire = Selection::wire(&AFTER.into(), &WireId::Connector(connector));
    check_reachable::<Connector>(wire.target, &[("basis", "Share of cases")]);
    check_reachable::<Lane>(Target::Record(model::Key::Lane("agent".into())), &[]);
    check_reachable::<Phase>(Target::Record(model::Key::Phase("ask".into())), &[]);
    let basis = [("basis", "Basis of People")];
    check_reachable::<Work>(Target::Record(model::Key::Role("agent".into())), &basis);
    let system = Target::Record(model::Key::AiSystem("answer-assistant".into()));
    let parts = [("data", "Data"), ("validated", "Validated on")];
    check_reachable::<AiSystem>(system, &parts);
    let of = Target::Record(model::Key::AiUse(ASSISTANT.into()));
    check_reachable::<model::AiUse>(of, &[]);
    let kinds = [
        (model::Kind::Measure, "repeat-inquiries-within"),
        (model::Kind::Monitor, "repeat-inquiries-within"),
        (model::Kind::Rule, "eu-ai-act"),
    ];
    let targets = kinds.map(|(kind, id)| Target::Record(kind.key(id)));
    let [measure, monitor, rule] = targets;
    check_reachable::<model::Measure>(measure, &[]);
    check_reachable::<model::Monitor>(monitor, &[]);
    check_reachable::<model::Rule>(rule, &[]);
    let basis = [("basis", "Basis of Build cost")];
    let variant = Target::Record(model::Key::Variant(AFTER.into()));
    check_reachable::<Variant>(variant, &basis);
}

#[test]
fn everything_that_can_be_selected_has_its_fields() {
    let hand_over = WireId::HandOver(ASSISTANT.into());
    let cases = [
        (Target::Blueprint, "Scenario"),
        (Target::Record(model::Key::Moment("a2".into())), "Name"),
        (
            Target::Cell {
                lane: "desk".into(),
                moment: "w2".into(),
            },
            Command::NewStep.info().name,
        ),
        (
            Selection::wire(&AFTER.into(), &hand_over).target,
            "Confidence below",
        ),
    ];
    for (target, label) in cases {
        let mut world = World::of(refund());
        let selection = Selection::of(&AFTER.into(), target);
        world.session.run(Action::Select(selection));
        show(world).get_by_label(label);
    }
}

#[test]
fn of_very_many_pains_the_first_are_shown_and_more_when_asked_for() {
    let mut blueprint = refund();
    let (variant, id) = (VariantId::from(AFTER), StepId::from(ASSISTANT));
    let held = blueprint.variants.iter_mut().find(|v| v.id == variant);
    let held = Arc::make_mut(held.expect("the variant"));
    let step = Arc::make_mut(held.steps.get_mut(&id).expect("the step"));
    let pain = |number: usize| Pain {
        id: format!("pain-{number}").as_str().into(),
        text: "It hurts".to_owned(),
        ..Pain::default()
    };
    step.pains = (0..20_000).map(pain).collect();
    let mut world = World::of(blueprint);
    let selection = Selection::step(&variant, &id);
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    let shown = |harness: &Harness<'_, World>| {
        let buttons = harness.query_all_by_label_contains("Remove pain ");
        buttons.count()
    };
    assert_eq!(shown(&harness), 50);
    harness
        .get_by_label("… and 19950 more: show 50")
        .click_accesskit();
    harness.run();
    assert_eq!(shown(&harness), 100);
}
