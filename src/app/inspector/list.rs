//! Lists of small records inside a record: pains, controls, links, monitors ...

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use super::{
    Wanted,
    form::{Form, field_id},
    forms::{Line, ListForm, REPLIES, WORKERS},
    frame::MOST_LISTED,
};
use crate::{
    app::{
        look,
        widgets::{icon_button_ui, label_ui, muted_ui, text_button_ui},
    },
    model::{ItemEdit, NewItem, PathPart, capital},
    scene::{Icon, Ink, size},
};

impl Form<'_> {
    /// Shows a list under its name: each item in a frame with a button that removes it, and a button that adds one.
    pub(super) fn list_ui(&mut self, ui: &mut Ui, list: &ListForm) {
        label_ui(ui, &(list.title)().into());
        self.items_ui(ui, list);
        self.add_ui(ui, list);
        ui.add_space(size::GRID);
    }

    /// Shows the items alone, and of very many the first.
    pub(super) fn items_ui(&mut self, ui: &mut Ui, list: &ListForm) {
        let way = self.way(list.path);
        let key = self.field_key(&way);
        let most = *self.state.listed.get(&key).unwrap_or(&MOST_LISTED);
        let items = self.key().items(self.blueprint(), &way, most);
        let Some((count, parts)) = items else {
            debug_assert!(false, "there is no list at {}", list.path);
            return;
        };
        let mut done = None;
        for (number, part) in parts.iter().enumerate() {
            self.item_ui((list.path, part), (list.item, number), |form| {
                if let Some(what) = form.framed_ui(ui, list, number) {
                    done = Some((part, what));
                }
            });
        }
        if let Some((part, what)) = done {
            self.change(list, part, what);
        }
        if let Some(more) = count.checked_sub(parts.len()).filter(|more| *more > 0) {
            let words = format!("… and {more} more: show {}", more.min(MOST_LISTED));
            if text_button_ui(ui, None, &words, Ink::Text) {
                self.state.listed.insert(key, most + MOST_LISTED);
            }
        }
    }

    /// Shows an item in a frame; says whether it is to come further up, or to be removed.
    fn framed_ui(&mut self, ui: &mut Ui, list: &ListForm, number: usize) -> Option<ItemEdit> {
        let frame = Frame::NONE
            .stroke(Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
            .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
            .inner_margin(Margin {
                left: 8,
                right: 8,
                top: 2,
                bottom: 4,
            });
        let mut done = None;
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                muted_ui(ui, &format!("{} {}", capital(list.item), number + 1));
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| {
                    let remove = format!("Remove {} {}", list.item, number + 1);
                    let up = format!("Move {} {} up", list.item, number + 1);
                    let editable = !self.session.is_read_only();
                    ui.add_enabled_ui(editable, |ui| {
                        if icon_button_ui(ui, Icon::Close, &remove) {
                            done = Some(ItemEdit::Remove);
                        }
                        if number > 0 && icon_button_ui(ui, Icon::Up, &up) {
                            done = Some(ItemEdit::MoveTo(number - 1));
                        }
                    });
                });
            });
            self.lines_ui(ui, list.lines);
        });
        ui.add_space(size::GRID);
        done
    }

    /// Shows the button that adds one.
    pub(super) fn add_ui(&mut self, ui: &mut Ui, list: &ListForm) {
        let words = list.add_words();
        let editable = !self.session.is_read_only();
        let add = |ui: &mut Ui| text_button_ui(ui, Icon::Plus, &words, Ink::Text);
        if ui.add_enabled_ui(editable, add).inner {
            let id = self.fresh_item(list);
            let author = Some(&self.state.author);
            let author = author.filter(|name| list.path == REPLIES.path && !name.is_empty());
            let signed = author.map(|name| (vec![PathPart::Name("author")], name.clone()));
            let new = NewItem {
                id,
                typed: signed.into_iter().collect(),
                ..NewItem::default()
            };
            self.want_item(list, &new.id);
            self.change_item(self.way(list.path), ItemEdit::Add(new));
        }
    }

    /// An id for a new item; none where they have none.
    pub(super) fn fresh_item(&mut self, list: &ListForm) -> String {
        let (session, ids) = (self.session, &mut self.state.ids);
        let id = list
            .is_taken
            .map(|is_taken| ids.fresh::<()>(list.item, |id| is_taken(session, id.as_str())));
        id.map(|id| id.to_string()).unwrap_or_default()
    }

    /// Lets the first field of the item that is about to be added take the keyboard.
    pub(super) fn want_item(&mut self, list: &ListForm, id: &str) {
        let mut way = self.way(list.path);
        let key = self.field_key(&way);
        let held = self.key().items(self.blueprint(), &way, 0);
        let count = held.map_or(0, |(count, _)| count);
        if count >= *self.state.listed.get(&key).unwrap_or(&MOST_LISTED) {
            self.state.listed.insert(key, count + 1);
        }
        way.push(match id {
            "" => PathPart::Number(count),
            id => PathPart::Item(id.into()),
        });
        let Some(first) = list.lines.first().and_then(Line::first) else {
            return;
        };
        way.extend(first.split('/').map(PathPart::Name));
        self.state.wanted = Some(Wanted::Field(field_id(&self.field_key(&way))));
    }

    fn change(&mut self, list: &ListForm, part: &PathPart, what: ItemEdit) {
        // What is typed into the items beside it would land in the wrong one.
        self.commit_drafts();
        let mut way = self.way(list.path);
        let held = format!("{}/", self.field_key(&way));
        match (part, &what) {
            (PathPart::Number(number), ItemEdit::Remove) if list.path == WORKERS.path => {
                self.remove_worker(*number);
            }
            _ => {
                way.push(part.clone());
                self.change_item(way, what);
            }
        }
        self.state
            .drafts
            .discard_where(|key| key.starts_with(&held));
    }
}
