//! Which part of the scene the window shows, and how large.

use egui::{Pos2, Rect, Vec2, emath::TSTransform, pos2, vec2};

use crate::scene::{Scene, size};

/// Largest zoom.
const MOST: f32 = 4.0;
/// Smallest zoom, unless a smaller one is needed to see the whole scene: here phases are tiles with their
/// figures, and further out there is nothing more to see.
const LEAST: f32 = 0.25;
/// The smallest zoom at which two variants are opened above each other.
const BOTH_ZOOM: f32 = size::BODY_ZOOM;
/// Lane names are drawn at this size at least, because they have to be read.
const LEAST_HEADER: f32 = 0.8;

/// Which part of the scene the window shows: lane names stay at the left edge, headers at the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The place of the scene in the top left corner, right of the lane names.
    pub pos_in_scene: Vec2,
    /// Points of the window a point of the scene.
    pub zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            pos_in_scene: Vec2::ZERO,
            zoom: 1.0,
        }
    }
}

impl Camera {
    /// Width of the strip with the lane names on screen; it does not grow beyond its size at 100 %.
    pub fn strip(&self) -> f32 {
        size::LANE_HEADER * self.header_scale()
    }

    /// How large lane names are drawn: they stay readable while the rest gets small.
    pub fn header_scale(&self) -> f32 {
        self.zoom.clamp(LEAST_HEADER, 1.0)
    }

    /// From places of the scene to places of the window, where `area` is the canvas.
    pub fn screen_from_scene(&self, area: Rect) -> TSTransform {
        let origin = vec2(
            area.left() + self.strip() - (size::LANE_HEADER + self.pos_in_scene.x) * self.zoom,
            area.top() - self.pos_in_scene.y * self.zoom,
        );
        TSTransform::new(origin, self.zoom)
    }

    /// Zooms so that the place under `at` stays where it is, and no further out than shows all of `scene`.
    pub fn zoom_at(&mut self, area: Rect, at: Pos2, factor: f32, scene: &Scene) {
        let before = self.screen_from_scene(area).inverse() * at;
        let least = zoom_of_all(area, scene).min(LEAST);
        self.zoom = (self.zoom * factor).clamp(least, MOST);
        let after = self.screen_from_scene(area).inverse() * at;
        self.pos_in_scene += before - after;
    }

    /// Shows the whole scene: a wide one in the middle of the height.
    pub fn fit(&mut self, area: Rect, scene: &Scene) {
        self.fit_within(area, scene, (0.0, 1.25));
        self.pos_in_scene.y = -self.air_above(area, scene);
    }

    /// How much of what the scene leaves free of the height stands above it where it is in the middle.
    fn air_above(&self, area: Rect, scene: &Scene) -> f32 {
        (area.height() / self.zoom - scene.size.y).max(0.0) / 2.0
    }

    /// Shows the scene from its beginning: the whole of it, if that is within the zooms `least` and `most`.
    pub fn fit_within(&mut self, area: Rect, scene: &Scene, (least, most): (f32, f32)) {
        self.zoom = zoom_of_all(area, scene).clamp(least, most);
        self.pos_in_scene = Vec2::ZERO;
        self.keep_inside(area, scene);
    }

    /// Shows both variants of a comparison from top to bottom, if that is not too small to be read: where they are
    /// higher than the window, as small as it takes.
    pub fn show_both(&mut self, area: Rect, scene: &Scene) {
        let fits = (area.height() - 8.0) / scene.size.y.max(1.0);
        if fits < self.zoom {
            self.zoom = fits.max(BOTH_ZOOM).min(self.zoom);
            self.pos_in_scene.y = 0.0;
        }
        self.keep_inside(area, scene);
    }

    /// Shows `rect` of the scene in the middle, as large as it fits, but not beyond 150 %.
    pub fn show(&mut self, area: Rect, rect: Rect, scene: &Scene) {
        let room = area.size() - vec2(self.strip() + 96.0, 160.0);
        let zoom = (room.x / rect.width().max(1.0)).min(room.y / rect.height().max(1.0));
        self.zoom = zoom.clamp(zoom_of_all(area, scene).min(LEAST), 1.5);
        let middle = vec2(
            (area.width() - self.strip()) / 2.0,
            area.height() / 2.0 + 32.0,
        );
        self.pos_in_scene = rect.center() - pos2(size::LANE_HEADER, 0.0) - middle / self.zoom;
    }

