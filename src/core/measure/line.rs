//! A variant in one line, as it stands at the foot of the window, above its pane in Compare and on paper.

use std::collections::BTreeMap;

use super::{Difference, Figure, Numbers, Quantity, Saving, SavingKind, VariantNumbers};
use crate::model::VariantId;

/// What a variant comes to, in few words. What nothing is known of is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureLine {
    /// The customer's time: `≥ 55m 37s`.
    pub time: Option<String>,
    /// People's work: `7m 17s work`.
    pub work: Option<String>,
    /// What a case costs: `5.60 EUR`.
    pub cost: Option<String>,
}

/// How much of a line is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineLength {
    /// All of it.
    Whole,
    /// Time and cost.
    Short,
    /// The time alone.
    Shortest,
}

/// What a later variant saves, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedLine {
    /// `saves at least 43m 56s`, `takes 2m more`.
    pub words: String,
    /// What they mean to a customer.
    pub sense: SavedSense,
}

/// Whether a later variant takes less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedSense {
    /// It does.
    Less,
    /// It takes more.
    More,
    /// Nobody can say which.
    Open,
}

impl FigureLine {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.time.is_none() && self.work.is_none() && self.cost.is_none()
    }

    /// The line: `≥ 55m 37s · 7m 17s work · 5.60 EUR`.
    pub fn words(&self, length: LineLength) -> String {
        let (work, cost) = match length {
            LineLength::Whole => (self.work.as_deref(), self.cost.as_deref()),
            LineLength::Short => (None, self.cost.as_deref()),
            LineLength::Shortest => (None, None),
        };
        let parts = [self.time.as_deref(), work, cost];
        let words = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        match words.is_empty() {
            // What is left says more than nothing.
            true => (self.work.as_deref().or(self.cost.as_deref()))
                .unwrap_or_default()
                .to_owned(),
            false => words,
        }
    }
}

impl Numbers {
    /// A variant in one line.
    pub fn line(&self, variant: &VariantNumbers) -> FigureLine {
        let say = |figure: &Figure, quantity: Quantity| {
            says_something(figure).then(|| figure.text(quantity, &self.currency.0))
        };
        let case = &variant.per_case;
        FigureLine {
            time: say(&case.customer_time, Quantity::Time),
            work: say(&case.work, Quantity::Time).map(|work| format!("{work} work")),
            cost: say(&case.cost, Quantity::Money),
        }
    }

    /// The lines of variants that stand beside each other: with what each saves, where the one it is compared with is among
    /// them. Of one without a figure there is none.
    pub fn lines<'v>(
        &self,
        shown: impl Iterator<Item = &'v VariantId>,
    ) -> BTreeMap<VariantId, String> {
        let shown: Vec<&VariantId> = shown.collect();
        let lines = shown.iter().filter_map(|id| {
            let line = self.line(self.variant(id)?);
            let difference = self.difference(id);
            let difference = difference.filter(|one| shown.contains(&&one.from));
            let saved = difference.and_then(Difference::saved_line);
            let saved = saved.map_or_else(String::new, |saved| format!(" · {}", saved.words));
            (!line.is_empty()).then(|| ((*id).clone(), line.words(LineLength::Whole) + &saved))
        });
        lines.collect()
    }

    /// How a variant differs from the first one.
    pub fn difference(&self, to: &VariantId) -> Option<&Difference> {
        self.differences
            .iter()
            .find(|difference| difference.to == *to)
    }
}

impl Difference {
    /// What a customer saves, if anybody can say.
    pub fn saved_line(&self) -> Option<SavedLine> {
        self.per_case.customer_time.line(Quantity::Time)
    }
}

