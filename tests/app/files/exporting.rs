//! The export dialog: it keeps its size, and an export has the ending of its kind alone.

use super::*;

#[test]
fn another_kind_of_file_neither_moves_the_dialog_nor_adds_an_ending() {
    let mut desk = Desk::new();
    desk.open(FILE);
    desk.command(Command::Export);
    let place = |desk: &mut Desk, kind: &str| {
        desk.click(kind);
        desk.settle();
        desk.harness().get_by_label("Export…").rect()
    };
    let places = ["PDF", "PNG", "SVG"].map(|kind| place(&mut desk, kind));
    assert_eq!(places[0], places[1]);
    assert_eq!(places[0], places[2]);
    place(&mut desk, "PDF");
    desk.dialogs.answer(Answer::Picked("/desk/out.svg".into()));
    desk.click("Export…");
    let written = |desk: &mut Desk| desk.memory.get(Path::new("/desk/out.pdf")).is_some();
    desk.wait_until("the picture", written);
    assert!(desk.memory.get(Path::new("/desk/out.svg.pdf")).is_none());
    assert!(desk.memory.get(Path::new("/desk/out.svg")).is_none());
}
