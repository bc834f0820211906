//! Words between fields: headings, labels, chips, rows and small buttons.

use egui::{
    Align, Align2, Button, Label, Layout, Response, RichText, Role, Sense, Stroke, Ui, WidgetInfo,
    WidgetText, vec2,
};

use super::Name;
use crate::{
    app::look,
    model::cut,
    scene::{Icon, Ink, size},
};

/// An icon as text of the icon font.
pub(crate) fn icon_text(icon: Icon, points: f32) -> RichText {
    RichText::new(icon.glyph()).font(look::icon_font(points))
}

/// A heading has at most so many lines: below it stand the fields.
const HEADING_LINES: usize = 3;

/// The heading of a panel, with an icon before it.
pub(crate) fn heading_ui(ui: &mut Ui, icon: Option<(Icon, Ink)>, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if let Some((icon, ink)) = icon {
            let color = look::ink(ui, ink);
            let glyph = Label::new(icon_text(icon, 15.0).color(color)).selectable(false);
            unspoken(&ui.add(glyph));
        }
        // The whole of a text that is no name any more stands in its field.
        let said = RichText::new(cut(text, 200)).font(look::semibold(15.0));
        let mut job = WidgetText::from(said).into_layout_job(
            ui.style(),
            egui::FontSelection::Default,
            Align::TOP,
        );
        let job = std::sync::Arc::make_mut(&mut job);
        job.wrap.max_width = ui.available_width();
        job.wrap.max_rows = HEADING_LINES;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
        let is_cut = galley.elided || text.chars().count() > 200;
        let response = ui.add(Label::new(galley).selectable(false));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        if is_cut {
            response.on_hover_text(text);
        }
    });
}

/// Small words that explain.
pub(crate) fn muted_ui(ui: &mut Ui, text: &str) {
    let color = look::ink(ui, Ink::TextMuted);
    ui.add(Label::new(RichText::new(text).small().color(color)).wrap());
}

/// What is wrong with the field above.
pub(crate) fn message_ui(ui: &mut Ui, ink: Ink, text: &str) {
    let color = look::ink(ui, ink);
    ui.add(Label::new(RichText::new(text).small().color(color)).wrap());
}

/// A field's label; the field says `labelled_by` its id.
pub(crate) fn label_ui(ui: &mut Ui, name: &Name) -> Response {
    let color = look::ink(ui, Ink::TextMuted);
    let text = RichText::new(&name.label).small().color(color);
    let response = ui.add(Label::new(text).selectable(false).truncate());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name.spoken));
    response
}

/// The heading of a part of a panel, in small capitals, with words at the right.
pub(crate) fn section_ui(ui: &mut Ui, title: &str, note: &str, ink: Ink) {
    ui.add_space(size::GRID * 3.0);
    ui.horizontal(|ui| {
        let color = look::ink(ui, Ink::TextMuted);
        let text = RichText::new(title.to_uppercase())
            .font(look::semibold(10.5))
            .extra_letter_spacing(0.6)
            .color(color);
        let response = ui.add(Label::new(text).selectable(false));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, title));
        if !note.is_empty() {
            let color = look::ink(ui, ink);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = RichText::new(note).font(look::semibold(10.5)).color(color);
                ui.add(Label::new(text).selectable(false));
            });
        }
    });
    ui.add_space(size::GRID / 2.0);
}

