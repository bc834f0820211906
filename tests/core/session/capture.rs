//! Capturing: where lines go, what waits in the tray, what pasted lines become.

use frontstage::{
    format,
    model::{Step, StepKind, Worker},
    session::{
        Action, Command, Effect, Selection, Target,
        capture::{
            Made, Pace,
            paste::{Destination, NamedBy, PasteError, Pasted},
        },
    },
    templates,
};

use crate::session::desk::Desk;

fn blank() -> Desk {
    Desk::new(
        format::read(templates::TEMPLATES[0].text.as_bytes())
            .unwrap()
            .blueprint,
    )
}

/// Each step as `lane moment: title`, by column and row.
fn places(desk: &Desk) -> Vec<String> {
    let blueprint = desk.session.blueprint();
    let mut steps: Vec<(usize, usize, String)> = desk
        .variant("before")
        .steps
        .values()
        .map(|step| {
            let lane = step.lane.as_ref().and_then(|lane| blueprint.lane(lane));
            let moment = step
                .moment
                .as_ref()
                .and_then(|moment| blueprint.moment(moment));
            let (row, lane) = lane.map_or((9, "tray"), |(row, lane)| (row, &*lane.name));
            let (column, phase) =
                moment.map_or((99, ""), |(column, phase, _)| (column, &*phase.name));
            (
                column,
                row,
                format!("{lane}, {phase} {}: {}", column + 1, step.title),
            )
        })
        .collect();
    steps.sort();
    steps.into_iter().map(|(.., words)| words).collect()
}

fn check_captured(lines: &[&str], expected: &[&str], joins: &[&str]) {
    let mut desk = blank();
    let first = desk.text();
    for line in lines {
        desk.run(Action::Capture((*line).to_owned(), Pace::On));
    }
    assert_eq!(places(&desk), expected);
    assert_eq!(desk.joins("before"), joins);
    assert_eq!(
        desk.session.history().labels().0.len(),
        lines.len(),
        "a line is one step back"
    );
    for _ in lines {
        desk.command(Command::Undo);
    }
    assert_eq!(desk.text(), first);
}

#[test]
fn a_moment_is_one_exchange() {
    check_captured(
        &[
            "cust: Calls",
            "front: Answers 20s",
            "back: Looks up",
            "front: Tells",
            "cust: Hears it",
            "cust: Pays",
        ],
        &[
            "Customer, Phase 1 1: Calls",
            "Frontstage, Phase 1 1: Answers",
            "Backstage, Phase 1 1: Looks up",
            "Customer, Phase 1 2: Hears it",
            "Frontstage, Phase 1 2: Tells",
            "Customer, Phase 1 3: Pays",
        ],
        &[
            "Answers > Looks up",
            "Calls > Answers",
            "Hears it > Pays",
            "Looks up > Tells",
            "Tells > Hears it",
        ],
    );
}

#[test]
fn signs_steer_where_a_line_goes() {
    check_captured(
        &[
            "# Ask",
            "Calls",
            "> front: Answers",
            "+ Notes it",
            "< Hangs up",
            "/ back: Cleans up",
            "# Settle",
            "cust: Pays",
        ],
        &[
            "Customer, Ask 1: Calls",
            "Frontstage, Ask 2: Answers",
            "Frontstage, Ask 2: Hangs up",
            "Frontstage, Ask 2: Notes it",
            "Backstage, Ask 2: Cleans up",
            "Customer, Settle 5: Pays",
        ],
        &[
            "Answers > Hangs up",
            "Answers > Notes it",
            "Calls > Answers",
            "Cleans up > Pays",
        ],
    );
}

#[test]
fn moments_are_made_as_they_are_needed() {
    let mut desk = blank();
    for number in 0..6 {
        desk.run(Action::Capture(format!("front: Asks {number}"), Pace::On));
    }
    assert_eq!(desk.session.blueprint().moments().count(), 6);
    assert_eq!(places(&desk)[5], "Frontstage, Phase 1 6: Asks 5");
}

