//! Fields: text, pick list, slider. Each stands under its label.

use std::ops::Range;

use egui::{
    Align2, Color32, ComboBox, CornerRadius, EventFilter, Frame, Id, Key, Margin, Modifiers,
    Slider, Stroke, TextEdit, Ui, WidgetInfo,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
    vec2,
};

use super::{Name, follow_focus, message_ui};
use crate::{
    app::look,
    scene::{Icon, Ink, size},
};

/// Gives a field the keyboard before it is shown, so that no key is lost, with the characters of `selected`
/// selected. Its undo begins anew: what was typed there before may belong to something else.
pub(crate) fn begin_text(ui: &Ui, id: Id, selected: Range<usize>) {
    let range = CCursorRange::two(CCursor::new(selected.start), CCursor::new(selected.end));
    let mut state = TextEditState::default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
    ui.memory_mut(|memory| memory.request_focus(id));
}

/// What stands below a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message<'a> {
    /// Nothing to say: the field is as high as without one.
    None,
    /// The value is kept but needs mending.
    Warning(&'a str),
    /// What was typed is not taken over.
    Error(&'a str),
}

/// A field for text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextField<'a> {
    /// Its own id, the same in every frame.
    pub id: Id,
    /// The id of its label.
    pub label: Id,
    /// What it holds in this frame; the caller keeps what is typed.
    pub text: &'a str,
    /// Lines it has at least. Up to two hold one paragraph, which Enter ends; in more of them Enter begins a
    /// new line, and Ctrl+Enter ends.
    pub rows: usize,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// A unit shown after the text.
    pub unit: &'a str,
    /// What stands below it.
    pub message: Message<'a>,
}

/// What a person did in a text field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Keystroke {
    /// Nothing in this frame.
    None,
    /// Typed; this is what the field holds now.
    Typed(String),
    /// Left it with Esc.
    Discarded,
}

/// Shows a text field, as wide as there is room.
///
/// Enter ends a field of one line, Ctrl+Enter one of several: the field then gives the focus away, and
/// whoever holds its draft sees that.
pub(crate) fn text_field_ui(ui: &mut Ui, field: &TextField<'_>) -> Keystroke {
    let focused = ui.memory(|memory| memory.has_focus(field.id));
    let border = match field.message {
        Message::Error(_) => Ink::DangerText,
        _ if focused => Ink::Accent,
        Message::Warning(_) => Ink::WarningText,
        Message::None => Ink::FieldBorder,
    };
    let frame = Frame::NONE
        .fill(look::ink(ui, Ink::Field))
        .stroke(Stroke::new(1.0, look::ink(ui, border)))
        .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
        .inner_margin(Margin::symmetric(7, 3));
    let mut text = field.text.to_owned();
    let is_paragraph = field.rows == 2;
    let edit = if is_paragraph {
        let edit = TextEdit::multiline(&mut text).desired_rows(field.rows);
        edit.return_key(None)
    } else if field.rows > 1 {
        TextEdit::multiline(&mut text).desired_rows(field.rows)
    } else {
        TextEdit::singleline(&mut text).align(Align2::LEFT_CENTER)
    };
    let unit = egui::RichText::new(field.unit)
        .small()
        .color(look::ink(ui, Ink::TextMuted));
    let mut edit = edit
        .id(field.id)
        .hint_text(field.hint)
        .frame(frame)
        .desired_width(ui.available_width())
        .min_size(vec2(24.0, size::CONTROL))
        .event_filter(EventFilter {
            tab: false,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        });
    if !field.unit.is_empty() {
        edit = edit.suffix(unit);
    }
    let response = ui.add(edit).labelled_by(field.label);
    let by_pointer = ui.input(|i| i.pointer.any_down() || i.pointer.any_released());
    if field.rows == 1 && response.gained_focus() && !by_pointer {
        // Reached by key: what is typed now takes the place of what is there.
        let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), field.id);
    }
    match field.message {
        Message::None => {}
        Message::Warning(text) => message_ui(ui, Ink::WarningText, text),
        Message::Error(text) => message_ui(ui, Ink::DangerText, text),
    }
    let escaped = focused && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    if escaped {
        response.surrender_focus();
        return Keystroke::Discarded;
    }
    let ends = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::Enter));
    if focused && (ends(Modifiers::COMMAND) || is_paragraph && ends(Modifiers::NONE)) {
        response.surrender_focus();
        // A field of several lines takes Ctrl+Enter for a line of its own.
        return Keystroke::None;
    }
    follow_focus(&response);
    if response.changed() {
        Keystroke::Typed(text)
    } else {
        Keystroke::None
    }
}

/// A choice with more letters may be cut, and is said whole while the pointer rests on it.
const LONG_CHOICE: usize = 30;

/// What a pick list needs beside its words: padding and the arrow.
const ARROW: f32 = 40.0;

/// More choices than this get a line to search in.
const SEARCH_FROM: usize = 12;

/// A pick list that can make what it lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChoiceList<'a> {
    /// Its own id, the same in every frame.
    pub id: Id,
    /// The id of its label.
    pub label: Id,
    /// What is picked now, in words.
    pub picked: &'a str,
    /// What its last line does, which makes something new: `Add a role`.
    pub add: Option<&'a str>,
    /// Whether it takes the keyboard now.
    pub takes_focus: bool,
}

