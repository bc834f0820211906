//! Tables as people copy them out of spreadsheets and pages, read against the board.

use frontstage::{
    format,
    session::{
        Action, Command,
        capture::{
            beside, marks,
            paste::{Destination, Pasted, TableShape},
        },
    },
    templates::TEMPLATES,
};

use super::{check_places, left_out, pasted, read};
use crate::session::{
    capture::{blank, places},
    desk::Desk,
};

pub(super) const GREETED: [&str; 4] = [
    "Customer, Ask 1: Opens the app",
    "Frontstage, Ask 1: Greets",
    "Customer, Settle 2: Pays",
    "Frontstage, Settle 2: Thanks",
];

#[test]
fn lanes_are_found_in_the_first_column_without_a_heading() {
    check_places(
        "Customer\tOpens the app\tSigns in\tPays\n\
         Frontstage\tGreets\tChecks the passport\tThanks\n\
         Backstage\tLogs\tFiles\tArchives\n",
        &[
            "Customer, Phase 1 1: Opens the app",
            "Frontstage, Phase 1 1: Greets",
            "Backstage, Phase 1 1: Logs",
            "Customer, Phase 1 2: Signs in",
            "Frontstage, Phase 1 2: Checks the passport",
            "Backstage, Phase 1 2: Files",
            "Customer, Phase 1 3: Pays",
            "Frontstage, Phase 1 3: Thanks",
            "Backstage, Phase 1 3: Archives",
        ],
    );
    check_places(
        "Customer\tOpens app\tSays hello to the agent\nFrontstage\tGreets\tChecks it\n",
        &[
            "Customer, Phase 1 1: Opens app",
            "Frontstage, Phase 1 1: Greets",
            "Customer, Phase 1 2: Says hello to the agent",
            "Frontstage, Phase 1 2: Checks it",
        ],
    );
}

#[test]
fn whatever_stands_in_the_corner_lanes_are_lanes() {
    for corner in [
        "",
        "Stage",
        "Phase",
        "Lane",
        "Step",
        "Journey",
        "Lane / phase",
        "Refunds",
    ] {
        let down = format!(
            "{corner}\tAsk\tSettle\nCustomer\tOpens the app\tPays\nFrontstage\tGreets\tThanks\n"
        );
        let across = format!(
            "{corner}\tCustomer\tFrontstage\nAsk\tOpens the app\tGreets\nSettle\tPays\tThanks\n"
        );
        check_places(&down, &GREETED);
        check_places(&across, &GREETED);
    }
    // A title in the corner is said to become nothing.
    assert_eq!(
        left_out("Refunds\tAsk\nCustomer\tOpens\nFrontstage\tGreets\n"),
        ["A1 Refunds: It names neither a lane nor a field."]
    );
    assert_eq!(
        left_out("Stage\tAsk\nCustomer\tOpens\nFrontstage\tGreets\n"),
        [""; 0]
    );
}

#[test]
fn titles_and_empty_edges_of_a_sheet_are_no_steps() {
    for text in [
        "Customer journey: refunds\n\n\tAsk\tSettle\t\t\nCustomer\tOpens the app\tPays\t\t\nFrontstage\tGreets\tThanks\n\t\t\t\n",
        "\tRefunds, version 3\n\tAsk\tSettle\nCustomer\tOpens the app\tPays\nFrontstage\tGreets\tThanks\n",
        "Refunds\n\nStage\tCustomer\tFrontstage\nAsk\tOpens the app\tGreets\nSettle\tPays\tThanks\n",
        "\t\t\t\n\t\tAsk\tSettle\n\tCustomer\tOpens the app\tPays\n\tFrontstage\tGreets\tThanks\n",
    ] {
        check_places(text, &GREETED);
    }
    let text = "Refunds\tv3\n\nWho\tStep\nCustomer\tCalls\nFrontstage\tAnswers\nCustomer\tPays\n";
    assert_eq!(left_out(text), [""; 0], "two words are headings or a step");
    let text = "Refunds\n\nWho\tStep\nCustomer\tCalls\nFrontstage\tAnswers\nCustomer\tPays\n";
    assert_eq!(
        left_out(text),
        ["A1 Refunds: It stands above the headings."]
    );
}

#[test]
fn lanes_are_known_as_people_write_them() {
    for (customer, frontstage) in [
        ("CUSTOMER", "frontstage"),
        ("Cust.", "Front"),
        ("Customer actions", "Frontstage actions"),
        ("The customer’s journey", "Front-stage"),
        ("Customers:", "Front stage (agents)"),
        ("1. Customer", "2. Frontstage - what they see"),
    ] {
        let down = format!(
            "\tAsk\tSettle\n{customer}\tOpens the app\tPays\n{frontstage}\tGreets\tThanks\n"
        );
        let list = format!(
            "{customer}\tOpens the app\n{frontstage}\tGreets\n{customer}\tPays\n{frontstage}\tThanks\n"
        );
        check_places(&down, &GREETED);
        check_places(
            &list,
            &GREETED
                .map(|it| it.replace("Ask", "Phase 1").replace("Settle", "Phase 1"))
                .each_ref()
                .map(String::as_str),
        );
    }
}