#[test]
fn a_second_way_out_is_told_and_asks_nothing() {
    let mut desk = blank();
    for line in ["Calls", "front: Answers", "< front: Hangs up"] {
        desk.run(Action::Capture(line.to_owned(), Pace::On));
    }
    assert_eq!(desk.question(), "");
    assert_eq!(desk.notice(), "Two ways lead out of “Calls”.");
}

#[test]
fn a_name_that_is_no_lane_waits_in_the_tray_until_it_is_one() {
    let mut desk = blank();
    for line in [
        "Orders",
        "Courier: Brings it 5m",
        "Courier: Rings !",
        "cust: Opens",
    ] {
        desk.run(Action::Capture(line.to_owned(), Pace::On));
    }
    let waiting = desk.called("before", "Brings it");
    let step: Step = desk.step("before", waiting.as_str()).clone();
    assert_eq!((step.lane, step.owner.as_str()), (None, "Courier"));
    assert_eq!(
        desk.joins("before"),
        ["Brings it > Rings", "Orders > Brings it", "Rings > Opens"]
    );
    assert_eq!(desk.session.tray(&"before".into()).len(), 2);

    desk.run(Action::LaneFromTray("Courier".to_owned()));
    assert_eq!(
        places(&desk),
        [
            "Customer, Phase 1 1: Orders",
            "Courier, Phase 1 1: Brings it",
            "Customer, Phase 1 2: Opens",
            "Courier, Phase 1 2: Rings",
        ]
    );
    desk.command(Command::Undo);
    assert_eq!(desk.session.tray(&"before".into()).len(), 2);
}

#[test]
fn steps_go_into_the_tray_and_out_of_it() {
    let mut desk = Desk::of_service();
    desk.select("before", "asks");
    desk.command(Command::ToTray);
    assert_eq!(desk.session.tray(&"before".into()).len(), 1);
    assert!(!desk.session.can(Command::ToTray));
    let cell = desk.session.cell_for_selected().unwrap();
    let steps = desk.session.selection().steps().iter().cloned().collect();
    desk.run(Action::Select(cell));
    desk.run(Action::PutHere("before".into(), steps));
    assert_eq!(desk.cell("before", &"asks".into()), "customer m1");
    assert_eq!(desk.selected(), ["asks"]);
}

#[test]
fn pains_said_afterwards_belong_to_the_last_step() {
    let mut desk = blank();
    for line in ["Calls 2m !", "! nobody answers"] {
        desk.run(Action::Capture(line.to_owned(), Pace::On));
    }
    let id = desk.called("before", "Calls");
    let pains: Vec<&str> = desk
        .step("before", id.as_str())
        .pains
        .iter()
        .map(|p| &*p.text)
        .collect();
    assert_eq!(pains, ["Pain", "nobody answers"]);
}

#[test]
fn a_title_typed_in_place_is_understood_too() {
    let mut desk = blank();
    desk.select_cell("before", "customer", "m1");
    desk.command(Command::NewStep);
    desk.run(Action::CommitTitle("Waits in the queue 4m30 !".to_owned()));
    let id = desk.called("before", "Waits in the queue");
    let step = desk.step("before", id.as_str());
    assert_eq!((step.kind, step.pains.len()), (StepKind::Wait, 1));
    assert!(step.wait.is_some() && step.work.is_none());
}

/// What a step titled `old` holds after its title is corrected to `new`, and what was shown on the way.
fn check_retitled(old: &str, new: &str, expected: &str) {
    let mut desk = Desk::of_service();
    let mut step = desk.step("before", "asks").clone();
    step = Step {
        title: old.to_owned(),
        lane: step.lane.take(),
        moment: step.moment.take(),
        ..Step::default()
    };
    desk.run(Action::Edit(frontstage::edit::Edit::PutStep {
        variant: "before".into(),
        id: "asks".into(),
        step: Box::new(step),
    }));
    desk.select("before", "asks");
    desk.command(Command::Rename);
    assert_eq!(desk.session.title_marks(old), [""; 0], "{old}");
    let shown = desk.session.title_marks(new);
    desk.run(Action::CommitTitle(new.to_owned()));
    let step = desk.step("before", "asks");
    let marks = frontstage::session::capture::marks(step);
    assert_eq!(marks, shown, "{old} > {new}");
    assert_eq!(step.kind, StepKind::Action);
    let mut words = vec![format!("“{}”", step.title)];
    words.extend(marks);
    assert_eq!(words.join(" "), expected, "{old} > {new}");
}

