//! Figures of a case, of a month and of a year, as they are shown.

use super::{
    Difference, Figure, NamedFigure, Numbers, Quantity, SavedLine, Saving, VariantNumbers,
};

/// For how long figures are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// One case.
    #[default]
    Case,
    /// All cases of a month.
    Month,
    /// Twelve months.
    Year,
}

impl Period {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Case, Self::Month, Self::Year];

    /// What it is called: `A case`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "A case",
            Self::Month => "A month",
            Self::Year => "A year",
        }
    }

    fn months(self) -> f64 {
        match self {
            Self::Case | Self::Month => 1.0,
            Self::Year => 12.0,
        }
    }

    /// What a figure of a case comes to, with what is counted then, and the unit that the text of that lacks.
    fn of(
        self,
        figure: Figure,
        quantity: Quantity,
        cases: &Figure,
    ) -> (Figure, Quantity, &'static str) {
        if self == Self::Case {
            return (figure, quantity, "");
        }
        let all = cases.product(&figure).times(self.months());
        match quantity {
            Quantity::Time => (all.times(1.0 / 3600.0), Quantity::Hours, " h"),
            Quantity::Share => (all, Quantity::Count, " cases"),
            quantity => (all, quantity, ""),
        }
    }
}

impl Numbers {
    /// A figure as it is shown for a period.
    pub fn text_for(&self, period: Period, named: &NamedFigure, of: &VariantNumbers) -> String {
        let figure = (named.of)(&of.per_case);
        let (figure, quantity, unit) = period.of(figure, named.quantity, &of.cases);
        with_unit(figure.text(quantity, &self.currency.0), &figure, unit)
    }

    /// What a variant saves in a period, in a few words: `saves at least 43m 56s`, `takes 2,000.00 EUR more`. `None` where nobody
    /// can say, or where not as many cases come to both.
    pub fn saved_line_for(
        &self,
        period: Period,
        named: &NamedFigure,
        difference: &Difference,
    ) -> Option<SavedLine> {
        let saving = (named.saved)(&difference.per_case);
        let (_, quantity, unit) = period.of(Figure::UNKNOWN, named.quantity, &Figure::UNKNOWN);
        let line = match period {
            Period::Case => saving.line(quantity)?,
            Period::Month | Period::Year => self
                .all_cases(period, saving, named, difference)?
                .line(quantity)?,
        };
        let unit = match quantity {
            Quantity::Money if self.currency.0.is_empty() => String::new(),
            Quantity::Money => format!(" {}", self.currency.0),
            _ => unit.to_owned(),
        };
        let words = match (named.quantity, period) {
            // A difference of shares is one of points, and no share.
            (Quantity::Share, Period::Case) => line.words.replace(" %", " points"),
            _ => match line.words.strip_suffix(" more") {
                Some(words) => format!("{words}{unit} more"),
                None => format!("{}{unit}", line.words),
            },
        };
        Some(SavedLine { words, ..line })
    }

    /// What is saved of all cases of a period.
    fn all_cases(
        &self,
        period: Period,
        saving: Saving,
        named: &NamedFigure,
        difference: &Difference,
    ) -> Option<Saving> {
        let cases = |id| self.variant(id)?.cases.exact();
        let (from, to) = (cases(&difference.from)?, cases(&difference.to)?);
        let is_same = (from - to).abs() <= 1e-6 * (1.0 + from.abs());
        let factor = match named.quantity {
            Quantity::Time => 1.0 / 3600.0,
            _ => 1.0,
        };
        is_same.then(|| saving.times(to * period.months() * factor))
    }
}

fn with_unit(text: String, figure: &Figure, unit: &str) -> String {
    match figure.low.or(figure.high) {
        Some(_) => text + unit,
        None => text,
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn a_year_is_twelve_months_of_all_cases() {
        let cases = Figure::exactly(1_000.0);
        let of = |period: Period, figure: f64, quantity| {
            let (figure, quantity, unit) = period.of(Figure::exactly(figure), quantity, &cases);
            with_unit(figure.text(quantity, "EUR"), &figure, unit)
        };
        assert_eq!(of(Period::Case, 90.0, Quantity::Time), "1m 30s");
        assert_eq!(of(Period::Month, 90.0, Quantity::Time), "25 h");
        assert_eq!(of(Period::Year, 90.0, Quantity::Time), "300 h");
        assert_eq!(of(Period::Month, 1.28, Quantity::Money), "1,280.00 EUR");
        assert_eq!(of(Period::Month, 0.363, Quantity::Share), "363 cases");
        let (figure, quantity, unit) =
            Period::Month.of(Figure::exactly(1.0), Quantity::Time, &Figure::UNKNOWN);
        assert_eq!(
            with_unit(figure.text(quantity, ""), &figure, unit),
            "not known"
        );
    }
}
