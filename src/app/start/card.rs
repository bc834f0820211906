//! A card of the start screen: a small picture of a blueprint, its title and a line about it.

use egui::{
    CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    emath::TSTransform, vec2,
};

use crate::{
    app::{look, widgets::paint_small},
    format,
    model::Blueprint,
    scene::{Ink, Scene, Show, TextMeasure, Weight},
    templates::{Template, TemplateKind},
};

/// What a card shows of a template; laid out once.
pub(super) struct CardPicture {
    scene: Option<Scene>,
    line: String,
}

/// Height of the title below the picture, with the space around the words.
const TITLE: f32 = 42.0;
/// Height of a line about it.
const LINE: f32 = 16.0;
/// Space around the words, and between the picture and the card.
const PAD: f32 = 14.0;

impl CardPicture {
    /// Reads and lays out a template. One that cannot be read has no picture; opening it says why.
    pub(super) fn of(template: &Template, text: &TextMeasure) -> Self {
        let Ok(reading) = format::read(template.text.as_bytes()) else {
            return Self {
                scene: None,
                line: String::new(),
            };
        };
        let mut blueprint = reading.blueprint;
        // At this size a row is but a line more, and takes the height of cards.
        blueprint.rows.clear();
        // The second variant: it is the one with the AI in it.
        let variants = &blueprint.variants;
        let shown = variants
            .get(1)
            .filter(|v| !v.steps.is_empty())
            .or(variants.first());
        let scene = shown.map(|v| Scene::build(&blueprint, &Show::One(v.id.clone()).into(), text));
        Self {
            scene,
            line: line(template, &blueprint),
        }
    }
}

/// A card that can be clicked; `size` is the width of the card and the height of its picture, `lines`
/// how many lines of words there may be, `is_pointed` whether the pointer was moved since the screen came.
pub(super) fn card_ui(
    ui: &mut Ui,
    template: &Template,
    picture: Option<&CardPicture>,
    size: Vec2,
    (lines, is_pointed): (usize, bool),
) -> Response {
    let (rect, response) = ui.allocate_exact_size(
        size + vec2(0.0, TITLE + LINE * lines as f32),
        Sense::click(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, template.title));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let ink = |ink| look::ink(ui, ink);
    let (border, width) = match (response.has_focus(), response.hovered() && is_pointed) {
        (true, _) => (Ink::FocusRing, 2.0),
        (false, true) => (Ink::Accent, 1.0),
        (false, false) => (Ink::CardBorder, 1.0),
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 8.0, ink(Ink::Card));
    let above = Rect::from_min_size(rect.min, size);
    let ground = CornerRadius {
        nw: 8,
        ne: 8,
        ..CornerRadius::ZERO
    };
    painter.rect_filled(above, ground, ink(Ink::Canvas));
    if let Some(scene) = picture.and_then(|picture| picture.scene.as_ref()) {
        let place = above.shrink2(vec2(PAD, 10.0));
        let painter = painter.with_clip_rect(place.intersect(ui.clip_rect()));
        let to_screen = fit(scene, place);
        for pane in &scene.panes {
            paint_small(&painter, (pane, pane.rect), to_screen, look::theme(ui));
        }
    }
    painter.hline(
        above.x_range(),
        above.bottom(),
        Stroke::new(1.0, ink(Ink::Hairline)),
    );
    painter.rect_stroke(
        rect,
        8.0,
        Stroke::new(width, ink(border)),
        StrokeKind::Inside,
    );

    let words = Rect::from_min_max(above.left_bottom(), rect.max).shrink2(vec2(PAD, 10.0));
    let title = line_of(
        ui,
        template.title,
        look::semibold(13.0),
        Ink::Text,
        (words.width(), 1),
    );
    painter.galley(words.min, title, ink(Ink::Text));
    let line = picture.map_or("", |picture| picture.line.as_str());
    let small = look::font_id(
        crate::scene::Font {
            size: 12.0,
            weight: Weight::Regular,
        },
        1.0,
    );
    let line = line_of(ui, line, small, Ink::TextMuted, (words.width(), lines));
    painter.galley(words.min + vec2(0.0, 22.0), line, ink(Ink::TextMuted));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// As large as fits, all of it, in the middle.
fn fit(scene: &Scene, place: Rect) -> TSTransform {
    const LARGEST: f32 = 0.6;
    let to_height = place.height() / scene.size.y.max(1.0);
    let to_width = place.width() / scene.size.x.max(1.0);
    let zoom = to_height.min(to_width).min(LARGEST);
    let left = (place.size() - zoom * scene.size).max(Vec2::ZERO);
    TSTransform::new(place.min.to_vec2() + left / 2.0, zoom)
}

/// Words in at most so many rows of a width; the last ends in an ellipsis when there are more.
pub(super) fn line_of(
    ui: &Ui,
    text: &str,
    font: egui::FontId,
    ink: Ink,
    (width, rows): (f32, usize),
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::single_section(
        text.to_owned(),
        egui::TextFormat::simple(font, look::ink(ui, ink)),
    );
    job.wrap = egui::text::TextWrapping {
        max_width: width,
        max_rows: rows,
        ..Default::default()
    };
    ui.painter().layout_job(job)
}

/// What an example is about, and the lanes of a template: its summary says how to fill it.
fn line(template: &Template, blueprint: &Blueprint) -> String {
    let about = [&blueprint.summary, &blueprint.scenario];
    let about = about.into_iter().find(|text| !text.trim().is_empty());
    if let (TemplateKind::Example, Some(about)) = (template.kind, about) {
        return about.clone();
    }
    let lanes: Vec<_> = blueprint
        .lanes
        .iter()
        .map(|lane| lane.name.as_str())
        .collect();
    lanes.join(", ")
}
