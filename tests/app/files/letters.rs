//! Letters that the bundled font lacks: taken from other fonts, and named where there are none.

use std::collections::BTreeSet;

use frontstage::{
    paint,
    scene::icon_font,
    store::{Draws, Fonts, SystemFont},
};

use super::*;

/// One font is installed: the icon font, which is here wherever the test runs.
#[derive(Debug)]
struct Icons;

impl Fonts for Icons {
    fn find(&self, letters: &BTreeSet<char>, draws: Draws<'_>) -> Vec<SystemFont> {
        let is_of_use = letters.iter().any(|letter| draws(icon_font(), 0, *letter));
        let font = SystemFont {
            data: Arc::new(icon_font()),
            index: 0,
        };
        is_of_use.then_some(font).into_iter().collect()
    }
}

/// A letter that the icon font has and Inter lacks.
fn own_letter() -> char {
    let bundled = |letter| paint::draws(frontstage::scene::Weight::Regular.bytes(), 0, letter);
    let mut own = ('\u{e000}'..='\u{f8ff}')
        .filter(|letter| paint::draws(icon_font(), 0, *letter) && !bundled(*letter));
    own.next().unwrap()
}

/// What the window says when a lane is called `name` and the board is exported and copied, with fonts
/// or without.
fn check_said(fonts: Arc<dyn Fonts>, name: &str, boxes: Option<&str>) {
    let mut desk = Desk::new();
    desk.fonts = fonts;
    desk.boxes = true;
    desk.open_window(Box::new(desk.dialogs.clone()));
    let text = text_of("Refund").replace("\"Customer\"", &format!("\"{name}\""));
    desk.memory.put(Path::new(FILE), text.as_bytes());
    desk.open(FILE);
    let said = |desk: &mut Desk| {
        desk.window()
            .session
            .as_ref()
            .unwrap()
            .notice()
            .unwrap()
            .text
            .clone()
    };
    for kind in ["PDF", "PNG"] {
        let path = format!("/desk/picture-{kind}");
        desk.dialogs.answer(Answer::Picked(path.into()));
        desk.command(Command::Export);
        desk.click(kind);
        desk.click("Export…");
        desk.wait_until("the picture", |desk| {
            let session = desk.window().session.as_ref().unwrap();
            session
                .notice()
                .is_some_and(|n| n.text.contains(&format!("picture-{kind}")))
        });
        check_words(&said(&mut desk), boxes);
    }
    desk.command(Command::CopyBoardPicture);
    desk.wait_until("the copy", |desk| {
        let session = desk.window().session.as_ref().unwrap();
        session.notice().is_some_and(|n| n.text.contains("Copied"))
    });
    check_words(&said(&mut desk), boxes);
}

#[track_caller]
fn check_words(said: &str, boxes: Option<&str>) {
    let (_, told) = said.split_once(". ").unwrap_or((said, ""));
    assert_eq!((!told.is_empty()).then_some(told), boxes, "{said}");
}

#[test]
fn letters_that_no_font_has_are_named() {
    let (one, nothing) = (
        "No font here has the letter 返 (U+8FD4): a box stands for it",
        Arc::new(frontstage::store::NoFonts),
    );
    check_said(nothing.clone(), "返", Some(one));
    check_said(nothing, "Kundin, déjà vu", None);
    let own = own_letter();
    check_said(Arc::new(Icons), &format!("{own}返"), Some(one));
    check_said(Arc::new(Icons), &format!("A {own}"), None);
}
