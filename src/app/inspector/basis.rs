//! Where a figure comes from: small words below its field, which unfold the fields that say it.

use egui::{Button, CornerRadius, Frame, Margin, RichText, Role, Stroke, Ui, WidgetInfo};

use super::{
    form::Form,
    forms::Line,
    places::{NONE, of_step},
};
use crate::{
    app::{look, widgets::Name},
    model::{Basis, BasisKind, Blueprint, Key, PathPart},
    scene::{Ink, size},
};

/// The basis of the figure at `path` in a record, if somebody said it.
fn basis_of<'b>(blueprint: &'b Blueprint, key: &Key, path: &str) -> Option<&'b Basis> {
    let held = match key {
        Key::Step(variant, id) => &blueprint.step(variant, id)?.basis,
        Key::Connector(variant, id) => {
            let (_, held) = blueprint.variant(variant)?;
            &held.connectors.get(id)?.basis
        }
        Key::Variant(id) => &blueprint.variant(id)?.1.basis,
        Key::Role(id) => &blueprint.role(id)?.1.basis,
        _ => return None,
    };
    held.get(path)
}

impl Form<'_> {
    /// Shows figures side by side, each with where it comes from, of which one may be unfolded below.
    pub(super) fn figures_ui(&mut self, ui: &mut Ui, paths: &[&'static str]) {
        ui.columns(paths.len(), |ui| {
            for (ui, path) in ui.iter_mut().zip(paths) {
                self.lines_ui(ui, &[Line::One(path)]);
                self.basis_button_ui(ui, path);
            }
        });
        for path in paths {
            self.basis_fields_ui(ui, path);
        }
    }

    /// Where the figures at `path` come from, of which the fields are shown elsewhere.
    pub(super) fn basis_ui(&mut self, ui: &mut Ui, path: &'static str) {
        self.basis_button_ui(ui, path);
        self.basis_fields_ui(ui, path);
    }

    fn basis_button_ui(&mut self, ui: &mut Ui, path: &'static str) {
        let basis = basis_of(self.blueprint(), &self.key(), path);
        let seen = self.key().seen(self.blueprint(), &self.way(path));
        let is_given = seen.is_some_and(|seen| !seen.words.is_empty());
        if !is_given && basis.is_none() {
            return;
        }
        let words = basis.map_or_else(|| "Say how it is known".to_owned(), basis_words);
        let color = look::ink(ui, Ink::TextMuted);
        let text = RichText::new(words).small().color(color);
        let button = Button::new(text)
            .frame(false)
            .truncate()
            .min_size(egui::vec2(0.0, 14.0));
        let response = ui
            .scope(|ui| {
                ui.spacing_mut().button_padding.y = 0.0;
                ui.spacing_mut().interact_size.y = 14.0;
                ui.add(button)
            })
            .inner;
        let name = format!("Basis of {}", self.called(path));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.on_hover_text(name).clicked() {
            let key = self.basis_key(path);
            let state = &mut self.state.unfolded;
            *state = (state.as_ref() != Some(&key)).then_some(key);
        }
        ui.add_space(size::GRID);
    }

    /// What the figure at `path` is called.
    fn called(&self, path: &'static str) -> &'static str {
        let seen = self.key().seen(self.blueprint(), &self.way(path));
        seen.map_or_else(|| of_step(path), |seen| seen.label)
    }

    fn basis_key(&self, path: &str) -> String {
        self.field_key(&[PathPart::Name("basis"), PathPart::Item(path.into())])
    }

    /// The fields of a figure's basis, when it is unfolded.
    fn basis_fields_ui(&mut self, ui: &mut Ui, path: &'static str) {
        if self.state.unfolded.as_ref() != Some(&self.basis_key(path)) {
            return;
        }
        let kind = basis_of(self.blueprint(), &self.key(), path).map(|basis| basis.kind);
        let of = self.called(path).to_lowercase();
        let frame = Frame::NONE
            .fill(look::ink(ui, Ink::Rail))
            .stroke(Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
            .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
            .inner_margin(Margin::symmetric(8, 6));
        frame.show(ui, |ui| {
            self.entry_ui(("basis", path), &of, |form| {
                ui.columns(2, |ui| {
                    form.basis_kind_ui(&mut ui[0], &of, kind);
                    form.lines_ui(&mut ui[1], &[Line::One("on")]);
                });
                form.lines_ui(ui, &[Line::One("source")]);
                if kind == Some(BasisKind::Measured) {
                    form.lines_ui(ui, &[Line::One("n")]);
                }
            });
        });
        ui.add_space(size::GRID);
    }

    /// How far to trust a figure: without it there is no basis.
    fn basis_kind_ui(&mut self, ui: &mut Ui, of: &str, kind: Option<BasisKind>) {
        let way = self.way("kind");
        let name = Name {
            label: "Basis".to_owned(),
            spoken: format!("Basis of {of}"),
        };
        let choices = || {
            let known = BasisKind::ALL.iter().map(|one| Some(*one));
            let all = std::iter::once(None).chain(known);
            all.map(|one| {
                (
                    one,
                    one.map_or(NONE, BasisKind::words).to_owned(),
                    one == kind,
                )
            })
            .collect()
        };
        let picked = kind.map_or(NONE, BasisKind::words);
        match self.picked_ui(ui, (&way, &name), picked, choices) {
            Some(Some(kind)) => self.set(way, kind.words()),
            Some(None) => self.set(way[..way.len() - 1].to_vec(), ""),
            None => {}
        }
    }
}

fn basis_words(basis: &Basis) -> String {
    let on = basis.on.as_ref().map(ToString::to_string);
    let parts = [
        Some(basis.kind.words().to_owned()),
        (!basis.source.is_empty()).then(|| basis.source.clone()),
        on,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
