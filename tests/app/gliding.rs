//! Switching the variant: the cards that stay glide to their new places, unless motion is reduced.

use egui::{Event, Key, Modifiers, Pos2, Shape, accesskit::Role};

use super::Person;

impl Person {
    /// Where the window drew this line of text last.
    fn drawn_at(&self, line: &str) -> Option<Pos2> {
        fn find(shape: &Shape, line: &str) -> Option<Pos2> {
            match shape {
                Shape::Text(text) if text.galley.text() == line => Some(text.pos),
                Shape::Vec(shapes) => shapes.iter().find_map(|shape| find(shape, line)),
                _ => None,
            }
        }
        let mut shapes = self.harness.output().shapes.iter();
        shapes.find_map(|clipped| find(&clipped.shape, line))
    }

    /// Shows After, and says where the line stood before, in the first frame after the switch and in the end.
    fn switch(&mut self, line: &str) -> [Pos2; 3] {
        let before = self.drawn_at(line).unwrap();
        self.harness.event(Event::Key {
            key: Key::Num3,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::COMMAND,
        });
        // In the first frame the key arrives, in the second After is drawn.
        self.harness.step();
        self.harness.step();
        let first = self.drawn_at(line).unwrap();
        self.harness.run_steps(3);
        [before, first, self.drawn_at(line).unwrap()]
    }
}

#[test]
fn cards_that_stay_glide_to_their_new_places() {
    let mut person = Person::new();
    let example = person.place(Role::Button, "Where is my refund?");
    person.click(example);
    let [before, first, end] = person.switch("Releases the refund");
    assert_ne!(before, end, "it stands elsewhere in After");
    assert_eq!(first, before, "it sets off where it stood");
    person.key("Ctrl+1");
    person.find("Reduced motion");
    let [before, first, end] = person.switch("Releases the refund");
    assert_ne!(before, end);
    assert_eq!(first, end, "with reduced motion it is there at once");
}
