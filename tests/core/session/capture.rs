//! Capturing: where lines go, and what waits in the tray.

use frontstage::{
    format,
    model::{Split, Step, StepKind, Worker},
    session::{Action, Command, capture::Pace},
    templates,
};

use crate::session::desk::Desk;

pub(crate) fn blank() -> Desk {
    Desk::new(
        format::read(templates::TEMPLATES[0].text.as_bytes())
            .unwrap()
            .blueprint,
    )
}

/// Each step as `lane moment: title`, by column and row.
pub(crate) fn places(desk: &Desk) -> Vec<String> {
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
    assert_eq!(
        desk.notice(),
        "Two ways lead out of “Calls”: Either (one of them; <? in the line) or Both (all; <&)?"
    );
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

/// The connectors of a variant as `from > to`, with what they say.
fn ways(desk: &Desk) -> Vec<String> {
    let variant = desk.variant("before");
    let title = |id| &*variant.steps[id].title;
    let flows = variant.connectors.values().map(|flow| {
        let share = flow.share.map(|share| format!(" {}", share.0));
        let label = (!flow.label.is_empty()).then(|| format!(" [{}]", flow.label));
        let (from, to) = (title(&flow.from), title(&flow.to));
        let said = [label, share].into_iter().flatten().collect::<String>();
        format!("{from} > {to}{said}")
    });
    let mut flows: Vec<String> = flows.collect();
    flows.sort();
    flows
}

fn captured(lines: &[&str]) -> Desk {
    let mut desk = blank();
    for line in lines {
        desk.run(Action::Capture((*line).to_owned(), Pace::On));
    }
    desk
}

fn titled(desk: &Desk, title: &str) -> Step {
    let variant = desk.variant("before");
    let mut steps = variant.steps.values();
    let step = steps.find(|step| step.title == title);
    Step::clone(step.unwrap_or_else(|| panic!("no step is called {title}")))
}

#[test]
fn a_decision_with_its_conditions_and_a_way_back_is_said_in_lines() {
    let desk = captured(&[
        "cust: Sends papers @\"web form\" =CRM",
        "front: Checks the papers 5m",
        "[complete 70 %] back: Pays out =Core,SEPA",
        "< [missing] front: Asks for papers",
        "^ [sent again] sends",
    ]);
    assert_eq!(
        ways(&desk),
        [
            "Asks for papers > Sends papers [sent again]",
            "Checks the papers > Asks for papers [missing]",
            "Checks the papers > Pays out [complete] 0.7",
            "Sends papers > Checks the papers",
        ]
    );
    // A second way on a condition is one of several; the first one alone says nothing of others.
    assert_eq!(
        titled(&desk, "Checks the papers").split,
        Some(Split::Either)
    );
    assert_eq!(titled(&desk, "Asks for papers").split, None);
    let sends = titled(&desk, "Sends papers");
    assert_eq!(
        (&*sends.channel, &*sends.systems),
        ("web form", &["CRM".to_owned()][..])
    );
    assert_eq!(titled(&desk, "Pays out").systems, ["Core", "SEPA"]);
}

#[test]
fn what_goes_on_after_a_way_back_on_a_condition_is_the_other_way() {
    let desk = captured(&[
        "front: Reads",
        "front: Checks",
        "^ [papers missing] reads",
        "back: Decides",
    ]);
    let checks = titled(&desk, "Checks");
    assert_eq!(checks.split, Some(Split::Either));
    assert!(ways(&desk).contains(&"Checks > Decides".to_owned()));
}

#[test]
fn either_and_both_are_said_by_key() {
    let desk = captured(&["cust: Asks", "front: Checks", "<& back: Files it"]);
    assert_eq!(titled(&desk, "Asks").split, Some(Split::Both));
    let mut desk = captured(&["cust: Asks", "front: Checks", "< back: Files it"]);
    assert_eq!(
        desk.notice(),
        "Two ways lead out of “Asks”: Either (one of them; <? in the line) or Both (all; <&)?"
    );
    assert_eq!(titled(&desk, "Asks").split, None);
    desk.run(Action::Capture("<?".to_owned(), Pace::On));
    assert_eq!(titled(&desk, "Asks").split, Some(Split::Either));
    // The next line goes on from where one was.
    desk.run(Action::Capture("back: Books it".to_owned(), Pace::On));
    assert!(ways(&desk).contains(&"Files it > Books it".to_owned()));
}

#[test]
fn what_a_line_cannot_mean_is_said_and_nothing_is_dropped() {
    let desk = captured(&["cust: Reads one", "cust: Reads two"]);
    let said = |line: &str| desk.session.forecast(line, Pace::On);
    for (line, why) in [
        (
            "^ reads",
            "Several steps are called so. Type more of the title, or press Tab.",
        ),
        (
            "^ pays",
            "No step here is called so. Type the beginning of its title, or press Tab.",
        ),
        ("^ reads two", "A step does not lead to itself."),
        (
            "<?",
            "No two ways lead out of a step here. Say the second one first.",
        ),
        ("^", "Say where it leads: ^ and the title of a step."),
    ] {
        let forecast = said(line);
        assert_eq!(
            (&*forecast.words, forecast.is_ready),
            (why, false),
            "{line}"
        );
    }
    assert_eq!(
        said("< [no 30 %] back: Files it @phone =CRM").words,
        "Step in Backstage · Phase 1, 2 · Channel: phone · Systems: CRM · from “Reads one” · \
         when “no”, 30 % · ways out: either, one of them"
    );
    // No way leads to the first step: the condition stays where it was said.
    let desk = captured(&["[if it rains] cust: Calls"]);
    titled(&desk, "[if it rains] Calls");
}