#[test]
fn what_is_added_to_a_title_is_understood_too() {
    for (old, new, expected) in [
        ("Calls", "Calls 5m", "“Calls” 5m"),
        ("Cals", "Calls, half an hour !", "“Calls” 30m 1 pain"),
        (
            "Sends it",
            "Sends it 5m wait 2d",
            "“Sends it” 5m 2d waiting",
        ),
        (
            "Stands",
            "Waits in the queue 4m",
            "“Waits in the queue” 4m waiting",
        ),
        ("Drafts", "Drafts @ai ! slow ! dull", "“Drafts” 2 pains AI"),
        ("Support 24h", "Support 24h 5m", "“Support 24h” 5m"),
        (
            "Support 24h",
            "Support 24h, wait 2d",
            "“Support 24h” 2d waiting",
        ),
        ("Support 24h", "Support 24h !", "“Support 24h” 1 pain"),
        ("Support", "\"Support 24h\" 5m", "“Support 24h” 5m"),
        ("Support", "\"Support 24h\"", "“Support 24h”"),
    ] {
        check_retitled(old, new, expected);
    }
}

#[test]
fn what_stood_in_a_title_stays_there() {
    for (old, new) in [
        ("Suport 24h", "Support 24h"),
        ("Support 24h", "Support 48h"),
        ("Support 24h line", "Support 24h"),
        ("Waits 24h", "Waits for 24h"),
        ("Asks ! twice", "Asks ! thrice"),
        ("Half an hour show", "Show half an hour"),
        ("\"Quite\" said", "\"Quite\""),
        ("Calls", "! slow"),
        ("Calls", "Calls back in half an hour"),
        ("Workshop 1h", "Workshop 1h 30 min"),
        ("Phone 2 hours", "Phone 2 hours and 30 minutes"),
        ("Workshop 1h", "Workshop 1h 30"),
        ("Support 24h", "Support 24h or so"),
        ("Reads for 5 min", "Reads for 5 min or so"),
        ("Reads for 5 min", "Reads for about 5 min"),
    ] {
        check_retitled(old, new, &format!("“{new}”"));
    }
}

#[test]
fn a_time_added_to_a_title_goes_to_whom_it_can_only_be() {
    let mut desk = Desk::of_service();
    let mut step = desk.step("before", "asks").clone();
    let worker = |role: &str| Worker {
        role: role.into(),
        work: None,
    };
    for workers in [
        vec![worker("staff")],
        vec![worker("staff"), worker("staff")],
    ] {
        step.workers = workers.clone();
        step.work = None;
        step.title = "Calls".to_owned();
        let held = frontstage::edit::Edit::PutStep {
            variant: "before".into(),
            id: "asks".into(),
            step: Box::new(step.clone()),
        };
        desk.run(Action::Edit(held));
        desk.select("before", "asks");
        desk.command(Command::Rename);
        desk.run(Action::CommitTitle("Calls 5m".to_owned()));
        let step = desk.step("before", "asks");
        assert!(step.work.is_none());
        let is_one = workers.len() == 1;
        assert_eq!(step.workers[0].work.is_some(), is_one);
        assert_eq!(step.title, if is_one { "Calls" } else { "Calls 5m" });
    }
}

