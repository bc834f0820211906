//! The bar above the canvas while two variants are compared: which two, how, and which changes.

use egui::{Id, RichText, ScrollArea, Ui, WidgetInfo, scroll_area::ScrollBarVisibility, vec2};

use crate::{
    app::{
        keys, look,
        menus::{segment_ui, segments_ui},
        view::View,
        widgets::{change_look, icon_button_ui, icon_text},
    },
    model::{LaneId, VariantId, plural},
    patch::{ChangeFilter, ChangeKind, Who},
    scene::{Icon, Ink, size},
    session::{Action, Command, CompareAs, Session},
};

/// Shows the bar: which variants are compared, how they are laid out, and which changes are looked at.
pub fn bar_ui(ui: &mut Ui, session: &Session, view: View, actions: &mut Vec<Action>) {
    // How wide the bar is with all its words, from the frame before.
    let known = Id::unique("words of the compare bar");
    let wide: f32 = ui.data(|data| data.get_temp(known)).unwrap_or(0.0);
    let is_short = wide > ui.available_width();
    let mut left_out = 0.0;
    // Names may be long and windows narrow: what still has no room is reached by scrolling.
    let bar = ScrollArea::horizontal().scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
    let shown = bar.show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = size::GRID;
            pair_ui(ui, session, actions);
            if !view.is_page() {
                ui.add_space(size::GRID);
                mode_ui(ui, session, actions);
                ui.add_space(size::GRID);
                left_out = filter_ui(ui, session, is_short, actions);
            }
        });
    });
    let now = shown.content_size.x + left_out;
    if now != wide {
        ui.data_mut(|data| data.insert_temp(known, now));
        ui.ctx().request_repaint();
    }
}

/// Before ▾ against After ▾.
fn pair_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let (Some(first), Some(second)) = session.pair() else {
        return;
    };
    let choices = |picked: &VariantId| {
        let variants = session.blueprint().variants.iter();
        let choice =
            |variant: &VariantId, name: &String| (variant.clone(), name.clone(), variant == picked);
        variants.map(|v| choice(&v.id, &v.name)).collect()
    };
    let name = |id| {
        let variant = session.blueprint().variant(id);
        variant.map_or_else(String::new, |(_, variant)| variant.name.clone())
    };
    let shown = name(first);
    if let Some(picked) = chooser_ui(ui, "Compare", &shown, || choices(first)) {
        // The one that was the other trades places.
        let other = if picked == *second { first } else { second };
        actions.push(Action::Show(session.comparison_of(&picked, other)));
    }
    ui.label(RichText::new("against").color(look::ink(ui, Ink::TextMuted)));
    let shown = name(second);
    if let Some(picked) = chooser_ui(ui, "Compare against", &shown, || choices(second)) {
        let other = if picked == *first { second } else { first };
        actions.push(Action::Show(session.comparison_of(other, &picked)));
    }
}

/// Above each other | Overlay.
fn mode_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let keys = keys::of(Command::CompareOverlay);
    segments_ui(ui, |ui| {
        let modes = [
            ("Above each other", CompareAs::Stacked),
            ("Overlay", CompareAs::Overlay),
        ];
        for (name, mode) in modes {
            let is_shown = session.compare_as() == mode;
            if segment_ui(ui, name, is_shown, &keys).clicked() && !is_shown {
                actions.push(Action::CompareAs(mode));
            }
        }
    });
}

