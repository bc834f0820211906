//! Tables turned by hand, in other formats, large, and in random disorder: whatever it is, no word goes unseen.

use frontstage::session::{
    Action,
    capture::{
        Made, Pace,
        paste::{ColumnMeaning, Destination, Pasted, TableShape},
    },
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{check_places, paste, read, tables::GREETED};
use crate::{
    common::cases,
    session::capture::{blank, places},
};

#[test]
fn a_table_without_a_lane_of_the_board_is_read_as_before() {
    let text = "Nurse\tWeighs the child\t2m\nDoctor\tListens\t5m\n";
    assert_eq!(read(text).shape(), Some(TableShape::StepARow));
    check_places(
        text,
        &[
            "tray, Phase 1 1: Listens",
            "tray, Phase 1 1: Weighs the child",
        ],
    );
    // By hand its names are lanes all the same, and wait in the tray until they are some.
    let mut desk = blank();
    let text = "\tCome\tGo\nNurse\tWeighs the child\tWaves\nDoctor\tListens\t\n";
    let mut pasted = read(text);
    pasted.turn(TableShape::LanesDown, desk.session.blueprint());
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
    let owner = |title: &str| {
        let id = desk.called("before", title);
        desk.step("before", id.as_str()).owner.clone()
    };
    assert_eq!(
        (owner("Waves"), owner("Listens")),
        ("Nurse".to_owned(), "Doctor".to_owned())
    );
    let phases = desk.session.blueprint().phases.iter();
    assert_eq!(
        phases.map(|phase| &*phase.name).collect::<Vec<_>>(),
        ["Come", "Go"]
    );
}

#[test]
fn a_choice_by_hand_wins_over_the_guess() {
    let desk = blank();
    let text = "\tCustomer\tFrontstage\nAsk\tOpens the app\tGreets\nSettle\tPays\tThanks\n";
    let steps = |pasted: &Pasted| {
        let preview = desk.session.paste_preview(pasted, Destination::InSequence);
        let titles = preview.rows.into_iter().filter_map(|row| match row.made {
            Made::Step(made) => Some(format!("{} {}", row.at, made.step.title)),
            _ => None,
        });
        titles.collect::<Vec<_>>()
    };
    let mut pasted = read(text);
    let guessed = steps(&pasted);
    assert_eq!(
        guessed,
        ["B2 Opens the app", "C2 Greets", "B3 Pays", "C3 Thanks"]
    );
    pasted.turn(TableShape::StepARow, desk.session.blueprint());
    assert_eq!(pasted.shape(), Some(TableShape::StepARow));
    assert_eq!(steps(&pasted)[0], "1 Customer");
    pasted.turn(TableShape::LanesDown, desk.session.blueprint());
    assert_eq!(
        steps(&pasted),
        ["B2 Opens the app", "B3 Pays", "C2 Greets", "C3 Thanks"]
    );
    pasted.turn(TableShape::LanesAcross, desk.session.blueprint());
    assert_eq!(steps(&pasted), guessed);
    // So does one for a single column.
    let column = pasted
        .columns()
        .iter()
        .position(|column| column.name == "Frontstage");
    pasted.take_column_as(column.unwrap(), ColumnMeaning::Note);
    assert_eq!(steps(&pasted), ["B2 Opens the app", "B3 Pays"]);
}

#[test]
fn tables_come_in_other_clothes() {
    let markdown = "|  | Ask | Settle |\n| --- | :-: | ---: |\n\
        | **Customer** | Opens the app | Pays |\n| Frontstage | Greets | Thanks |\n";
    let semicolons = ";Ask;Settle\nCustomer;Opens the app;Pays\nFrontstage;Greets;Thanks\n";
    let crlf =
        "\u{feff}\tAsk\tSettle\r\nCustomer\tOpens the app\tPays\r\nFrontstage\tGreets\tThanks\r\n";
    for text in [markdown, semicolons, crlf] {
        check_places(text, &GREETED);
    }
    // Commas between words make no table of a conversation.
    let lines = "Customer, on the phone, asks\nFrontstage, in a hurry, answers\n";
    assert_eq!(
        read("Customer: calls, asks\nFront: answers, tells\n").shape(),
        None
    );
    assert_eq!(read(lines).shape(), Some(TableShape::LanesDown));
}

#[test]
fn a_pasted_grid_stands_behind_what_is_there() {
    let mut desk = blank();
    desk.run(Action::Capture("cust: Calls".to_owned(), Pace::On));
    paste(&mut desk, "Customer\tOpens\tPays\nFrontstage\tGreets\t\n");
    assert_eq!(
        places(&desk),
        [
            "Customer, Phase 1 1: Calls",
            "Customer, Phase 1 2: Opens",
            "Frontstage, Phase 1 2: Greets",
            "Customer, Phase 1 3: Pays",
        ]
    );
    // A cell without words does not keep the others of its moment from being a moment of their own.
    let mut desk = blank();
    paste(
        &mut desk,
        "Customer\tOpens\t–\nFrontstage\tGreets\tThanks\n",
    );
    assert_eq!(
        places(&desk),
        [
            "Customer, Phase 1 1: Opens",
            "Frontstage, Phase 1 1: Greets",
            "Frontstage, Phase 1 2: Thanks",
        ]
    );
}

#[test]
fn a_large_table_is_taken_whole() {
    let mut text = String::new();
    for row in 0..200 {
        let lane = ["Customer", "Frontstage", "Backstage"].get(row).copied();
        text += &lane.map_or_else(|| format!("Row {row}"), str::to_owned);
        for column in 0..40 {
            text += &format!("\tSays {row} in {column}");
        }
        text += "\n";
    }
    let mut desk = blank();
    let mut pasted = read(&text);
    pasted.turn(TableShape::LanesDown, desk.session.blueprint());
    let preview = desk.session.paste_preview(&pasted, Destination::InSequence);
    assert_eq!((preview.steps(), preview.skipped()), (8_000, 0));
    let text = format!("Customer\t{}\nFrontstage\tGreets\n", "word ".repeat(1_000));
    paste(&mut desk, &text);
    let longest = desk
        .variant("before")
        .steps
        .values()
        .map(|step| step.title.len())
        .max();
    assert_eq!(longest, Some(4_999));
}

/// A cell of a random table; `*` becomes a word that no other cell holds.
fn cells() -> impl Strategy<Value = &'static str> {
    let known = vec![
        "",
        "",
        "*",
        "*",
        "*",
        "Customer",
        "Front",
        "Backstage actions",
        "Time",
        "Pains",
        "Phase",
        "Step",
        "Lane",
        "Systems",
        "Emotion",
        "2m",
        "3",
        "- * ! *",
        "Frontstage time",
        "–",
    ];
    select(known)
}