/// What was picked from a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Picked<V> {
    /// One of the choices.
    One(V),
    /// Something new.
    New,
}

/// Shows a pick list, as wide as there is room. `choices` are made only while the list is open; each
/// says whether it is the one picked now.
pub(crate) fn pick_ui<V>(
    ui: &mut Ui,
    id: Id,
    label: Id,
    picked: &str,
    choices: impl FnOnce() -> Vec<(V, String, bool)>,
) -> Option<V> {
    let list = ChoiceList {
        id,
        label,
        picked,
        add: None,
        takes_focus: false,
    };
    match pick_or_add_ui(ui, list, choices)? {
        Picked::One(one) => Some(one),
        Picked::New => None,
    }
}

/// The same with a last line that makes something new.
pub(crate) fn pick_or_add_ui<V>(
    ui: &mut Ui,
    list: ChoiceList<'_>,
    choices: impl FnOnce() -> Vec<(V, String, bool)>,
) -> Option<Picked<V>> {
    let ChoiceList {
        id,
        label,
        picked,
        add,
        takes_focus,
    } = list;
    let search_id = id.with("search");
    let mut chosen = None;
    ui.scope(|ui| {
        let field = look::ink(ui, Ink::Field);
        ui.visuals_mut().widgets.inactive.weak_bg_fill = field;
        let shown = ComboBox::from_id_salt(id)
            .width(ui.available_width())
            .truncate()
            .icon(|ui, rect, _, _| {
                let glyph = Icon::Down.glyph();
                let color = look::ink(ui, Ink::TextMuted);
                let (at, font) = (rect.center(), look::icon_font(13.0));
                ui.painter()
                    .text(at, Align2::CENTER_CENTER, glyph, font, color);
            })
            .selected_text(picked)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show_ui(ui, |ui| {
                let choices = choices();
                let wanted = if choices.len() > SEARCH_FROM {
                    search_ui(ui, search_id)
                } else {
                    String::new()
                };
                for (value, words, is_picked) in choices {
                    if !words.to_lowercase().contains(&wanted) {
                        continue;
                    }
                    let line = egui::Button::selectable(is_picked, &words).truncate();
                    let line = ui.add(line);
                    let is_cut = words.chars().count() > LONG_CHOICE;
                    let line = if is_cut {
                        line.on_hover_text(&words)
                    } else {
                        line
                    };
                    if line.clicked() {
                        chosen = Some(Picked::One(value));
                        ui.close();
                    }
                }
                if let Some(add) = add {
                    ui.separator();
                    let plus = super::icon_text(Icon::Plus, 12.0);
                    let line = ui.add(egui::Button::selectable(false, (plus, add)).truncate());
                    line.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, add));
                    if line.clicked() {
                        chosen = Some(Picked::New);
                        ui.close();
                    }
                }
            });
        if shown.inner.is_none() {
            ui.data_mut(|data| data.remove::<String>(search_id));
        }
        let response = shown.response.labelled_by(label);
        if takes_focus {
            response.request_focus();
            response.scroll_to_me(None);
        }
        follow_focus(&response);
        let body = egui::TextStyle::Body.resolve(ui.style());
        let color = ui.visuals().text_color();
        let words = ui.fonts_mut(|fonts| fonts.layout_no_wrap(picked.to_owned(), body, color));
        if words.size().x > response.rect.width() - ARROW {
            response.on_hover_text(picked);
        }
    });
    chosen
}

/// A line to search in a pick list; says what to look for, in lower case.
fn search_ui(ui: &mut Ui, id: Id) -> String {
    let kept = ui.data(|data| data.get_temp::<String>(id));
    let is_new = kept.is_none();
    let mut text = kept.unwrap_or_default();
    let edit = TextEdit::singleline(&mut text).id(id).hint_text("Search");
    let response = ui.add(edit);
    if is_new {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(id, text.clone()));
    text.trim().to_lowercase()
}

/// What a slider shows, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShareSlider<'a> {
    /// The field beside it.
    pub name: &'a Name,
    /// 0 to 1; nothing known stands at 0.
    pub share: Option<f64>,
    /// The colour of the part that is filled.
    pub ink: Ink,
}

/// Shows a slider for a share; says the new share, in whole percent, and its own id.
pub(crate) fn share_slider_ui(ui: &mut Ui, slider: ShareSlider<'_>) -> (Id, Option<f64>) {
    let mut share = slider.share.unwrap_or(0.0);
    let response = ui
        .scope(|ui| {
            let track = look::ink(ui, Ink::Track);
            let fill = if slider.share.is_some() {
                look::ink(ui, slider.ink)
            } else {
                Color32::TRANSPARENT
            };
            ui.visuals_mut().selection.bg_fill = fill;
            ui.visuals_mut().widgets.inactive.bg_fill = track;
            ui.spacing_mut().slider_width = ui.available_width();
            ui.add(
                Slider::new(&mut share, 0.0..=1.0)
                    .step_by(0.01)
                    .show_value(false)
                    .trailing_fill(true),
            )
        })
        .inner
        .accessible_name(format!("{}, slider", slider.name.spoken));
    // The slider rounds what lies between its steps by itself: that nobody touched it is no change.
    let in_steps = |share: f64| (share * 100.0).round() / 100.0;
    let before = in_steps(slider.share.unwrap_or(0.0));
    let moved = response.changed() && in_steps(share) != before;
    (response.id, moved.then_some(in_steps(share)))
}
