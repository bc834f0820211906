//! Figures of edits: layout, one edit with its undo, and comparing. No window.

mod figures;
mod generated;

use std::{fmt::Write as _, hint::black_box, sync::Arc};

use figures::Figures;
use frontstage::{
    edit::Edit,
    model::{Blueprint, Connector, ConnectorId, Ids, Key, Step, StepId, VariantId},
    patch,
    scene::{Scene, Show, TextMeasure},
    session::{
        Action, Command, Selection, Session,
        capture::paste::{Destination, Pasted},
    },
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let figures = Figures::new();
    for (group, moments) in [("1k-steps", 125), ("10k-steps", 1250)] {
        let blueprint = generated::blueprint(moments);
        scenes(&figures, group, &blueprint);
        session(&figures, group, &blueprint, moments);
        lists(&figures, group, &blueprint, moments);
    }
    for rows in [390, 3900] {
        table(&figures, rows);
    }
    figures.against_base("pasted/table-3900-rows", "pasted/table-390-rows", 12.0);
    figures.against_aim("10k-steps/scene-build", 1000.0);
    figures.against_aim("10k-steps/scene-update", 8.0);
    for edit in [
        "rename",
        "connect",
        "move",
        "move-in-compare",
        "move-in-overlay",
    ] {
        let name = format!("10k-steps/{edit}-and-undo");
        figures.against_aim(&name, 8.0);
        figures.against_base(&name, &format!("1k-steps/{edit}-and-undo"), 1.0);
    }
    figures.against_base(
        "10k-steps/move-1000-and-undo",
        "10k-steps/move-and-undo",
        10.0,
    );
    figures.against_aim("10k-steps/diff-variants", 50.0);
    for what in [
        "put-steps",
        "answer",
        "place",
        "connect",
        "delete",
        "mixed",
        "unlike",
    ] {
        let [few, many] = ["1k-steps/all-1000", "10k-steps/all-10000"];
        figures.against_base(&format!("{many}-{what}"), &format!("{few}-{what}"), 12.0);
    }
    figures.finish();
}

/// A step in the middle of Before, renamed.
fn renamed(blueprint: &Blueprint, moments: usize) -> (VariantId, StepId, Step) {
    let variant: VariantId = "before".into();
    let id: StepId = format!("step-{:04}-4", moments / 2).as_str().into();
    let step = blueprint.step(&variant, &id).expect("the step is there");
    let mut step = (**step).clone();
    step.title.push_str(", and says so");
    (variant, id, step)
}

fn scenes(figures: &Figures, group: &str, blueprint: &Blueprint) {
    let text = TextMeasure::default();
    let show = Show::One("before".into()).into();
    figures.bench(group, "scene-build", || {
        Scene::build(black_box(blueprint), &show, &text)
    });
    let compare = Show::Compare("before".into(), "after".into()).into();
    figures.bench(group, "scene-build-compare", || {
        Scene::build(black_box(blueprint), &compare, &text)
    });
    let (variant, id, step) = renamed(blueprint, blueprint.moments().count());
    let mut new = blueprint.clone();
    let edit = Edit::PutStep {
        variant,
        id,
        step: Box::new(step),
    };
    edit.apply(&mut new).expect("a step can be renamed");
    let mut scene = Scene::build(blueprint, &show, &text);
    let mut sides = [blueprint, &new];
    figures.bench(group, "scene-update", || {
        scene.update(sides[1], &text);
        sides.reverse();
    });
    figures.bench(group, "diff-variants", || {
        patch::diff_variants(black_box(blueprint), &"before".into(), &"after".into())
    });
}

fn session(figures: &Figures, group: &str, blueprint: &Blueprint, moments: usize) {
    let text = Arc::new(TextMeasure::default());
    let ids = Ids::from_seed(1);
    let mut session = Session::new(blueprint.clone(), None, ids, text);
    let (variant, id, step) = renamed(blueprint, moments);
    let selection = Selection::step(&variant, &id);
    let bench = |session: &mut Session, name: &str, edit: &Edit| {
        figures.bench(group, &format!("{name}-and-undo"), || {
            session.run(Action::EditThen(edit.clone(), selection.clone()));
            session.run(Action::Command(Command::Undo));
            session.take_effects()
        });
        assert_eq!(**session.blueprint(), *blueprint, "undone");
    };
    // Every cell is taken: a moved step makes a new row, and all below it moves down.
    let place = |column: usize| Edit::PlaceSteps {
        variant: variant.clone(),
        steps: vec![format!("step-{column:04}-4").as_str().into()],
        lane: "lane-5".into(),
        moment: format!("m-{column:04}").as_str().into(),
        at: None,
    };
    let connect = Edit::PutConnector {
        variant: variant.clone(),
        id: "c-new".into(),
        connector: Connector {
            from: id.clone(),
            to: format!("step-{:04}-1", moments / 2 + 1).as_str().into(),
            ..Connector::default()
        },
    };
    let rename = Edit::PutStep {
        variant: variant.clone(),
        id: id.clone(),
        step: Box::new(step),
    };
    bench(&mut session, "rename", &rename);
    bench(&mut session, "connect", &connect);
    bench(&mut session, "move", &place(moments / 2));
    if moments >= 1000 {
        let many = Edit::All((0..1000).map(place).collect());
        bench(&mut session, "move-1000", &many);
    }
    let (before, after) = (VariantId::from("before"), VariantId::from("after"));
    session.run(Action::Show(Show::Compare(before.clone(), after.clone())));
    bench(&mut session, "move-in-compare", &place(moments / 2));
    session.run(Action::Show(Show::Overlay(before, after)));
    bench(&mut session, "move-in-overlay", &place(moments / 2));
}