/// The kinds of change with their counts, the lane, whom they concern. Where it `is_short` the kinds are told
/// by their marks alone; says how much wider it would be with the words.
fn filter_ui(ui: &mut Ui, session: &Session, is_short: bool, actions: &mut Vec<Action>) -> f32 {
    let mut left_out = 0.0;
    let (Some(changes), Some((first, second))) = (session.changes(), session.compared()) else {
        return left_out;
    };
    let filter = session.filter();
    for kind in ChangeKind::ALL {
        let count = changes.count(*kind);
        let is_on = filter.kinds.contains(kind);
        if count == 0 && !is_on {
            continue;
        }
        if *kind == ChangeKind::Ai {
            ui.label(RichText::new("of these").color(look::ink(ui, Ink::TextMuted)));
        }
        let (is_clicked, words) = kind_ui(ui, *kind, count, (is_on, is_short));
        left_out += words;
        if is_clicked {
            let mut filter = filter.clone();
            if !filter.kinds.remove(kind) {
                filter.kinds.insert(*kind);
            }
            actions.push(Action::Filter(filter));
        }
    }
    let blueprint = session.blueprint();
    let lane_name = |id: &LaneId| Who::Lane(id.clone()).name(blueprint);
    let shown = filter
        .lane
        .as_ref()
        .map_or_else(|| "All lanes".to_owned(), lane_name);
    let lanes = || {
        let all = (None, "All lanes".to_owned(), filter.lane.is_none());
        let lanes = blueprint.lanes.iter().map(|lane| {
            let is_picked = filter.lane.as_ref() == Some(&lane.id);
            (Some(lane.id.clone()), lane.name.clone(), is_picked)
        });
        std::iter::once(all).chain(lanes).collect()
    };
    if let Some(lane) = chooser_ui(ui, "Changes in lane", &shown, lanes) {
        let filter = filter.clone();
        actions.push(Action::Filter(ChangeFilter { lane, ..filter }));
    }
    let everybody = || "Everybody".to_owned();
    let shown = filter
        .who
        .as_ref()
        .map_or_else(everybody, |who| who.name(blueprint));
    let people = || {
        let all = (None, everybody(), filter.who.is_none());
        let people = Who::in_either(blueprint, (first, second)).into_iter();
        let people = people.map(|who| {
            let is_picked = filter.who.as_ref() == Some(&who);
            (Some(who.clone()), who.name(blueprint), is_picked)
        });
        std::iter::once(all).chain(people).collect()
    };
    if let Some(who) = chooser_ui(ui, "Changes for", &shown, people) {
        let filter = filter.clone();
        actions.push(Action::Filter(ChangeFilter { who, ..filter }));
    }
    if !filter.is_open() {
        let (all, taken) = changes.steps();
        let words = RichText::new(format!("{taken} of {all}")).size(12.0);
        ui.label(words.color(look::ink(ui, Ink::TextMuted)))
            .on_hover_text(format!(
                "{taken} of the {}",
                plural(all, "step that differs", "steps that differ")
            ));
        if icon_button_ui(ui, Icon::Close, Command::AllChanges.info().name) {
            actions.push(Action::Command(Command::AllChanges));
        }
    }
    left_out
}

/// A kind of change as a chip that switches; says whether it was clicked, and how wide the word is that it
/// leaves out.
fn kind_ui(
    ui: &mut Ui,
    kind: ChangeKind,
    count: usize,
    (is_on, is_short): (bool, bool),
) -> (bool, f32) {
    let (mark, ground, ink) = change_look(kind);
    let (ground, ink) = if is_on {
        (ground, ink)
    } else {
        (Ink::Chip, Ink::Text)
    };
    let color = look::ink(ui, ink);
    let mark = match kind {
        ChangeKind::Ai => icon_text(Icon::Spark, 11.0),
        _ => RichText::new(mark).font(look::semibold(12.0)),
    };
    let name = format!("{count} {}", kind.word());
    let font = look::medium(12.0);
    let words = if is_short {
        count.to_string()
    } else {
        name.clone()
    };
    let width = |text: &String| {
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.clone(), font.clone(), color));
        galley.size().x
    };
    let left_out = width(&name) - width(&words);
    let text = RichText::new(words).font(font);
    let button = egui::Button::new((mark.color(color), text.color(color)))
        .gap(size::GRID)
        .fill(look::ink(ui, ground))
        .stroke(egui::Stroke::NONE)
        .corner_radius(11)
        .min_size(vec2(0.0, 22.0));
    let response = ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(8.0, 2.0);
        ui.spacing_mut().interact_size.y = 22.0;
        ui.add(button)
    });
    let response = response.inner;
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, is_on, &name));
    let tip = if is_on {
        "look at the other kinds of change too"
    } else {
        "look at these changes only"
    };
    let is_clicked = response.on_hover_text(format!("{name}: {tip}")).clicked();
    (is_clicked, left_out)
}

/// A quiet button that opens a list to choose from; `name` is what is chosen.
pub(in crate::app) fn chooser_ui<V>(
    ui: &mut Ui,
    name: &str,
    shown: &str,
    choices: impl FnOnce() -> Vec<(V, String, bool)>,
) -> Option<V> {
    const MOST: usize = 16;
    let mut words: String = shown.chars().take(MOST).collect();
    if words.len() < shown.len() {
        words.push('…');
    }
    let arrow = icon_text(Icon::Down, 11.0).color(look::ink(ui, Ink::TextMuted));
    let button = egui::Button::new((words, arrow)).min_size(vec2(0.0, 26.0));
    let mut chosen = None;
    let menu = egui::containers::menu::MenuButton::from_button(button);
    let (response, _) = menu.ui(ui, |ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for (value, words, is_picked) in choices() {
                if ui.selectable_label(is_picked, words).clicked() {
                    chosen = Some(value);
                    ui.close();
                }
            }
        });
    });
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    chosen
}
