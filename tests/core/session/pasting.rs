//! Pasting lines and tables: what each line and cell becomes on the board.

mod tables;
mod turned;

use frontstage::session::{
    Action, Command, Effect, Selection, Target,
    capture::{
        Made, Pace,
        paste::{Destination, NamedBy, PasteError, Pasted},
    },
};

use crate::session::{
    capture::{blank, places},
    desk::Desk,
};

fn read(text: &str) -> Pasted {
    Pasted::read(text, blank().session.blueprint()).unwrap()
}

#[test]
fn a_table_is_read_by_its_headings() {
    let text = "Phase;Who;Step;Time (min);Pain point;Ticket\n\
        Ask;Customer;\"Calls; waits\";2;;A-1\n\
        Ask;Front;Answers;soon;loud;\n;;;;;\n\
        Settle;Bank;Pays;3;;\n;;;;;\n";
    let pasted = read(text);
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
        let pasted = read(text);
        let to = Destination::InSequence;
        desk.run(Action::PasteLines(Box::new(pasted), to));
        assert_eq!(places(&desk), wanted, "{text}");
        assert_eq!(desk.joins("before").len(), 4);
    }
}

#[test]
fn lines_that_mostly_begin_with_lanes_go_into_them() {
    let mut desk = blank();
    let text = "Customer opens the app\nFrontstage greets\nThen it is over";
    let pasted = read(text);
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
    let pasted = read(&text);
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
    let refused = |text: &str| Pasted::read(text, desk.session.blueprint()).unwrap_err();
    assert_eq!(refused(&"x".repeat(2_000_000)), PasteError::TooLong);
    assert_eq!(refused(" \n"), PasteError::Empty);
    assert_eq!(
        refused(&"x\n".repeat(5_001)),
        PasteError::TooManyLines(5_001)
    );
    assert_eq!(
        refused(&"x\ty\n".repeat(5_001)),
        PasteError::TooManyLines(5_001)
    );
    assert_eq!(
        refused(&"x\t".repeat(1_001)),
        PasteError::TooManyColumns(1_001)
    );
    let wide = ("x\t".repeat(500) + "\n").repeat(41);
    assert_eq!(refused(&wide), PasteError::TooManyCells(20_500));
}

#[test]
fn pasted_lines_can_all_wait_in_the_tray() {
    let pasted = read("Customer: Asks\n2. Somebody answers\n• Bank: Pays");
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
    let pasted = read(text);
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
    let mut pasted = read(text);
    pasted.naming = NamedBy::ByColon;
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

/// Pastes a table into a board with Customer, Frontstage and Backstage.
fn pasted(text: &str) -> Desk {
    let mut desk = blank();
    paste(&mut desk, text);
    desk
}

fn check_places(text: &str, expected: &[&str]) {
    assert_eq!(places(&pasted(text)), expected, "{text}");
}

/// What the preview says of what becomes no step: its place, its words and why.
fn left_out(text: &str) -> Vec<String> {
    let preview = blank()
        .session
        .paste_preview(&read(text), Destination::InSequence);
    let rows = preview.rows.into_iter();
    let nothing = rows.filter_map(|row| match row.made {
        Made::Nothing(why) => Some(format!("{} {}: {why}", row.at, row.text)),
        _ => None,
    });
    nothing.collect()
}
