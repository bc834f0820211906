//! What the settings hold of the user, and where it is used.

use super::*;

#[test]
fn a_reply_bears_the_name_that_the_settings_hold() {
    let mut person = Person::new();
    let wait = |person: &mut Person| {
        for _ in 0..60 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            person.wait();
        }
    };
    let example = person.place(Role::Button, "Loan agreement review");
    person.click(example);
    wait(&mut person);
    person.find("Your name and function");
    person.write("Ana Pop");
    person.key("Tab");
    person.write("Risk officer");
    let done = person.place(Role::Button, "Done");
    person.click(done);
    wait(&mut person);
    let settings = person.memory.get(Path::new("/data/settings.ron")).unwrap();
    let settings = String::from_utf8_lossy(&settings).into_owned();
    assert!(settings.contains("name: \"Ana Pop\""), "{settings}");
    assert!(
        settings.contains("function: \"Risk officer\""),
        "{settings}"
    );

    person.key("Ctrl+F");
    person.write("one in twenty enough");
    person.wait();
    person.harness.get_by_label("Add a reply").click();
    person.wait();
    let comments = &person.blueprint().comments;
    let reply = comments.values().next().unwrap().replies.last().unwrap();
    assert_eq!((&*reply.author, &*reply.text), ("Ana Pop", ""));
}
