//! The columns of the outline: what stands in their cells, and how they are sorted.

use super::edit;
use crate::{
    app::widgets::{CellEdit, SortKey, TableCell, TableColumn, typed},
    model::{Blueprint, Hours, Step, StepId, Time, VariantId, Written, moment_words},
    scene::{Icon, Ink},
    session::{Action, Grouping, Outline, OutlineRow, Selection, Session, Way},
};

/// The first column, and the one beside it.
pub(super) const STEP: usize = 0;
/// The lane; the moment where rows are grouped by lane.
pub(super) const PLACE: usize = 1;

/// What the cells are about.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    pub(super) session: &'a Session,
    pub(super) outline: &'a Outline,
    pub(super) grouping: Grouping,
}

/// A step and what names it.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) variant: &'a VariantId,
    pub(super) id: &'a StepId,
    pub(super) step: &'a Step,
}

/// Which ways of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Those that lead to it.
    Into,
    /// Those that lead on.
    OutOf,
}

/// From left to right.
pub(super) fn columns(book: Book<'_>) -> Vec<TableColumn<'_, OutlineRow>> {
    let place = match book.grouping {
        Grouping::Phases => "Lane",
        Grouping::Lanes => "Moment",
    };
    type Edited = for<'b> fn(Book<'b>, &OutlineRow) -> Option<CellEdit<'b>>;
    let time = |of: fn(&Step) -> (String, SortKey), name, edit: Edited| {
        book.column(name, (0.0, 72.0), move |about| {
            TableCell::new(of(about.step).0)
        })
        .ordered(move |row| {
            book.about(row)
                .map_or(SortKey::Unknown, |about| of(about.step).1)
        })
        .edited(move |row| edit(book, row))
        .stop()
    };
    let ways = |end, name, width| {
        book.column(name, width, move |about| book.ways_cell(end, about))
            .edited(move |row| edit::ways(book, row, end))
    };
    let act = |row: &OutlineRow, command| {
        let is_step = matches!(row, OutlineRow::Step(..));
        is_step.then_some(CellEdit::act(Action::Command(command)))
    };
    vec![
        TableColumn::new("Step", (0.4, 240.0), move |row| book.title(row))
            .edited(move |row| {
                if let (OutlineRow::Way(variant, ..), Some(way)) = (row, book.outline.way(row)) {
                    let there = Selection::step(variant, &way.step);
                    return Some(CellEdit::act(Action::Reveal(there)));
                }
                let own = row.selection(&book.session.selection().variant)?;
                Some(CellEdit::act(Action::Rename(own)))
            })
            .stop(),
        book.column(place, (0.1, 104.0), move |about| {
            TableCell::new(book.place(about.step))
        })
        .ordered(move |row| book.place_order(row))
        .edited(move |row| edit::place(book, row))
        .stop(),
        time(work, "Work", edit::work),
        time(wait, "Wait", edit::wait),
        ways(End::Into, "Comes after", (0.25, 140.0)),
        ways(End::OutOf, "Leads to", (0.25, 150.0)).stop(),
        book.column("AI", (0.0, 76.0), |about| {
            let is_ai = about.step.ai.is_some();
            let status = is_ai.then(|| book.session.blueprint().ai_status(about.id).words());
            status.map_or_else(TableCell::default, |words| {
                TableCell::marked(Icon::Spark, Ink::AiText, words)
            })
        })
        .edited(move |row| act(row, crate::session::Command::MakeAi)),
        book.column("Pains", (0.0, 56.0), |about| match about.step.pains.len() {
            0 => TableCell::default(),
            count => TableCell::marked(Icon::Pain, Ink::DangerText, count.to_string()),
        })
        .ordered(move |row| {
            let pains = book.about(row).map(|about| about.step.pains.len());
            SortKey::number(pains.filter(|count| *count > 0).map(|count| count as f64))
        })
        .edited(move |row| act(row, crate::session::Command::AddPain)),
    ]
}

impl<'a> Book<'a> {
    fn column(
        self,
        name: &'static str,
        width: (f32, f32),
        cell: impl Fn(About<'_>) -> TableCell + 'a,
    ) -> TableColumn<'a, OutlineRow> {
        TableColumn::new(name, width, move |row| {
            self.about(row).map_or_else(TableCell::default, &cell)
        })
    }

