//! Cards that stay glide to their new places when another variant is shown; what goes fades out, what comes
//! fades in.
//!
//! Keeps what was on screen before the switch, for [`SECONDS`]. Knows nothing of why it was switched.

use egui::{Painter, Rect, Ui, Vec2};

use super::{Canvas, ScreenPen, Sheet};
use crate::{
    model::StepId,
    scene::{Card, Pane, Scene, Show},
    session::Session,
};

/// How long the cards are on their way.
const SECONDS: f64 = 0.2;
/// With more cards than this on screen nothing glides: nobody could follow them.
const MOST: usize = 500;

/// The cards on screen before an action, by step.
pub struct Still {
    show: Show,
    /// The cards where they stood before, in the order of their steps.
    cards: Vec<(StepId, Card)>,
}

/// Cards on their way.
#[derive(Default)]
pub(super) struct Glide {
    from: Vec<(StepId, Card)>,
    /// When they set off, in the window's time; none before the first frame.
    began: Option<f64>,
    progress: f32,
}

impl Canvas {
    /// What is on screen now, if one variant is shown.
    pub fn still(&self, session: &Session) -> Option<Still> {
        let [pane] = &*session.scene().panes else {
            return None;
        };
        let area = self.seen(session.scene())?;
        let cards = pane.cards_in(area).take(MOST + 1);
        let mut cards: Vec<_> = cards.map(|(id, card)| (id.clone(), card.clone())).collect();
        cards.sort_by(|a, b| a.0.cmp(&b.0));
        let show = session.show().clone();
        (matches!(show, Show::One(_)) && cards.len() <= MOST).then_some(Still { show, cards })
    }

    /// The cards of `still` glide to where they stand now, if another variant is shown since.
    pub fn glide_from(&mut self, still: Still, session: &Session) {
        if matches!(session.show(), Show::One(_)) && *session.show() != still.show {
            self.glide = Glide {
                from: still.cards,
                ..Glide::default()
            };
        }
    }

    /// The part of the scene that is on screen.
    fn seen(&self, scene: &Scene) -> Option<Rect> {
        let area = self.camera.screen_from_scene(self.area?).inverse() * self.area?;
        Some(area.intersect(Rect::from_min_size(egui::Pos2::ZERO, scene.size)))
    }
}

impl Glide {
    /// Moves on; at the end of the way nothing is kept.
    pub(super) fn advance(&mut self, ui: &Ui) {
        if self.from.is_empty() {
            return;
        }
        let now = ui.input(|input| input.time);
        let began = *self.began.get_or_insert(now);
        let linear = ((now - began) / SECONDS).clamp(0.0, 1.0) as f32;
        // Sets off at once and arrives softly.
        self.progress = 1.0 - (1.0 - linear).powi(3);
        if linear < 1.0 {
            ui.ctx().request_repaint();
        } else {
            *self = Self::default();
        }
    }

    pub(super) fn is_under_way(&self) -> bool {
        !self.from.is_empty()
    }

    /// Draws the cells of `pane` with its cards on their way.
    pub(super) fn paint(&self, sheet: &Sheet, painter: &Painter, pane: &Pane) {
        let area = sheet.to_screen.inverse() * painter.clip_rect();
        let at = |opacity: f32| {
            let mut painter = painter.clone();
            painter.set_opacity(opacity);
            painter
        };
        let zoom = sheet.camera.zoom;
        let (coming, going) = (at(self.progress), at(1.0 - self.progress));
        let pen = ScreenPen::new(&coming, sheet.to_screen, sheet.theme);
        for (_, wire) in pane.wires_in(area) {
            pen.group(&wire.group());
        }
        let gone = self
            .from
            .iter()
            .filter(|(id, _)| pane.cards.get(id).is_none());
        let pen = ScreenPen::new(&going, sheet.to_screen, sheet.theme);
        for (_, card) in gone {
            pen.group(&card.group_at(zoom));
        }
        let still_to_go = 1.0 - self.progress;
        for (id, card) in pane.cards_in(area) {
            match self.from.binary_search_by(|(from, _)| from.cmp(id)) {
                Ok(place) => {
                    let by = self.from[place].1.rect.min - card.rect.min;
                    let moved = shifted(sheet, by * still_to_go);
                    ScreenPen::new(painter, moved, sheet.theme).group(&card.group_at(zoom));
                }
                Err(_) => {
                    ScreenPen::new(&coming, sheet.to_screen, sheet.theme)
                        .group(&card.group_at(zoom));
                }
            }
        }
        let pen = ScreenPen::new(&coming, sheet.to_screen, sheet.theme);
        for label in pane.wires_in(area).filter_map(|(_, wire)| wire.label()) {
            pen.group(&label);
        }
    }
}

fn shifted(sheet: &Sheet, by: Vec2) -> egui::emath::TSTransform {
    let to_screen = sheet.to_screen;
    egui::emath::TSTransform::new(
        to_screen.translation + by * to_screen.scaling,
        to_screen.scaling,
    )
}
