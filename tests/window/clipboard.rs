//! The clipboard of the system: what other programs see of copied steps, and what comes back.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use frontstage::model::StepId;

use super::*;

/// Calls `xclip` for the clipboard; `None` where it has nothing of that kind.
fn xclip(arguments: &[&str], input: Option<&str>) -> Option<String> {
    let mut program = Command::new("xclip")
        .args(["-selection", "clipboard"])
        .args(arguments)
        .stdin(Stdio::piped())
        // What serves the clipboard goes on after this, and must not keep the output open.
        .stdout(match input {
            Some(_) => Stdio::null(),
            None => Stdio::piped(),
        })
        .stderr(Stdio::null())
        .spawn()
        .expect("xclip starts");
    let mut pipe = program.stdin.take().expect("its input is piped");
    pipe.write_all(input.unwrap_or_default().as_bytes())
        .expect("it reads");
    drop(pipe);
    let output = program.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("text");
    output.status.success().then_some(text)
}

/// What a person reads, with the steps themselves beside it, through the real clipboard and into another window.
#[test]
fn copied_steps_are_text_for_others_and_steps_for_another_window() {
    const NAME: &str = "copied_steps_are_text_for_others_and_steps_for_another_window";
    let Some(desk) = Desk::new(NAME) else { return };
    let has_xclip = Command::new("xclip").arg("-version").output().is_ok();
    if !has_xclip || env::var_os("DISPLAY").is_none() {
        println!("{NAME} skipped: it needs xclip and an X display");
        return;
    }
    let file = desk.example();
    let example = format::read(EXAMPLE.as_bytes())
        .expect("it opens")
        .blueprint;
    let mut first = desk.start(Some(&file));
    // A step that stands in one variant alone: its id is free where it was deleted.
    let (before, others) = example.variants.split_first().expect("variants");
    let is_alone = |id: &StepId| others.iter().all(|other| !other.steps.contains_key(id));
    let cards = first.nodes();
    let is_shown = |title: &str| {
        let mut cards = cards.iter().filter(|node| node.role == Role::ListItem);
        cards.any(|card| card.name == title)
    };
    let mut steps = before.steps.iter();
    let alone = steps.find(|(id, step)| is_alone(id) && is_shown(&step.title));
    let title = alone.expect("a card").1.title.clone();
    first.click(Role::ListItem, &title);
    first.copy();

    let text = xclip(&["-o", "-t", "UTF8_STRING"], None).expect("text for everyone");
    assert_eq!(text.trim_end(), title);
    let html = xclip(&["-o", "-t", "text/html"], None).expect("HTML beside it");
    assert!(html.contains(&format!("<li>{title}</li>")), "{html}");
    assert!(html.contains("data-frontstage=\""), "{html}");

    // A second window, with a document that has the lane.
    let mut other = example.clone();
    other.title = "Another".to_owned();
    let other_file = desk.folder.path().join("other.blueprint.ron");
    let old = format::write(&other);
    fs::write(&other_file, &old).expect("a file");
    let data = desk.folder.path().join("data-2");
    let mut second = Program::start(&data, &[&other_file]);
    second.click(Role::ListItem, &title);
    second.press("Delete");
    second.paste(&text);
    // It comes from another document, and is shown first.
    second.click(Role::Button, "Place 1 step");
    second.press("Ctrl+S");
    let saved = wait_for_save(&other_file, &old);
    let saved = format::read(saved.as_bytes()).expect("it opens").blueprint;
    let (before, now) = (&example.variants[0], &saved.variants[0]);
    let (id, step) = before
        .steps
        .iter()
        .find(|(_, step)| step.title == title)
        .expect("the step");
    let pasted = now
        .steps
        .get(id)
        .expect("under its id, which is free there");
    assert_eq!(
        (&pasted.lane, &pasted.work, &pasted.pains),
        (&step.lane, &step.work, &step.pains)
    );
    assert!(second.quit("Ctrl+Q").success());
    assert!(first.quit("Ctrl+Q").success());

    // Other programs' text becomes steps; HTML with nothing of ours is no reason to fail.
    let mut third = desk.start(Some(&file));
    third.click(Role::ListItem, &title);
    xclip(&["-i", "-t", "text/html"], Some("<b>bold</b>"));
    third.paste("Calls the bank");
    third.click(Role::Button, "Add 1 step");
    third.wait_for(Role::ListItem, "Calls the bank");
    third.press("Ctrl+Z");
    assert!(third.quit("Ctrl+Q").success());
}
