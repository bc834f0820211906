//! Tables as cells for other programs: copied by keys and buttons, and saved as CSV.

use super::*;

impl Person {
    /// What the last thing done put on the clipboard, a line a row.
    fn copied(&mut self, act: impl FnOnce(&mut Self)) -> Vec<String> {
        act(self);
        let commands = &self.harness.output().platform_output.commands;
        let text = commands.iter().rev().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        let text = text.unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn copy(&mut self) -> Vec<String> {
        self.copied(|person| {
            person.harness.event(Event::Copy);
            person.harness.step();
        })
    }

    /// Clicks, and looks at once.
    fn press_at(&mut self, at: Pos2) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.step();
        self.press(at, true);
        self.press(at, false);
    }

    fn said(&self) -> &str {
        &self.session().notice().unwrap().text
    }
}

#[test]
fn a_table_is_copied_as_cells_with_its_headings() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Start After");
    person.find("Waits");
    person.key("Delete");
    person.key("Ctrl+B");
    person.key("Ctrl+4");
    let cells = person.copy();
    assert_eq!(cells.len(), BEFORE.len() + 1);
    assert_eq!(cells[0], "Phase\tStep\tBefore\tAfter");
    let waits = cells.iter().find(|line| line.contains("\tWaits\t"));
    let waits = waits.unwrap();
    assert!(
        waits.starts_with("Phase 1\tWaits\tCustomer\tremoved"),
        "{waits}"
    );

    // A row that is chosen is copied alone, and the rest is offered.
    person.keys(&["Home"]);
    let cells = person.copy();
    assert_eq!(cells.len(), 2, "{cells:?}");
    assert!(cells[1].contains("Has a question"), "{cells:?}");
    assert_eq!(person.said(), "Copied 1 of 8 rows as cells");
}

#[test]
fn how_a_step_differs_is_a_column_of_its_own() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Start After");
    person.find("Waits");
    person.key("Delete");
    person.key("Ctrl+2");
    person.key("Ctrl+Shift+O");
    let button = person.place(Role::Button, "Copy as a table");
    let cells = person.copied(|person| person.press_at(button));
    assert!(
        cells[0].starts_with("Phase\tMoment\tStep\tChange\tLane\t"),
        "{cells:?}"
    );
    let waits = cells
        .iter()
        .find(|line| line.contains("\tWaits\t"))
        .unwrap();
    assert!(waits.contains("\tWaits\tremoved\t"), "{waits}");
    let calls = cells
        .iter()
        .find(|line| line.contains("\tCalls\t"))
        .unwrap();
    assert!(calls.contains("\tCalls\t\t"), "{calls}");
}

#[test]
fn the_whole_outline_is_copied_by_a_button_and_saved_as_csv() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("Ctrl+Shift+O");
    // Folded away is not left out.
    person.keys(&["Home", "ArrowLeft"]);
    let button = person.place(Role::Button, "Copy as a table");
    let cells = person.copied(|person| person.press_at(button));
    assert_eq!(cells.len(), BEFORE.len() + 1, "{cells:?}");
    assert_eq!(
        cells[0],
        "Phase\tMoment\tStep\tLane\tWork\tWait\tComes after\tLeads to\tAI\tPains"
    );
    assert!(
        cells[2].starts_with("Phase 1\tMoment 2\tCalls\tCustomer\t\t\tHas a question\tWaits"),
        "{cells:?}"
    );

    person.find("Save the table as CSV");
    person.path("/desk/steps");
    let csv = person.memory.get(Path::new("/desk/steps.csv")).unwrap();
    let csv = String::from_utf8(csv.to_vec()).unwrap();
    assert!(csv.starts_with("\u{feff}Phase,Moment,Step,Lane,"), "{csv}");
    assert!(
        csv.contains("\r\nPhase 1,Moment 2,Calls,Customer,,,Has a question,Waits,"),
        "{csv}"
    );
}

#[test]
fn steps_copied_in_the_outline_are_still_steps() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("Ctrl+Shift+O");
    let steps = person.copy();
    assert!(steps[0].starts_with("Blueprint("), "{steps:?}");
    person.harness.event(Event::Paste(steps.join("\n")));
    person.wait();
    assert_eq!(person.blueprint().variants[0].steps.len(), BEFORE.len() + 1);
}

#[test]
fn the_list_of_changes_is_a_table_too() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Copy as a table");
    assert!(person.said().starts_with("No table is shown."));
    person.find("Start After");
    person.find("Waits");
    person.key("Delete");
    person.keys(&["Ctrl+2", "Ctrl+L"]);
    let button = person.place(Role::Button, "Copy as a table");
    let cells = person.copied(|person| person.press_at(button));
    assert_eq!(cells[0], "Change\tWhat\tName\tDetails");
    assert!(
        cells.contains(&"removed\tStep\tWaits\tNo reason given".to_owned()),
        "{cells:?}"
    );
}