#[test]
fn a_table_is_read_by_its_headings() {
    let text = "Phase;Who;Step;Time (min);Pain point;Ticket\n\
        Ask;Customer;\"Calls; waits\";2;;A-1\n\
        Ask;Front;Answers;soon;loud;\n\
        Settle;Bank;Pays;3;;\n;;;;;\n";
    let pasted = Pasted::read(text).unwrap();
    let mut desk = blank();
    let preview = desk.session.paste_preview(&pasted, Destination::InSequence);
    assert_eq!(
        (preview.steps(), preview.in_tray(), preview.blank),
        (3, 1, 1)
    );
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
    assert_eq!(
        places(&desk),
        [
            "Customer, Ask 1: Calls; waits",
            "Frontstage, Ask 1: Answers",
            "tray, Settle 2: Pays"
        ]
    );
    let step = |title: &str| {
        desk.step("before", desk.called("before", title).as_str())
            .clone()
    };
    assert_eq!(step("Calls; waits").note, "Ticket: A-1");
    assert_eq!(step("Answers").note, "Time (min): soon");
    assert_eq!(step("Answers").pains[0].text, "loud");
    assert!(step("Pays").work.is_some());
    assert_eq!(desk.session.history().labels().0.len(), 1);
}

#[test]
fn a_grid_of_lanes_is_a_step_a_cell() {
    let across = "Phase\tCustomer\tFrontstage\tCore banking\n\
        Ask\tOpens the app\tGreets 20s\t\n\
        \tAsks for a loan\t\tScores it 2m\n\
        Settle\tSigns\t\t\n";
    let wanted = [
        "Customer, Ask 1: Opens the app",
        "Frontstage, Ask 1: Greets",
        "Customer, Ask 2: Asks for a loan",
        "tray, Ask 2: Scores it",
        "Customer, Settle 3: Signs",
    ];
    let down = "Lane\tAsk\t\tSettle\n\
        Customer\tOpens the app\tAsks for a loan\tSigns\n\
        Frontstage\tGreets 20s\t\t\n\
        Core banking\t\tScores it 2m\t\n\
        Backstage\t\t\t\n";
    for text in [across, down] {
        let mut desk = blank();
        let pasted = Pasted::read(text).unwrap();
        let pasted = pasted.for_blueprint(desk.session.blueprint());
        let to = Destination::InSequence;
        desk.run(Action::PasteLines(Box::new(pasted), to));
        assert_eq!(places(&desk), wanted, "{text}");
        assert_eq!(desk.joins("before").len(), 4);
    }
    // A list that names lanes row by row is no grid.
    let list = "Customer\tOpens the app\nFrontstage\tGreets\nCustomer\tAsks";
    let desk = blank();
    let pasted = Pasted::read(list).unwrap();
    assert_eq!(
        pasted.clone().for_blueprint(desk.session.blueprint()),
        pasted
    );
}

#[test]
fn lines_that_mostly_begin_with_lanes_go_into_them() {
    let mut desk = blank();
    let text = "Customer opens the app\nFrontstage greets\nThen it is over";
    let pasted = Pasted::read(text).unwrap();
    let pasted = pasted.for_blueprint(desk.session.blueprint());
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
    assert_eq!(
        places(&desk),
        [
            "Customer, Phase 1 1: Customer opens the app",
            "Frontstage, Phase 1 1: Frontstage greets",
            "Frontstage, Phase 1 2: Then it is over",
        ]
    );
}

#[test]
fn no_pasted_line_is_lost() {
    let mut text = String::from("---\n\n# Ask\n");
    for number in 0..1000 {
        text += &format!("  - Customer: Asks {number} 1m\n");
    }
    let pasted = Pasted::read(&text).unwrap();
    let mut desk = blank();
    let preview = desk.session.paste_preview(&pasted, Destination::InSequence);
    assert_eq!(preview.rows.len() + preview.blank, text.lines().count());
    assert_eq!((preview.steps(), preview.skipped()), (1000, 1));
    assert!(matches!(preview.rows[0].made, Made::Nothing(_)));
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
    assert_eq!(desk.variant("before").steps.len(), 1000);
    assert_eq!(desk.joins("before").len(), 999);
    desk.command(Command::Undo);
    assert!(desk.variant("before").steps.is_empty());
    assert_eq!(
        Pasted::read(&"x".repeat(2_000_000)),
        Err(PasteError::TooLong)
    );
    assert_eq!(Pasted::read(" \n"), Err(PasteError::Empty));
}