impl Saving {
    /// What is saved, if anybody can say: `saves at least 43m 56s`.
    pub fn line(&self, quantity: Quantity) -> Option<SavedLine> {
        let Figure { low, high, .. } = self.figure;
        let nothing = quantity.say(0.0);
        let say = |value: f64| quantity.say(value.abs());
        let (value, words) = match self.kind {
            SavingKind::Exactly => (low?, say(low?)),
            SavingKind::AtLeast if low? > 0.0 => (low?, format!("at least {}", say(low?))),
            // It saves no less than so much below nothing.
            SavingKind::AtLeast => (low?, format!("at most {}", say(low?))),
            SavingKind::AtMost if high? < 0.0 => (high?, format!("at least {}", say(high?))),
            SavingKind::AtMost => (high?, format!("at most {}", say(high?))),
            SavingKind::Range if low? >= 0.0 => (high?, format!("{} to {}", say(low?), say(high?))),
            SavingKind::Range => (low?, format!("{} to {}", say(high?), say(low?))),
            SavingKind::NotComparable => return None,
        };
        if say(value) == nothing {
            return None;
        }
        let is_saved = value > 0.0;
        let sense = match (self.kind, is_saved) {
            (SavingKind::AtLeast, false) | (SavingKind::AtMost, true) => SavedSense::Open,
            (_, true) => SavedSense::Less,
            (_, false) => SavedSense::More,
        };
        let words = match is_saved {
            true => format!("saves {words}"),
            false => format!("takes {words} more"),
        };
        Some(SavedLine { words, sense })
    }
}

/// Whether a figure says more than that nobody knows: `≥ 0s` does not.
fn says_something(figure: &Figure) -> bool {
    match (figure.low, figure.high) {
        (None, None) => false,
        (Some(low), None) => low > 0.0,
        _ => true,
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn saving(kind: SavingKind, low: Option<f64>, high: Option<f64>) -> Option<String> {
        let figure = Figure {
            low,
            high,
            ..Figure::UNKNOWN
        };
        let line = Saving { kind, figure }.line(Quantity::Time)?;
        Some(format!("{:?}: {}", line.sense, line.words))
    }

    #[test]
    fn what_is_saved_is_said_in_a_few_words() {
        use SavingKind as K;
        for (kind, low, high, words) in [
            (K::Exactly, Some(120.0), Some(120.0), "Less: saves 2m"),
            (
                K::Exactly,
                Some(-120.0),
                Some(-120.0),
                "More: takes 2m more",
            ),
            (K::AtLeast, Some(120.0), None, "Less: saves at least 2m"),
            (
                K::AtLeast,
                Some(-120.0),
                None,
                "Open: takes at most 2m more",
            ),
            (K::AtMost, None, Some(120.0), "Open: saves at most 2m"),
            (
                K::AtMost,
                None,
                Some(-120.0),
                "More: takes at least 2m more",
            ),
            (K::Range, Some(60.0), Some(120.0), "Less: saves 1m to 2m"),
            (
                K::Range,
                Some(-120.0),
                Some(-60.0),
                "More: takes 1m to 2m more",
            ),
        ] {
            assert_eq!(saving(kind, low, high).as_deref(), Some(words));
        }
        assert_eq!(saving(K::Exactly, Some(0.01), Some(0.01)), None);
        assert_eq!(saving(K::NotComparable, Some(-1.0), Some(1.0)), None);
    }

    #[test]
    fn a_line_gets_shorter_and_leaves_out_what_nobody_knows() {
        let line = FigureLine {
            time: Some("≥ 2m".to_owned()),
            work: Some("1m work".to_owned()),
            cost: Some("5.60 EUR".to_owned()),
        };
        let words = |length| line.words(length);
        assert_eq!(words(LineLength::Whole), "≥ 2m · 1m work · 5.60 EUR");
        assert_eq!(words(LineLength::Short), "≥ 2m · 5.60 EUR");
        assert_eq!(words(LineLength::Shortest), "≥ 2m");
        let work = FigureLine {
            work: Some("1m work".to_owned()),
            ..FigureLine::default()
        };
        assert_eq!(work.words(LineLength::Shortest), "1m work");
        let known = |low, high| Figure {
            low,
            high,
            ..Figure::UNKNOWN
        };
        assert!(!says_something(&known(Some(0.0), None)));
        assert!(says_something(&known(Some(0.0), Some(0.0))));
        assert!(says_something(&known(Some(0.0), Some(4.0))));
    }
}