/// The head of a group that folds, as wide as there is room.
pub(crate) fn group_ui(ui: &mut Ui, name: &Name, note: &str, is_open: bool) -> Response {
    let title = &*name.label;
    let wanted = vec2(ui.available_width(), size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &name.spoken));
    follow_focus(&response);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        if response.hovered() || response.has_focus() {
            let ink = if response.has_focus() {
                Ink::SelectedFill
            } else {
                Ink::Hover
            };
            painter.rect_filled(rect.expand2(vec2(4.0, 0.0)), 6.0, look::ink(ui, ink));
        }
        let icon = if is_open { Icon::Down } else { Icon::Right };
        let muted = look::ink(ui, Ink::TextMuted);
        let left = rect.left_center();
        let glyph = icon.glyph().to_string();
        painter.text(
            left,
            Align2::LEFT_CENTER,
            glyph,
            look::icon_font(14.0),
            muted,
        );
        painter.text(
            left + vec2(20.0, 0.0),
            Align2::LEFT_CENTER,
            title,
            look::medium(13.0),
            look::ink(ui, Ink::Text),
        );
        let note = WidgetText::from(RichText::new(note).small().color(muted)).into_galley(
            ui,
            Some(egui::TextWrapMode::Truncate),
            rect.width() * 0.45,
            egui::TextStyle::Small,
        );
        let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), note.size());
        painter.galley(at.min, note, muted);
    }
    response
}

/// A row that leads somewhere, as wide as there is room, with words at the right.
pub(crate) fn row_ui(ui: &mut Ui, icon: Option<(Icon, Ink)>, text: &str, note: &str) -> bool {
    let wanted = vec2(ui.available_width(), size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    follow_focus(&response);
    // A card on the canvas or the variant switch may bear the same words.
    let spoken = format!("Go to {text}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &spoken));
    if ui.is_rect_visible(rect) {
        let (ground, border) = if response.has_focus() {
            (Ink::SelectedFill, Ink::Accent)
        } else if response.hovered() {
            (Ink::Hover, Ink::FieldBorder)
        } else {
            (Ink::Field, Ink::FieldBorder)
        };
        let stroke = Stroke::new(1.0, look::ink(ui, border));
        let painter = ui.painter();
        let radius = size::CONTROL_RADIUS;
        painter.rect(
            rect,
            radius,
            look::ink(ui, ground),
            stroke,
            egui::StrokeKind::Inside,
        );
        let muted = look::ink(ui, Ink::TextMuted);
        let mut left = rect.left() + 8.0;
        if let Some((icon, ink)) = icon {
            let at = egui::pos2(left, rect.center().y);
            let glyph = icon.glyph().to_string();
            painter.text(
                at,
                Align2::LEFT_CENTER,
                glyph,
                look::icon_font(13.0),
                look::ink(ui, ink),
            );
            left += 20.0;
        }
        let truncate = Some(egui::TextWrapMode::Truncate);
        let note = WidgetText::from(RichText::new(note).small().color(muted)).into_galley(
            ui,
            truncate,
            rect.width() * 0.5,
            egui::TextStyle::Small,
        );
        let room = rect.right() - 8.0 - left - note.size().x - 8.0;
        let at =
            Align2::RIGHT_CENTER.anchor_size(rect.right_center() - vec2(8.0, 0.0), note.size());
        painter.galley(at.min, note, muted);
        let words = WidgetText::from(text).into_galley(ui, truncate, room, egui::TextStyle::Body);
        let at = Align2::LEFT_CENTER.anchor_size(egui::pos2(left, rect.center().y), words.size());
        painter.galley(at.min, words, look::ink(ui, Ink::Text));
    }
    response.on_hover_text(text).clicked()
}

/// A button that is only an icon; `name` is what it does.
pub(crate) fn icon_button_ui(ui: &mut Ui, icon: Icon, name: &str) -> bool {
    let color = look::ink(ui, Ink::TextMuted);
    let button = Button::new(icon_text(icon, 13.0).color(color)).frame_when_inactive(false);
    let response = ui.add(button.min_size(vec2(24.0, 24.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response.on_hover_text(name).clicked()
}

/// Whether a button can be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It can.
    Possible,
    /// It is shown, and cannot: why, said while the pointer rests on it.
    NotNow(&'static str),
}

impl From<Result<(), &'static str>> for Use {
    fn from(can: Result<(), &'static str>) -> Self {
        can.map_or_else(Self::NotNow, |()| Self::Possible)
    }
}

/// A quiet button, with an icon before its words; says whether it was clicked.
pub(crate) fn button_ui(
    ui: &mut Ui,
    usable: Use,
    icon: impl Into<Option<Icon>>,
    (text, ink): (&str, Ink),
) -> bool {
    // What cannot be done now is seen before it is tried, also where values stay well readable without being editable.
    let ink = match usable {
        Use::Possible => ink,
        Use::NotNow(_) => Ink::TextFaint,
    };
    let color = look::ink(ui, ink);
    let words = RichText::new(text).color(color);
    let button = match icon.into() {
        Some(icon) => Button::new((icon_text(icon, 13.0).color(color), words)),
        None => Button::new(words),
    };
    let button = button.min_size(vec2(0.0, size::CONTROL));
    let response = ui.add_enabled(usable == Use::Possible, button);
    let response = match usable {
        Use::NotNow(why) => response.on_disabled_hover_text(why),
        Use::Possible => response,
    };
    follow_focus(&response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, response.enabled(), text));
    response.clicked()
}

/// A quiet button that can be used.
pub(crate) fn text_button_ui(
    ui: &mut Ui,
    icon: impl Into<Option<Icon>>,
    text: &str,
    ink: Ink,
) -> bool {
    button_ui(ui, Use::Possible, icon, (text, ink))
}

/// The buttons at the foot of a dialog: says whether what it is about is taken, or left.
pub(crate) fn take_or_leave_ui(ui: &mut Ui, take: &str) -> (bool, bool) {
    let height = 32.0;
    let line = vec2(ui.available_width(), height);
    let right = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(line, right, |ui| {
        ui.spacing_mut().button_padding.x = 16.0;
        let words = RichText::new(take).font(look::medium(13.0));
        let words = words.color(look::ink(ui, Ink::OnAccent));
        let button = Button::new(words).fill(look::ink(ui, Ink::Accent));
        let takes = ui.add(button.min_size(vec2(84.0, height))).clicked();
        let leave = Button::new(RichText::new("Cancel").font(look::medium(13.0)));
        let leaves = ui.add(leave.min_size(vec2(84.0, height))).clicked();
        (takes, leaves)
    })
    .inner
}

/// Shows small parts beside each other, and below where there is no more room.
pub(crate) fn wrapped_ui(ui: &mut Ui, show_ui: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::GRID, size::GRID);
        ui.horizontal_wrapped(show_ui);
    });
}

