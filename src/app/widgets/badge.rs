//! The badge of a kind of change: its mark and its word on a ground of its own, the same wherever a change is named.

use std::sync::Arc;

use egui::{Galley, Painter, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::{
    app::look,
    patch::ChangeKind,
    scene::{Icon, Ink, font, size},
};

/// Space between a badge's end and its words.
const PAD: f32 = 6.0;
/// Space between the mark and the word.
const GAP: f32 = 3.0;

/// The mark of a kind of change, and the colours of its badge. The mark of AI is an icon.
pub(crate) fn change_look(kind: ChangeKind) -> (&'static str, Ink, Ink) {
    let (ground, ink) = match kind {
        ChangeKind::Added => (Ink::AddedBadge, Ink::AddedBadgeText),
        ChangeKind::Removed => (Ink::RemovedBadge, Ink::RemovedBadgeText),
        ChangeKind::Moved => (Ink::MovedBadge, Ink::MovedBadgeText),
        ChangeKind::Changed => (Ink::ChangedBadge, Ink::ChangedBadgeText),
        ChangeKind::Ai => (Ink::AiBadge, Ink::AiBadgeText),
    };
    (kind.sign(), ground, ink)
}

/// A badge that is about to be drawn.
pub(crate) struct Badge {
    mark: Arc<Galley>,
    word: Arc<Galley>,
    ground: Ink,
    ink: Ink,
}

impl Badge {
    /// The badge of `kind`.
    pub(crate) fn of(ui: &Ui, kind: ChangeKind) -> Self {
        let (mark, ground, ink) = change_look(kind);
        let color = look::ink(ui, ink);
        let words = look::font_id(font::BADGE, 1.0);
        let (mark, mark_font) = match kind {
            ChangeKind::Ai => (Icon::Spark.glyph().to_string(), look::icon_font(10.0)),
            _ => (mark.to_owned(), words.clone()),
        };
        let lay = |text: String, font| ui.fonts_mut(|f| f.layout_no_wrap(text, font, color));
        Self {
            mark: lay(mark, mark_font),
            word: lay(kind.word().to_owned(), words),
            ground,
            ink,
        }
    }

    /// How large it is.
    pub(crate) fn size(&self) -> Vec2 {
        let words = self.mark.size().x + GAP + self.word.size().x;
        vec2(words + 2.0 * PAD, size::BADGE)
    }

    /// Draws it with its left end in the middle of its height at `at`; gives back where its right end is.
    pub(crate) fn paint(&self, ui: &Ui, painter: &Painter, at: Pos2) -> f32 {
        let rect = Rect::from_min_size(at - vec2(0.0, size::BADGE / 2.0), self.size());
        let color = look::ink(ui, self.ink);
        painter.rect_filled(rect, size::BADGE / 2.0, look::ink(ui, self.ground));
        let mut left = rect.left() + PAD;
        for galley in [&self.mark, &self.word] {
            let top = at.y - galley.size().y / 2.0;
            painter.galley(Pos2::new(left, top), Arc::clone(galley), color);
            left += galley.size().x + GAP;
        }
        rect.right()
    }
}

/// Shows the badge of `kind`.
pub(crate) fn badge_ui(ui: &mut Ui, kind: ChangeKind) -> Response {
    let badge = Badge::of(ui, kind);
    let (rect, response) = ui.allocate_exact_size(badge.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, kind.word()));
    badge.paint(ui, ui.painter(), rect.left_center());
    response
}