#[test]
fn pasted_lines_can_all_wait_in_the_tray() {
    let pasted = Pasted::read("Customer: Asks\n2. Somebody answers\n• Bank: Pays").unwrap();
    let mut desk = blank();
    desk.run(Action::PasteLines(Box::new(pasted), Destination::Tray));
    let tray: Vec<&str> = desk
        .session
        .tray(&"before".into())
        .iter()
        .map(|(_, s)| &*s.title)
        .collect();
    assert_eq!(tray.len(), 3);
    assert!(tray.contains(&"Somebody answers") && tray.contains(&"Pays"));
    assert!(desk.joins("before").is_empty());
    let first = Selection::of(&"before".into(), Target::Blueprint);
    desk.run(Action::Select(first));
}

fn paste(desk: &mut Desk, text: &str) {
    let pasted = Pasted::read(text).unwrap();
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
}

#[test]
fn pasted_phases_take_the_place_of_the_empty_one() {
    let phases = |desk: &Desk| -> Vec<(String, usize)> {
        let phases = desk.session.blueprint().phases.iter();
        phases
            .map(|phase| (phase.name.clone(), phase.moments.len()))
            .collect()
    };
    let is = |name: &str, moments: usize| (name.to_owned(), moments);
    let mut desk = blank();
    let first = desk.text();
    paste(
        &mut desk,
        "# Ask\nCalls\nfront: Answers\n# Settle\ncust: Pays\n",
    );
    assert_eq!(phases(&desk), [is("Ask", 1), is("Settle", 1)]);
    desk.command(Command::Undo);
    assert_eq!(desk.text(), first);
    // A phase without a step keeps a moment to put one into.
    paste(&mut desk, "# Ask\n# Settle\ncust: Pays\n");
    assert_eq!(phases(&desk), [is("Ask", 1), is("Settle", 1)]);
    desk.command(Command::Undo);
    // Lines without phases use the one that is there.
    paste(&mut desk, "Calls\n# Settle\ncust: Pays\n");
    assert_eq!(phases(&desk), [is("Phase 1", 4), is("Settle", 1)]);
}

#[test]
fn what_was_pasted_is_selected_and_goes_on_from_its_last_step() {
    let mut desk = blank();
    paste(&mut desk, "Zooms in\nfront: Answers\nback: Checks\n");
    assert_eq!(desk.session.selection().steps().len(), 3);
    let last = desk.called("before", "Checks");
    assert_eq!(desk.session.selection().lead(), Some(&last));
    assert!(desk.session.take_effects().contains(&Effect::Reveal));
    desk.run(Action::Capture("front: Tells".to_owned(), Pace::On));
    assert!(desk.joins("before").contains(&"Checks > Tells".to_owned()));
}

#[test]
fn a_lane_without_a_colon_is_told_where_the_step_stands_elsewhere() {
    let text = "Front: Answers\nCustomer calls the bank\n- customer pays 2m\nCustomer: Customer waits\nCustomers wait\nFrontstage says no\n";
    let mut pasted = Pasted::read(text).unwrap();
    let preview = blank()
        .session
        .paste_preview(&pasted, Destination::InSequence);
    let doubts: Vec<_> = preview
        .rows
        .iter()
        .map(|row| row.doubt.as_deref().unwrap_or_default())
        .collect();
    let doubt = |lane: &str| format!("No colon after “{lane}”: taken as a title");
    assert_eq!(
        doubts,
        [
            "",
            &doubt("Customer"),
            &doubt("Customer"),
            "",
            "",
            &doubt("Frontstage")
        ]
    );
    // Or it is taken for the lane, on demand; the title stays as it was said.
    pasted.naming = NamedBy::ByFirstWords;
    let mut desk = blank();
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
    let lane = |title: &str| {
        let id = desk.called("before", title);
        let lane = desk.step("before", id.as_str()).lane.clone();
        lane.unwrap().to_string()
    };
    assert_eq!(lane("Customer calls the bank"), "customer");
    assert_eq!(lane("customer pays"), "customer");
    assert_eq!(lane("Customers wait"), "customer");
    assert_eq!(lane("Frontstage says no"), "frontstage");
}