/// What the keyboard comes to is scrolled into view.
pub(crate) fn follow_focus(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// A picture beside words that say the same: not spoken.
fn unspoken(response: &Response) {
    response.widget_info(|| WidgetInfo::new(Role::Unknown));
}

/// A box to tick, filled when it is.
pub(crate) fn tick_ui(ui: &mut Ui, ticked: &mut bool, words: &str) -> Response {
    let is_ticked = *ticked;
    chosen_ui(ui, is_ticked, |ui| ui.checkbox(ticked, words))
}

/// One of several choices, of which one is taken: its mark is filled then.
pub(crate) fn radio_ui<T: PartialEq>(ui: &mut Ui, value: &mut T, own: T, words: &str) -> Response {
    chosen_ui(ui, *value == own, |ui| ui.radio_value(value, own, words))
}

fn chosen_ui(ui: &mut Ui, is_chosen: bool, show: impl FnOnce(&mut Ui) -> Response) -> Response {
    let (fill, mark) = (look::ink(ui, Ink::Accent), look::ink(ui, Ink::OnAccent));
    let shown = ui.scope(|ui| {
        ui.spacing_mut().icon_spacing = 8.0;
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
        ] {
            if is_chosen {
                state.bg_fill = fill;
                state.bg_stroke.color = fill;
                state.fg_stroke = Stroke::new(1.5, mark);
            }
        }
        show(ui)
    });
    shown.inner
}
