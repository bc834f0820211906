//! What of a blueprint is looked at, and how much it tells: no part of the document. Knows no place and no size.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Blueprint, LaneId, StepId, VariantId};

/// What to lay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Show {
    /// One variant.
    One(VariantId),
    /// Two variants, the first above the second, moments lined up.
    Compare(VariantId, VariantId),
    /// Two variants in one grid: all of the second, and what only the first has.
    Overlay(VariantId, VariantId),
}

/// A look at a blueprint: what to lay out, and what of it to fold away. No part of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The variants, one below the other or laid over each other.
    pub show: Show,
    /// Lanes folded to a line: their steps have no cards.
    pub folded: BTreeSet<LaneId>,
    /// Whether moments in which nothing stands have a column, too.
    pub moments: MomentsShown,
    /// How much of a title a card says.
    pub titles: TitlesShown,
    /// Steps that stand for themselves elsewhere: words where a connector leaves an excerpt, and no cards.
    pub elsewhere: BTreeSet<StepId>,
    /// What stands beside the name of a variant on paper: what it comes to, in one line.
    pub lines: BTreeMap<VariantId, String>,
}

/// How much of a title a card says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TitlesShown {
    /// Three lines, as on a screen, where the pointer tells the rest. A question is always whole.
    #[default]
    ThreeLines,
    /// All lines, as on paper, which nobody can ask.
    Whole,
}

impl Lens {
    /// The same look for paper, which nobody can ask for what a card leaves out.
    pub fn on_paper(self) -> Self {
        Self {
            titles: TitlesShown::Whole,
            ..self
        }
    }
}

/// Which moments have a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MomentsShown {
    /// Every moment of the blueprint, empty or not.
    #[default]
    All,
    /// Those in which a step of what is shown stands.
    Used,
}

impl Show {
    /// The variants shown, top to bottom.
    pub fn variants(&self) -> impl Iterator<Item = &VariantId> {
        let (first, second) = match self {
            Self::One(id) => (id, None),
            Self::Compare(first, second) | Self::Overlay(first, second) => (first, Some(second)),
        };
        std::iter::once(first).chain(second)
    }

    /// What a picture of it is called.
    pub fn name(&self, blueprint: &Blueprint) -> String {
        match self {
            Self::One(id) => blueprint
                .variant(id)
                .map_or_else(|| id.to_string(), |(_, variant)| variant.name.clone()),
            Self::Compare(..) => "Compare".to_owned(),
            Self::Overlay(..) => "Overlay".to_owned(),
        }
    }

    /// The two variants that are compared.
    pub fn pair(&self) -> Option<(&VariantId, &VariantId)> {
        match self {
            Self::One(_) => None,
            Self::Compare(first, second) | Self::Overlay(first, second) => Some((first, second)),
        }
    }
}

impl From<Show> for Lens {
    fn from(show: Show) -> Self {
        Self {
            show,
            folded: BTreeSet::new(),
            moments: MomentsShown::All,
            titles: TitlesShown::default(),
            elsewhere: BTreeSet::new(),
            lines: BTreeMap::new(),
        }
    }
}