#[test]
fn a_beginning_that_fits_two_lanes_is_said_and_waits() {
    let mut desk = blank();
    desk.command(Command::AddLane);
    desk.run(Action::CommitTitle("Frontdesk".to_owned()));
    let text = "\tAsk\tSettle\nCustomer\tOpens\tPays\nBackstage\tLogs\tFiles\nFront\tGreets\t\n";
    let pasted = Pasted::read(text, desk.session.blueprint()).unwrap();
    let preview = desk.session.paste_preview(&pasted, Destination::InSequence);
    let doubts: Vec<_> = preview
        .rows
        .iter()
        .filter_map(|row| row.doubt.as_deref())
        .collect();
    assert_eq!(doubts, ["“Front” could be Frontstage or Frontdesk"]);
    assert_eq!(preview.in_tray(), 1);
}

#[test]
fn a_list_that_names_a_lane_in_each_row_stays_a_list() {
    let expected = [
        "Customer, Phase 1 1: Opens the app",
        "Frontstage, Phase 1 1: Greets",
        "Customer, Phase 1 2: Asks",
    ];
    for text in [
        "Customer\tOpens the app\nFrontstage\tGreets\nCustomer\tAsks\n",
        "Stage\tWhat\nCustomer\tOpens the app\nFrontstage\tGreets\nCustomer\tAsks\n",
        "Opens the app\tCustomer\nGreets\tFrontstage\nAsks\tCustomer\n",
        "Lane\tStep\tSize\nCustomer\tOpens the app\tS\nFrontstage\tGreets\tM\nCustomer\tAsks\tS\n",
    ] {
        assert_eq!(read(text).shape(), Some(TableShape::StepARow), "{text}");
        check_places(text, &expected);
    }
    // A column of times beside the lanes says how long a step takes, and no second moment.
    let text = "Customer\tOpens the app\t2m\nFrontstage\tGreets\t30s\n";
    let desk = pasted(text);
    assert_eq!(places(&desk), expected[..2]);
    let greets = desk.called("before", "Greets");
    assert!(desk.step("before", greets.as_str()).work.is_some());
    // Who hands over to whom names lanes in two columns.
    let text =
        "From\tTo\tWhat\nCustomer\tFrontstage\tHands it over\nFrontstage\tBackstage\tSends it in\n";
    assert_eq!(read(text).shape(), Some(TableShape::StepARow));
}

#[test]
fn merged_cells_go_on_with_what_they_began() {
    check_places(
        "\tAsk\t\tSettle\nCustomer\tOpens\tSigns in\tPays\n\tHopes\t\t\nFrontstage\tGreets\t\tThanks\n",
        &[
            "Customer, Ask 1: Hopes",
            "Customer, Ask 1: Opens",
            "Frontstage, Ask 1: Greets",
            "Customer, Ask 2: Signs in",
            "Customer, Settle 3: Pays",
            "Frontstage, Settle 3: Thanks",
        ],
    );
    check_places(
        "\tCustomer\t\tFrontstage\nAsk\tOpens\tHopes\tGreets\n\tSigns in\t\t\nSettle\tPays\t\tThanks\n",
        &[
            "Customer, Ask 1: Hopes",
            "Customer, Ask 1: Opens",
            "Frontstage, Ask 1: Greets",
            "Customer, Ask 2: Signs in",
            "Customer, Settle 3: Pays",
            "Frontstage, Settle 3: Thanks",
        ],
    );
}

