//! The view Checks: findings are seen, walked, silenced and accepted.

use super::*;
use egui_kittest::kittest::NodeT as _;

impl Person {
    fn found(&self) -> Vec<String> {
        let items = self.harness.query_all_by_role(Role::ListItem);
        let names =
            items.filter_map(|node| node.accesskit_node().data().label().map(str::to_owned));
        names
            .filter(|name| name.chars().nth(3) == Some(' '))
            .collect()
    }

    fn value_of(&self, name: &str) -> Option<String> {
        let mut labels = self.harness.query_all_by_role(Role::Label);
        let node = labels.find(|node| node.accesskit_node().data().label() == Some(name))?;
        node.accesskit_node().value()
    }
}

#[test]
fn findings_are_walked_silenced_and_accepted() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    person.write("Front: Answers");
    person.keys(&["Enter", "Escape"]);
    let hints = person.value_of("Findings").expect("it tells of findings");
    assert!(hints.contains("hint"), "{hints}");
    // From the board, a key leads to the first of them and says what it is.
    person.key("F4");
    let notice = person.session().notice().expect("it is said").text.clone();
    assert!(notice.contains(": "), "{notice}");
    person.key("Ctrl+Shift+K");
    let found = person.found();
    assert!(
        found.iter().any(|name| name.starts_with("B14 ")),
        "{found:?}"
    );
    let name = found
        .iter()
        .find(|name| name.starts_with("B14 "))
        .expect("there")
        .clone();
    person.click(person.place(Role::ListItem, &name));
    // Silenced it is not asked any more, and one undo brings it back.
    person.click(person.place(Role::Button, "Silence"));
    assert_eq!(person.blueprint().silenced, ["B14"]);
    assert!(!person.found().contains(&name));
    person.key("Ctrl+Z");
    assert!(person.found().contains(&name));
    // Accepted it stays to be seen: who, why and until when is said in its record.
    person.click(person.place(Role::Button, "Accept"));
    let accepted = &person.blueprint().accepted;
    let (_, one) = accepted.iter().next().expect("it is noted");
    assert_eq!((&*one.rule, &*one.at), ("B14", ""));
    assert!(person.harness.query_by_label("Reason").is_some());
    // It counts once it has an end date, and a second look leads to the same record.
    let said = "accepted once it is said until when";
    assert!(person.harness.query_by_label_contains(said).is_some());
    person.click(person.place(Role::TextInput, "Until"));
    person.write("2099-12-31");
    person.key("Enter");
    assert!(
        person
            .harness
            .query_by_label_contains("accepted until 2099-12-31")
            .is_some()
    );
    person.click(person.place(Role::Button, "Show the acceptance"));
    assert_eq!(person.blueprint().accepted.len(), 1);
}