    /// The step of a row.
    fn about<'r>(self, row: &'r OutlineRow) -> Option<About<'r>>
    where
        'a: 'r,
    {
        let OutlineRow::Step(variant, id) = row else {
            return None;
        };
        let step = self.session.shown().step(variant, id)?;
        Some(About { variant, id, step })
    }

    /// What a row is called; of a step also how it differs.
    fn title(self, row: &OutlineRow) -> TableCell {
        let blueprint = self.session.shown();
        let name = match row {
            OutlineRow::Phase(id) => blueprint.phase(id).map(|(_, phase)| phase.name.clone()),
            OutlineRow::Lane(id) => blueprint.lane(id).map(|(_, lane)| lane.name.clone()),
            OutlineRow::Moment(id) => blueprint.moment(id).map(|(_, phase, moment)| {
                let number = phase.moments.iter().position(|other| other.id == *id);
                let number = number.map_or(1, |number| number + 1);
                match &*moment.name {
                    "" => format!("Moment {number}"),
                    name => format!("Moment {number}, {name}"),
                }
            }),
            OutlineRow::Way(variant, ..) => self.outline.way(row).map(|way| {
                let to = blueprint.step(variant, &way.step);
                let to = to.map_or("", |step| step.called());
                format!("{} → {to}", way.words).trim_start().to_owned()
            }),
            OutlineRow::Tray => Some("In the tray".to_owned()),
            OutlineRow::Step(variant, id) => {
                let step = blueprint.step(variant, id);
                step.map(|step| step.called().to_owned())
            }
        };
        let title = TableCell::title(name.unwrap_or_default());
        let (OutlineRow::Step(_, id), Some(changes)) = (row, self.session.changes()) else {
            return title;
        };
        let kinds = changes.comparison.steps.get(id);
        title.badges(kinds.into_iter().flatten().copied())
    }

    fn place(self, step: &Step) -> String {
        let blueprint = self.session.shown();
        match self.grouping {
            Grouping::Lanes => {
                let moment = step.moment.as_ref().and_then(|id| blueprint.moment(id));
                moment.map_or_else(String::new, |(_, phase, moment)| {
                    let number = phase.moments.iter().position(|other| other.id == moment.id);
                    moment_words(phase, number.unwrap_or(0))
                })
            }
            Grouping::Phases => {
                let lane = step.lane.as_ref().and_then(|id| blueprint.lane(id));
                lane.map_or_else(String::new, |(_, lane)| lane.name.clone())
            }
        }
    }

    /// Lanes and moments have an order of their own, which says more than the alphabet.
    fn place_order(self, row: &OutlineRow) -> SortKey {
        let blueprint: &Blueprint = self.session.shown();
        let place = self.about(row).and_then(|about| match self.grouping {
            Grouping::Phases => {
                let (place, _) = blueprint.lane(about.step.lane.as_ref()?)?;
                Some(place as f64)
            }
            Grouping::Lanes => {
                let moment = about.step.moment.as_ref()?;
                let mut moments = blueprint.moments();
                Some(moments.position(|(_, own)| own.id == *moment)? as f64)
            }
        });
        SortKey::number(place)
    }

    /// The ways of a step, on one side.
    pub(super) fn ways(self, end: End, about: About<'_>) -> &'a [Way] {
        match end {
            End::Into => self.outline.before(about.variant, about.id),
            End::OutOf => self.outline.after(about.variant, about.id),
        }
    }

    /// The step at the other end, with what stands beside the arrow.
    pub(super) fn way_words(self, variant: &VariantId, way: &Way) -> String {
        let step = self.session.shown().step(variant, &way.step);
        let title = step.map_or("", |step| step.called());
        match &*way.words {
            "" => title.to_owned(),
            words => format!("{title} ({words})"),
        }
    }

    fn ways_cell(self, end: End, about: About<'_>) -> TableCell {
        let ways = self.ways(end, about).iter();
        if end == End::OutOf && ways.len() > 1 {
            // Each has a row of its own below.
            let count = format!("{} ways", ways.len());
            let words = ways.map(|way| self.way_words(about.variant, way));
            return TableCell::new(words.collect::<Vec<_>>().join("; ")).short(count);
        }
        let links = ways.map(|way| {
            let there = Selection::step(about.variant, &way.step);
            (self.way_words(about.variant, way), Action::Reveal(there))
        });
        TableCell::links(links.collect())
    }
}

/// The time of the work, of several workers each, and all of it together.
fn work(step: &Step) -> (String, SortKey) {
    if step.workers.is_empty() {
        return time_of(step.work.as_ref());
    }
    let works = step.workers.iter().map(|worker| match &worker.work {
        Some(work) => short_time(work),
        None => "?".to_owned(),
    });
    let words = match works.collect::<Vec<_>>().join(" + ") {
        unknown if unknown == "?" => String::new(),
        works => works,
    };
    let known = step
        .workers
        .iter()
        .filter_map(|worker| worker.work.as_ref());
    let known: Vec<f64> = known.filter_map(length).collect();
    let sum = (!known.is_empty()).then(|| known.iter().sum());
    (words, SortKey::number(sum))
}

fn wait(step: &Step) -> (String, SortKey) {
    time_of(step.wait.as_ref())
}

fn time_of(time: Option<&Written<Time>>) -> (String, SortKey) {
    let words = time.map(short_time).unwrap_or_default();
    (words, SortKey::number(time.and_then(length)))
}

/// How long it is, to sort by: of a spread its mean, of working days a usual one.
fn length(time: &Written<Time>) -> Option<f64> {
    Some(time.known()?.expected().in_millis(Hours(8.0)))
}

/// A time in few characters; of a spread its mean.
fn short_time(time: &Written<Time>) -> String {
    match time {
        Written::Known(Time::Fixed(_)) | Written::Unread(_) => typed::show_time(Some(time)),
        Written::Known(spread) => format!("≈{}", spread.expected().short()),
    }
}