#[test]
fn rows_that_are_no_lanes_fill_the_fields_of_their_moment() {
    let text = "\tAsk\tSettle\nEvidence\tLetter\t\nCustomer\tOpens the app\tPays\n\
        Line of interaction\t\t\nFrontstage\tGreets 20s\tThanks\nBackstage\tLogs\t\n\
        Time\t2m\tsoon\nBackstage time\t5m\t\nPains\t\"- slow\n- loud\"\t\nChannel\tApp\tPhone\n\
        Systems\tCRM, Ledger\t\nEmotions\t🙂\tfine\nControls\tFour eyes\tFour eyes\nOwner\tAnna\t\n";
    let desk = pasted(text);
    let step = |title: &str| {
        let id = desk.called("before", title);
        desk.step("before", id.as_str()).clone()
    };
    let marks = |title: &str| {
        let step = step(title);
        let mut words = marks(&step);
        words.extend(beside(&step));
        words.join("; ")
    };
    assert_eq!(desk.variant("before").steps.len(), 5);
    assert_eq!(
        marks("Opens the app"),
        "2m; 2 pains; Good; Channel: App; Note: Evidence: Letter"
    );
    assert_eq!(step("Opens the app").pains[1].text, "loud");
    assert_eq!(
        marks("Pays"),
        "Channel: Phone; Note: Time: soon / Emotions: fine"
    );
    assert_eq!(
        marks("Greets"),
        "20s; Systems: CRM, Ledger; Owner: Anna; Controls: Four eyes"
    );
    assert_eq!(marks("Logs"), "5m");
    assert_eq!(step("Greets").controls, step("Thanks").controls);
    assert_eq!(
        left_out(text),
        ["A4 Line of interaction: It is no lane and no field of a step."]
    );
    // The same in columns, with a heading that only its times explain.
    let text =
        "\tCustomer\tFrontstage\tTakes\nAsk\tOpens the app\tGreets\t2m\nSettle\tPays\t\t1m\n";
    let desk = pasted(text);
    let id = desk.called("before", "Pays");
    assert!(desk.step("before", id.as_str()).work.is_some());
    assert_eq!(desk.variant("before").steps.len(), 3);
}

#[test]
fn a_field_without_a_step_in_its_moment_is_said() {
    let text = "\tAsk\tSettle\nCustomer\tOpens\t\nFrontstage\tGreets\t\nTime\t2m\t1m\n";
    assert_eq!(
        left_out(text),
        ["C4 Time: 1m: There is no step in its moment that it could speak of."]
    );
}

#[test]
fn evidence_goes_into_the_lane_of_its_kind() {
    let five = TEMPLATES
        .iter()
        .find(|it| it.text.contains("PhysicalEvidence"));
    let blueprint = format::read(five.unwrap().text.as_bytes())
        .unwrap()
        .blueprint;
    let mut desk = Desk::new(blueprint);
    let text = "Stage\tNotice\tAsk\nPhysical evidence\tPoster\tForm\nCustomer actions\tSees\tFills in\n\
        Line of visibility\t\t\nSupport processes\tPrints\t\n";
    let pasted = Pasted::read(text, desk.session.blueprint()).unwrap();
    desk.run(Action::PasteLines(
        Box::new(pasted),
        Destination::InSequence,
    ));
    let lane = |title: &str| {
        let id = desk.called("before", title);
        desk.step("before", id.as_str())
            .lane
            .clone()
            .unwrap()
            .to_string()
    };
    assert_eq!(lane("Poster"), "evidence");
    assert_eq!(lane("Form"), "evidence");
    assert_eq!(lane("Prints"), "support");
}

#[test]
fn a_second_row_of_headings_names_the_moments() {
    let text = "\tAsk\t\tSettle\nStep\tSearch\tBook\tPay\nCustomer\tLooks\tTakes it\tPays\nFrontstage\t\tGreets\t\n";
    let desk = pasted(text);
    assert_eq!(
        places(&desk),
        [
            "Customer, Ask 1: Looks",
            "Customer, Ask 2: Takes it",
            "Frontstage, Ask 2: Greets",
            "Customer, Settle 3: Pays",
        ]
    );
    let moments = desk.session.blueprint().moments();
    let names: Vec<&str> = moments.map(|(_, moment)| &*moment.name).collect();
    assert_eq!(names, ["Search", "Book", "Pay"]);
    // Numbers name nothing.
    let text = "Step\t1\t2\nCustomer\tOpens\tPays\nFrontstage\tGreets\tThanks\n";
    assert_eq!(
        left_out(text),
        ["A1 Step · 1 · 2: It is no lane and no field of a step."]
    );
    assert_eq!(pasted(text).session.blueprint().phases.len(), 1);
}

#[test]
fn a_cell_with_line_breaks_is_one_step_unless_it_is_a_list() {
    check_places(
        "\tAsk\nCustomer\t\"Opens\nthe app\"\nFrontstage\t\"• Greets\n• Checks the passport\"\n",
        &[
            "Customer, Ask 1: Opens the app",
            "Frontstage, Ask 1: Checks the passport",
            "Frontstage, Ask 1: Greets",
        ],
    );
}

#[test]
fn an_unknown_row_among_lanes_waits_in_the_tray_under_its_name() {
    let text =
        "\tAsk\tSettle\nCustomer\tOpens\tPays\nFrontstage\tGreets\t\nCore banking\t\tBooks it\n";
    let desk = pasted(text);
    let id = desk.called("before", "Books it");
    let step = desk.step("before", id.as_str());
    assert_eq!((&step.lane, &*step.owner), (&None, "Core banking"));
    assert!(step.moment.is_some());
}
