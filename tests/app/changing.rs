//! The list of changes beside the board: it covers nothing, says how much follows, and stands where one put it.

use super::*;
use egui::Rect;

impl Person {
    fn rect_of(&self, role: Role, name: &str) -> Rect {
        self.harness.get_by_role_and_label(role, name).rect()
    }

    /// A button at the top of the list.
    fn list(&self) -> Rect {
        self.rect_of(Role::Button, "Close the list")
    }

    fn canvas(&self) -> Rect {
        self.rect_of(Role::Canvas, "Canvas")
    }

    fn click_button(&mut self, name: &str) {
        let at = self.place(Role::Button, name);
        self.click(at);
    }
}

#[test]
fn the_list_of_changes_stands_beside_the_board_where_one_put_it() {
    let mut person = Person::new();
    person.click_button("Where is my refund?");
    for _ in 0..100 {
        std::thread::sleep(std::time::Duration::from_millis(5));
        person.wait();
    }
    person.key("Ctrl+2");
    let alone = person.canvas();
    person.key("Ctrl+L");
    let (list, canvas) = (person.list(), person.canvas());
    assert!(canvas.right() <= list.left() && canvas.width() >= alone.width() / 2.0);

    // What does not fit is counted, and at the end nothing follows.
    let more = |person: &Person| {
        let label = person.harness.query_by_label_contains("more below");
        label.is_some()
    };
    assert!(more(&person), "not all changes fit");
    for _ in 0..16 {
        person.key("F8");
    }
    person.wait();
    let all = person.session().changes().unwrap().list().len();
    person.click_button("Put the list at the left");
    let (list, canvas) = (person.list(), person.canvas());
    assert!(list.right() <= canvas.left());
    person.click_button("Put the list below");
    let (list, canvas) = (person.list(), person.canvas());
    assert!(canvas.bottom() <= list.top());
    assert!(all > 10 && more(&person));

    // It is remembered, and closing gives the room back.
    person.key("Escape");
    assert_eq!(person.canvas(), alone);
    person.key("Ctrl+L");
    assert!(person.canvas().bottom() <= person.list().top());
    std::thread::sleep(std::time::Duration::from_millis(300));
    let settings = person.memory.get(Path::new("/data/settings.ron")).unwrap();
    let settings = String::from_utf8_lossy(&settings).into_owned();
    assert!(settings.contains("changes_at: Bottom"), "{settings}");
}