proptest! {
    #![proptest_config(cases(200))]

    /// However a table is turned, each of its words is seen: in what becomes of it, among what is left out, or as the
    /// name of a column.
    #[test]
    fn no_word_of_a_table_goes_unseen(
        rows in vec(vec(cells(), 1..5), 1..6),
        shape in select(TableShape::ALL.to_vec()),
        to in select(vec![Destination::InSequence, Destination::Tray]),
    ) {
        let mut words = Vec::new();
        let mut text = String::new();
        for row in &rows {
            for cell in row {
                let mut cell = (*cell).to_owned();
                while cell.contains('*') {
                    words.push(format!("word{}x", words.len()));
                    cell = cell.replacen('*', &words[words.len() - 1], 1);
                }
                text += &cell;
                text += "\t";
            }
            text += "\n";
        }
        let desk = blank();
        let Ok(mut pasted) = Pasted::read(&text, desk.session.blueprint()) else {
            return Ok(());
        };
        for turned in [None, Some(shape)] {
            if let Some(shape) = turned {
                pasted.turn(shape, desk.session.blueprint());
            }
            let preview = desk.session.paste_preview(&pasted, to);
            let mut seen: String = pasted.columns().iter().map(|column| &*column.name).collect();
            for row in &preview.rows {
                match &row.made {
                    Made::Step(_) | Made::Phase { .. } => seen += &format!("{:?}", row.made),
                    Made::Pain { .. }
                    | Made::Way { .. }
                    | Made::Ways { .. }
                    | Made::Nothing(_) => seen += &row.text,
                }
            }
            for word in &words {
                prop_assert!(seen.contains(word), "{word} of {text:?} in {turned:?}: {preview:#?}");
            }
        }
    }
}