/// A table whose rows name each their own person, control and moment, read, shown and taken over.
fn table(figures: &Figures, rows: usize) {
    let mut text = String::from("Phase\tWho\tStep\tControls\tMoment\n");
    for row in 0..rows {
        let phase = row / 40;
        let _ = writeln!(
            text,
            "Part {phase}\tPerson {row}\tDoes {row}\tControl {row}\tMoment {row}"
        );
    }
    let measure = Arc::new(TextMeasure::default());
    let blank = || {
        let blueprint = generated::blueprint(1);
        Session::new(blueprint, None, Ids::from_seed(1), Arc::clone(&measure))
    };
    let name = format!("table-{rows}-rows");
    figures.bench_after("pasted", &name, blank, |mut session| {
        let pasted = Pasted::read(&text, session.blueprint()).expect("a table");
        black_box(session.paste_preview(&pasted, Destination::InSequence));
        let pasted = Box::new(pasted);
        session.run(Action::PasteLines(pasted, Destination::InSequence));
        session
    });
}

/// As many edits as there are steps, as one.
fn lists(figures: &Figures, group: &str, blueprint: &Blueprint, moments: usize) {
    let variant: VariantId = "before".into();
    let steps: Vec<(StepId, Step)> = blueprint
        .variant(&variant)
        .into_iter()
        .flat_map(|(_, held)| held.steps.iter())
        .map(|(id, step)| (id.clone(), (**step).clone()))
        .collect();
    let count = steps.len();
    let put = |(id, step): &(StepId, Step), change: &dyn Fn(&mut Step)| {
        let mut step = step.clone();
        change(&mut step);
        Edit::PutStep {
            variant: variant.clone(),
            id: id.clone(),
            step: Box::new(step),
        }
    };
    // The pains of Before stay in After, in which no step answers them.
    let rename = |step: &(StepId, Step)| {
        put(step, &|step| {
            step.title.push('!');
            step.pains.clear();
        })
    };
    let answer = |number: usize| {
        let pain = format!("pain-{}", number / 17 * 17 + 3);
        put(&steps[number], &|step| {
            step.answers.push(pain.as_str().into());
        })
    };
    let place = |number: usize| Edit::PlaceSteps {
        variant: variant.clone(),
        steps: vec![steps[number].0.clone()],
        lane: "lane-5".into(),
        moment: format!("m-{:04}", (number * 7) % moments).as_str().into(),
        at: None,
    };
    let connect = |number: usize| Edit::PutConnector {
        variant: variant.clone(),
        id: format!("c-new-{number}").as_str().into(),
        connector: Connector {
            from: steps[number].0.clone(),
            to: steps[(number + count / 2) % count].0.clone(),
            ..Connector::default()
        },
    };
    let delete = |number: usize| Edit::DeleteSteps {
        variant: variant.clone(),
        steps: vec![steps[number].0.clone()],
    };
    let mixed = |number: usize| match number % 4 {
        0 => rename(&steps[number]),
        1 => place(number),
        2 => connect(number),
        _ => delete(number),
    };
    let connectors: Vec<ConnectorId> = blueprint
        .variant(&variant)
        .into_iter()
        .flat_map(|(_, held)| held.connectors.keys().cloned())
        .collect();
    // Kinds that nobody makes by the thousand, between those that somebody does.
    let unlike = |number: usize| match number % 5 {
        0 => place(number),
        1 => connect(number),
        2 => rename(&steps[number]),
        3 => Edit::DeleteConnectors {
            variant: variant.clone(),
            connectors: vec![connectors[number].clone()],
        },
        _ => Edit::Move {
            key: Key::Lane("lane-5".into()),
            to: number % 3,
        },
    };
    let all: [(&str, &dyn Fn(usize) -> Edit); 7] = [
        ("put-steps", &|number| rename(&steps[number])),
        ("answer", &|number| answer(number - number % 17)),
        ("place", &place),
        ("connect", &connect),
        ("delete", &delete),
        ("mixed", &mixed),
        ("unlike", &unlike),
    ];
    for (what, edit) in all {
        let edits = Edit::All((0..count).map(edit).collect());
        figures.bench(group, &format!("all-{count}-{what}"), || {
            let mut new = blueprint.clone();
            edits.apply(&mut new).expect("each is possible");
            patch::diff(blueprint, &new)
        });
    }
}
