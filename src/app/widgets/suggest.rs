//! Words that a field suggests while somebody types: a list below it, never in the way of other words.
//!
//! Nothing in the list is chosen until an arrow or the pointer does it, so that Enter takes over what is typed.

use egui::{Area, Button, Id, Key, Modifiers, Order, Rect, RichText, Ui, WidgetInfo, vec2};

use crate::{app::look, model::typed, scene::Ink};

/// Lines of the list at most.
const MOST: usize = 8;
/// Room below the field for each line.
const LINE: f32 = 26.0;

/// What the list of a field remembers from frame to frame.
#[derive(Default)]
pub(crate) struct Suggestions {
    /// The field whose list is open.
    of: Option<Id>,
    /// Which line an arrow chose.
    chosen: Option<usize>,
    /// Where the list was painted last.
    at: Option<Rect>,
}

impl Suggestions {
    /// Opens the list of a field: something was typed there, or it was clicked.
    pub(crate) fn open(&mut self, field: Id) {
        (self.of, self.chosen) = (Some(field), None);
    }

    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    /// Whether the list of a field is open, and the field or the list is used now.
    pub(crate) fn is_open(&self, ui: &Ui, field: Id) -> bool {
        let is_used = self.is_under_pointer(ui) || ui.memory(|memory| memory.has_focus(field));
        self.of == Some(field) && is_used
    }

    /// Whether the pointer is over the list that was painted last.
    pub(crate) fn is_under_pointer(&self, ui: &Ui) -> bool {
        let pointer = ui.input(|input| input.pointer.interact_pos());
        self.at.zip(pointer).is_some_and(|(at, it)| at.contains(it))
    }

    /// Nothing is painted below the field now.
    pub(crate) fn hide(&mut self, field: Id) {
        if self.of == Some(field) {
            self.at = None;
        }
    }

    /// Takes the keys that are the list's, before the field sees them; says which of `count` words was taken.
    pub(crate) fn keys(&mut self, ui: &Ui, field: Id, count: usize) -> Option<usize> {
        if !ui.memory(|memory| memory.has_focus(field)) || count == 0 {
            return None;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowDown) {
            if self.of != Some(field) {
                self.open(field);
            }
            let next = self.chosen.map_or(0, |at| at + 1);
            self.chosen = Some(next.min(count - 1));
        }
        if self.of != Some(field) {
            return None;
        }
        if self.chosen.is_some() {
            if pressed(Key::ArrowUp) {
                self.chosen = self.chosen.and_then(|at| at.checked_sub(1));
            }
            if pressed(Key::Escape) {
                self.close();
                return None;
            }
            if pressed(Key::Enter) {
                return self.chosen.filter(|at| *at < count);
            }
        }
        None
    }

    /// The list below the field; says which word was clicked.
    pub(crate) fn list_ui(
        &mut self,
        ui: &Ui,
        (field, below): (Id, Rect),
        words: &[&str],
    ) -> Option<usize> {
        self.chosen = self.chosen.filter(|at| *at < words.len());
        let mut taken = None;
        let height = words.len() as f32 * LINE + 8.0;
        let is_low = below.bottom() + height > ui.ctx().content_rect().bottom();
        // Where there is no room below it the list stands above.
        let corner = match is_low {
            true => below.left_top() - vec2(0.0, height + 4.0),
            false => below.left_bottom() + vec2(0.0, 2.0),
        };
        let shown = Area::new(field.with("suggestions"))
            .order(Order::Foreground)
            .fixed_pos(corner)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style())
                    .inner_margin(3)
                    .show(ui, |ui| {
                        ui.set_width(below.width() - 8.0);
                        ui.spacing_mut().item_spacing.y = 0.0;
                        for (number, word) in words.iter().enumerate() {
                            let is_chosen = self.chosen == Some(number);
                            let text = RichText::new(*word).color(look::ink(ui, Ink::Text));
                            let line = Button::selectable(is_chosen, text)
                                .truncate()
                                .min_size(vec2(ui.available_width(), LINE));
                            let response = ui.add(line);
                            response.widget_info(|| {
                                let role = egui::Role::ListBoxOption;
                                WidgetInfo::selected(role, true, is_chosen, *word)
                            });
                            if response.clicked() {
                                taken = Some(number);
                            }
                        }
                    });
            });
        self.at = Some(shown.response.rect);
        taken
    }
}

/// The words that hold what is typed, those that begin so first.
pub(crate) fn fitting<'w>(words: &'w [String], said: &str) -> Vec<&'w str> {
    let said = said.trim().to_lowercase();
    let mut fits: Vec<(bool, &str)> = words
        .iter()
        .map(|word| (word.to_lowercase(), &**word))
        .filter(|(low, _)| low.contains(&said) && *low != said)
        .map(|(low, word)| (!low.starts_with(&said), word))
        .collect();
    fits.sort_by_key(|(is_inside, _)| *is_inside);
    fits.truncate(MOST);
    fits.into_iter().map(|(_, word)| word).collect()
}

/// The name of a list that is being typed: what stands behind the last comma.
pub(crate) fn list_part(text: &str) -> &str {
    let mark = if text.contains(';') { ';' } else { ',' };
    text.rsplit(mark).next().unwrap_or_default()
}

/// A list of names with the last one replaced by `word`.
pub(crate) fn with_part(text: &str, word: &str) -> String {
    let before = text[..text.len() - list_part(text).len()].trim_end_matches([',', ';', ' ']);
    let mut names = typed::names(before).unwrap_or_default();
    names.push(word.to_owned());
    typed::show_names(&names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_so_come_first() {
        let words = ["Mobile phone", "Phone", "Letter"].map(str::to_owned);
        assert_eq!(fitting(&words, "pho"), ["Phone", "Mobile phone"]);
        assert_eq!(fitting(&words, "phone"), ["Mobile phone"]);
        assert_eq!(fitting(&words, "fax"), Vec::<&str>::new());
        assert_eq!(fitting(&words, ""), ["Mobile phone", "Phone", "Letter"]);
    }

    #[test]
    fn the_last_name_of_a_list_is_completed() {
        assert_eq!(with_part("CRM, ca", "Case tool"), "CRM, Case tool");
        assert_eq!(with_part("ca", "Case tool"), "Case tool");
        assert_eq!(with_part("", "CRM"), "CRM");
    }
}
