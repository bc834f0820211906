//! A line of the list of what was found: the name or the words, and where they stand.

use egui::{Sense, Ui, pos2, text::LayoutJob, vec2};

use super::LINE;
use crate::{
    app::look,
    scene::{Ink, Show},
    session::{Found, Session},
};

/// A line of the list.
pub(super) fn line_ui(
    ui: &mut Ui,
    session: &Session,
    found: &Found,
    is_here: bool,
) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let place = place_words(session, found);
    let name = match &*found.name {
        "" => "No name",
        name => name,
    };
    let spoken = format!("{name}, in {}, {place}", found.field);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, is_here, &spoken)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let ground = if is_here {
        Some(Ink::SelectedFill)
    } else if response.hovered() {
        Some(Ink::Hover)
    } else {
        None
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, 6.0, look::ink(ui, ground));
    }
    let inside = rect.shrink2(vec2(8.0, 5.0));
    let text = look::ink(ui, Ink::Text);
    let muted = look::ink(ui, Ink::TextMuted);
    let title = if found.is_name {
        marked(ui, found, 13.0, text, inside.width(), "")
    } else {
        cut(
            name,
            look::font_id(crate::scene::font::BODY, 1.0),
            text,
            inside.width(),
        )
    };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(title));
    ui.painter().galley(inside.min, galley, text);
    let below = pos2(inside.left(), inside.top() + 17.0);
    let small = egui::FontId::proportional(11.0);
    let words = if found.is_name {
        cut(&place, small, muted, inside.width())
    } else {
        let place_width = ui.fonts_mut(|fonts| {
            let galley = fonts.layout_no_wrap(place.clone(), small.clone(), muted);
            galley.size().x
        });
        let right = place_width.min(inside.width() * 0.45);
        let place = cut(&place, small, muted, right);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(place));
        let at = pos2(inside.right() - galley.size().x, below.y);
        ui.painter().galley(at, galley, muted);
        let room = inside.width() - right - 12.0;
        marked(
            ui,
            found,
            11.0,
            muted,
            room,
            &format!("in {}: ", found.field),
        )
    };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(words));
    ui.painter().galley(below, galley, muted);
    response
}

/// Where it stands, and in which variant when that is not plain.
fn place_words(session: &Session, found: &Found) -> String {
    let blueprint = session.blueprint();
    let belongs = !found.selection.steps().is_empty() || !found.selection.wires().is_empty();
    let is_plain = *session.show() == Show::One(found.selection.variant.clone());
    match blueprint.variant(&found.selection.variant) {
        Some((_, variant)) if belongs && !is_plain => {
            format!("{}, {}", found.place, variant.name)
        }
        _ => found.place.clone(),
    }
}

fn cut(text: &str, font: egui::FontId, ink: egui::Color32, width: f32) -> LayoutJob {
    let format = egui::TextFormat::simple(font, ink);
    let mut job = LayoutJob::single_section(text.replace('\n', " "), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    job
}

/// The excerpt with the words that were looked for standing out.
fn marked(
    ui: &Ui,
    found: &Found,
    points: f32,
    ink: egui::Color32,
    width: f32,
    lead: &str,
) -> LayoutJob {
    let plain = egui::TextFormat::simple(egui::FontId::proportional(points), ink);
    let strong = egui::TextFormat {
        background: look::ink(ui, Ink::Mark),
        ..egui::TextFormat::simple(look::semibold(points), look::ink(ui, Ink::Text))
    };
    let mut job = LayoutJob::default();
    let (start, end) = (found.mark.start, found.mark.end);
    job.append(lead, 0.0, plain.clone());
    job.append(&found.excerpt[..start], 0.0, plain.clone());
    job.append(&found.excerpt[start..end], 0.0, strong);
    job.append(&found.excerpt[end..], 0.0, plain);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    job
}