    /// Moves as little as brings `rect` of the scene into view, with some air around it.
    pub fn reveal(&mut self, area: Rect, rect: Rect, header: f32) {
        let air = 24.0;
        let screen = self.screen_from_scene(area) * rect;
        let view = Rect::from_min_max(
            area.min + vec2(self.strip() + air, header * self.zoom + air),
            area.max - vec2(air, air),
        );
        let shift = |low: f32, high: f32, from: f32, to: f32| {
            if high - low > to - from || low < from {
                low - from
            } else {
                (high - to).max(0.0)
            }
        };
        self.pos_in_scene += vec2(
            shift(screen.left(), screen.right(), view.left(), view.right()),
            shift(screen.top(), screen.bottom(), view.top(), view.bottom()),
        ) / self.zoom;
    }

    /// The part of the scene that is seen right of the lane names.
    pub fn view(&self, area: Rect) -> Rect {
        let size = (area.size() - vec2(self.strip(), 0.0)) / self.zoom;
        Rect::from_min_size(pos2(size::LANE_HEADER, 0.0) + self.pos_in_scene, size)
    }

    /// Shows the place `at` of the scene in the middle, as large as before.
    pub fn look_at(&mut self, area: Rect, at: Pos2) {
        let half = self.view(area).size() / 2.0;
        self.pos_in_scene = at - pos2(size::LANE_HEADER, 0.0) - half;
    }

    /// Keeps some of the scene on screen.
    pub fn keep_inside(&mut self, area: Rect, scene: &Scene) {
        let view = (area.size() - vec2(self.strip(), 0.0)) / self.zoom;
        let body = scene.size - vec2(size::LANE_HEADER, 0.0);
        // What fits stays where it begins, or in the middle of the height.
        let most = |body: f32, view: f32, air: f32| match body <= view {
            true => 0.0,
            false => body - view + air,
        };
        self.pos_in_scene.x = self.pos_in_scene.x.clamp(0.0, most(body.x, view.x, 240.0));
        let least = -self.air_above(area, scene);
        let most = most(body.y, view.y, 160.0);
        self.pos_in_scene.y = self.pos_in_scene.y.clamp(least, most);
    }
}

/// The zoom at which all of the scene is seen beside the lane names.
fn zoom_of_all(area: Rect, scene: &Scene) -> f32 {
    let fits = |strip: f32| {
        let room = area.size() - vec2(strip + 24.0, 16.0);
        let body = scene.size - vec2(size::LANE_HEADER, 0.0);
        (room.x.max(1.0) / body.x.max(1.0)).min(room.y.max(1.0) / body.y.max(1.0))
    };
    // The lane names take less room when they are small.
    let small = fits(size::LANE_HEADER * LEAST_HEADER);
    fits(size::LANE_HEADER * small.clamp(LEAST_HEADER, 1.0))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        format,
        scene::{Lens, Show, TextMeasure},
        templates::TEMPLATES,
    };

    #[test]
    fn a_wide_board_that_fits_stands_in_the_middle_of_the_height() {
        let text = TEMPLATES.last().expect("a template").text;
        let blueprint = format::read(text.as_bytes()).expect("it opens").blueprint;
        let lens = Lens::from(Show::One(blueprint.variants[0].id.clone()));
        let scene = Scene::build(&blueprint, &lens, &Arc::new(TextMeasure::default()));
        let area = Rect::from_min_size(pos2(56.0, 44.0), vec2(900.0, 1400.0));
        let mut camera = Camera::default();
        camera.fit(area, &scene);
        camera.keep_inside(area, &scene);
        let seen = camera.screen_from_scene(area) * Rect::from_min_size(Pos2::ZERO, scene.size);
        assert!((seen.center().y - area.center().y).abs() < 1.0, "{seen:?}");
        let right = area.right() - seen.right();
        assert!(
            (0.0..40.0).contains(&right),
            "the best zoom: {right} are left"
        );
    }
}
