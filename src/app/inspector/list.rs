//! Lists of small records inside a record: pains, controls, links, monitors ...

use std::rc::Rc;

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use super::{form::Form, frame::MOST_LISTED, held::Held};
use crate::{
    app::{
        look,
        widgets::{Name, icon_button_ui, label_ui, muted_ui, text_button_ui},
    },
    model::{Ids, capital, with_article},
    scene::{Icon, Ink, size},
};

/// A list of a record.
pub(super) struct List<T, I> {
    /// Its heading.
    pub name: &'static str,
    /// What one of them is called.
    pub item: &'static str,
    /// Where it stands in the record; `None` when its owner is not there.
    pub of: fn(&mut T) -> Option<&mut Vec<I>>,
}

impl<T, I> Clone for List<T, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, I> Copy for List<T, I> {}

impl<T: Held, I: Clone + 'static> List<T, I> {
    /// What sets a field of the item `number`.
    pub(super) fn set<V>(
        self,
        number: usize,
        set: impl Fn(&mut I, V) + Clone + 'static,
    ) -> impl Fn(&mut T, V) + Clone + 'static {
        let of = self.of;
        move |record, value| {
            if let Some(item) = of(record).and_then(|list| list.get_mut(number)) {
                set(item, value);
            }
        }
    }

    /// The name of a field of the item `number`.
    pub(super) fn field(self, label: &str, number: usize) -> Name {
        Name::of_item(label, self.item, number)
    }

    /// Shows the list: each item in a frame with a button that removes it, and a button that adds one.
    pub(super) fn show_ui(
        self,
        form: &mut Form<'_, T>,
        ui: &mut Ui,
        items: &[I],
        fresh: impl FnOnce(&mut Ids) -> I,
        item_ui: impl Fn(&mut Form<'_, T>, &mut Ui, usize, &I),
    ) {
        label_ui(ui, &self.name.into());
        self.items_ui(form, ui, items, item_ui);
        self.add_ui(form, ui, fresh);
        ui.add_space(size::GRID);
    }

    /// Shows the items alone, and of very many the first.
    pub(super) fn items_ui(
        self,
        form: &mut Form<'_, T>,
        ui: &mut Ui,
        items: &[I],
        item_ui: impl Fn(&mut Form<'_, T>, &mut Ui, usize, &I),
    ) {
        let key = format!("{}/{}", form.path(), self.name);
        let shown = *form.state.listed.get(&key).unwrap_or(&MOST_LISTED);
        self.spreading(form, |form| {
            for (number, item) in items.iter().enumerate().take(shown) {
                let frame = Frame::NONE
                    .stroke(Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
                    .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
                    .inner_margin(Margin {
                        left: 8,
                        right: 8,
                        top: 2,
                        bottom: 4,
                    });
                let mut is_removed = false;
                frame.show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal(|ui| {
                        let words = format!("{} {}", capital(self.item), number + 1);
                        muted_ui(ui, &words);
                        let right = egui::Layout::right_to_left(egui::Align::Center);
                        ui.with_layout(right, |ui| {
                            let remove = format!("Remove {} {}", self.item, number + 1);
                            let editable = !form.session.is_read_only();
                            ui.add_enabled_ui(editable, |ui| {
                                is_removed = icon_button_ui(ui, Icon::Close, &remove);
                            });
                        });
                    });
                    item_ui(form, ui, number, item);
                });
                ui.add_space(size::GRID);
                if is_removed {
                    self.remove(form, number);
                }
            }
        });
        if let Some(more) = items.len().checked_sub(shown).filter(|more| *more > 0) {
            let words = format!("… and {more} more: show {}", more.min(MOST_LISTED));
            if text_button_ui(ui, None, &words, Ink::Text) {
                form.state.listed.insert(key, shown + MOST_LISTED);
            }
        }
    }

    /// Shows the button that adds one.
    pub(super) fn add_ui(
        self,
        form: &mut Form<'_, T>,
        ui: &mut Ui,
        fresh: impl FnOnce(&mut Ids) -> I,
    ) {
        let words = format!("Add {}", with_article(self.item));
        let editable = !form.session.is_read_only();
        let clicked = ui
            .add_enabled_ui(editable, |ui| {
                text_button_ui(ui, Icon::Plus, &words, Ink::Text)
            })
            .inner;
        if clicked {
            let of = self.of;
            let item = fresh(&mut form.state.ids);
            self.spreading(form, |form| {
                form.change(|record| {
                    if let Some(list) = of(record) {
                        list.push(item.clone());
                    }
                });
            });
        }
    }

    /// Takes the item `number` out.
    pub(super) fn remove(self, form: &mut Form<'_, T>, number: usize) {
        // What is typed into the items behind it would land in the wrong one.
        form.state.drafts.commit(None, form.session, form.actions);
        let of = self.of;
        form.change(|record| {
            if let Some(list) = of(record)
                && number < list.len()
            {
                list.remove(number);
            }
        });
        let path = form.path();
        let item = self.item;
        form.state
            .drafts
            .discard_where(|key| key.starts_with(&path) && key.contains(&format!(", {item} ")));
    }

    /// Gives the whole list to every record of the form, whatever `edit` changes in the first.
    pub(super) fn spreading(self, form: &mut Form<'_, T>, edit: impl FnOnce(&mut Form<'_, T>)) {
        let of = self.of;
        let before = form.copy.replace(Rc::new(move |from: &T, to: &mut T| {
            let mut from = from.clone();
            if let (Some(from), Some(to)) = (of(&mut from), of(to)) {
                to.clone_from(from);
            }
        }));
        edit(form);
        form.copy = before;
    }
}
