//! How strongly cards and connectors are drawn while a filter of Compare is on: what it asks for stands out,
//! what is the same in both steps back, and other changes recede further, still to be read.

use egui::Color32;

use crate::{
    app::look,
    patch::Subject,
    scene::{Card, Ink, Theme, Wire, WireId},
    session::{Changes, Session},
};

/// How strongly something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// In its own colours.
    Full,
    /// What is the same in both variants, beside changes that a filter asks for.
    Medium,
    /// A change that the filter leaves out.
    Faint,
}

impl Strength {
    /// How much of the canvas's colour is mixed into grounds and lines, and into words.
    const fn shares(self) -> (f32, f32) {
        match self {
            Self::Full => (0.0, 0.0),
            Self::Medium => (0.35, 0.3),
            Self::Faint => (0.72, 0.1),
        }
    }

    /// The colour of a ground or a line.
    pub(super) fn ground(self, theme: Theme, ink: Ink) -> Color32 {
        mixed(theme, ink, self.shares().0)
    }

    /// The colour of a word or a small picture. Faint ones have all the same: on a pale badge its own would
    /// be lost.
    pub(super) fn word(self, theme: Theme, ink: Ink) -> Color32 {
        let ink = match (self, ink) {
            (Self::Full, _) => ink,
            (Self::Faint, _) => Ink::TextMuted,
            // A badge keeps the contrast to its ground.
            (Self::Medium, Ink::Text | Ink::TextMuted | Ink::Pain) => ink,
            (Self::Medium, _) => return look::color(theme, ink),
        };
        mixed(theme, ink, self.shares().1)
    }
}

fn mixed(theme: Theme, ink: Ink, share: f32) -> Color32 {
    let canvas = look::color(theme, Ink::Canvas);
    look::color(theme, ink).lerp_to_gamma(canvas, share)
}

/// What the filter of Compare asks for, if it leaves anything out.
pub(super) struct Veil<'a>(Option<&'a Changes>);

impl<'a> Veil<'a> {
    pub(super) fn of(session: &'a Session) -> Self {
        let changes = session.changes();
        let filtered = changes.filter(|changes| !changes.left_out.is_empty());
        Self(filtered.map(|changes| &**changes))
    }

    /// How strongly a card is drawn.
    pub(super) fn of_card(&self, card: &Card) -> Strength {
        self.strength(card.changes.is_empty(), || Subject::Step(card.id().clone()))
    }

    /// How strongly a connector is drawn, and its label.
    pub(super) fn of_wire(&self, id: &WireId, wire: &Wire<'_>) -> Strength {
        self.strength(wire.changes.is_empty(), || match id {
            WireId::Connector(id) => Subject::Connector(id.clone()),
            WireId::HandOver(step) => Subject::Step(step.clone()),
        })
    }

    fn strength(&self, stays: bool, subject: impl Fn() -> Subject) -> Strength {
        match self.0 {
            None => Strength::Full,
            Some(_) if stays => Strength::Medium,
            Some(changes) if changes.left_out.contains(&subject()) => Strength::Faint,
            Some(_) => Strength::Full,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Rgb;

    #[test]
    fn what_recedes_can_still_be_read() {
        let grounds = [
            Ink::Canvas,
            Ink::Card,
            Ink::AiCard,
            Ink::RemovedCard,
            Ink::AiBadge,
            Ink::AddedBadge,
            Ink::RemovedBadge,
            Ink::ChangedBadge,
            Ink::MovedBadge,
        ];
        let rgb = |color: Color32| Rgb([color.r(), color.g(), color.b()]);
        for theme in [Theme::Light, Theme::Dark] {
            let word = rgb(Strength::Faint.word(theme, Ink::Text));
            for ground in grounds {
                let contrast = word.contrast(rgb(Strength::Faint.ground(theme, ground)));
                assert!(contrast >= 3.0, "{ground:?} in {theme:?}: {contrast:.2}");
            }
            let pairs = [
                (Ink::TextMuted, Ink::Card),
                (Ink::TextMuted, Ink::AiCard),
                (Ink::AiBadgeText, Ink::AiBadge),
            ];
            for (ink, ground) in pairs {
                let word = rgb(Strength::Medium.word(theme, ink));
                let contrast = word.contrast(rgb(Strength::Medium.ground(theme, ground)));
                assert!(contrast >= 3.0, "{ink:?} in {theme:?}: {contrast:.2}");
            }
        }
    }
}
