//! A field that names several records: a line for each that leads to it, and a list of those that can be added.

use egui::Ui;

use super::{form::Form, frame::MOST_LISTED, places::NONE};
use crate::{
    app::widgets::{Picked, icon_button_ui, muted_ui, row_ui},
    edit::Edit,
    model::{FieldPath, ItemEdit, Key, NewItem, RefKind, ShownField},
    scene::Icon,
    session::{Action, Selection, Target},
};

impl Form<'_> {
    /// Several other records of a kind.
    pub(super) fn references_ui(
        &mut self,
        ui: &mut Ui,
        way: &FieldPath,
        seen: &ShownField,
        kind: RefKind,
    ) {
        let (blueprint, key) = (self.blueprint(), self.key());
        let names = key.names(blueprint);
        let Some((count, parts)) = key.items(blueprint, way, MOST_LISTED) else {
            return;
        };
        let name = self.name(seen.label);
        let mut gone = None;
        let mut held = Vec::with_capacity(parts.len());
        self.labelled_ui(ui, &name, |form, ui, _| {
            for part in parts {
                let item = [&way[..], &[part]].concat();
                let Some(one) = key.seen(blueprint, &item) else {
                    continue;
                };
                ui.horizontal(|ui| {
                    let right = egui::Layout::right_to_left(egui::Align::Center);
                    ui.with_layout(right, |ui| {
                        let remove = format!("Remove {}", one.words);
                        if icon_button_ui(ui, Icon::Close, &remove) {
                            gone = Some(item.clone());
                        }
                        if row_ui(ui, None, &one.words, "")
                            && let RefKind::Record(kind) = kind
                        {
                            let variant = &form.session.selection().variant;
                            let target = Target::Record(kind.key(&one.typed));
                            form.actions
                                .push(Action::Select(Selection::of(variant, target)));
                        }
                    });
                });
                held.push(one.typed);
            }
            if count == 0 {
                muted_ui(ui, NONE);
            }
        });
        if let Some(item) = gone {
            self.commit_drafts();
            self.change_item(item, ItemEdit::Remove);
        }
        let add = self.add_words(kind);
        let choices = || {
            let all = (seen.choices)(&names).into_iter();
            all.filter(|(typed, _)| !held.contains(typed))
                .map(|(typed, words)| (typed, words, false))
                .collect()
        };
        let named = |typed: String| {
            ItemEdit::Add(NewItem {
                typed: vec![(FieldPath::new(), typed)],
                ..NewItem::default()
            })
        };
        let keys = self.keys.clone();
        let more = format!("Add to {}", seen.label.to_lowercase());
        let another = format!("Another {}", kind.noun());
        match self.picked_or_new_ui(
            ui,
            (way, &self.name(&more)),
            (&another, add.as_deref()),
            choices,
        ) {
            Some(Picked::One(typed)) => self.change_item(way.clone(), named(typed)),
            Some(Picked::New) => self.add_then(way, kind, |_, key: &Key| {
                let (_, id) = key.in_register()?;
                Some(Edit::Item {
                    keys,
                    field: way.clone(),
                    what: named(id.to_owned()),
                })
            }),
            None => {}
        }
        self.naming_ui(ui, way);
    }
}
