//! How the cells of the outline are edited: a time as text, or a lane, moment or step to pick from a list.

use super::columns::{About, Book, End};
use crate::{
    app::widgets::{CellChoices, CellEdit, typed},
    edit::Edit,
    model::{Places, Step, StepId, VariantId, plural},
    session::{Action, Grouping, OutlineRow, Selection, Session},
};

/// Which time of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TimePart {
    /// At work.
    Work,
    /// Delay after it.
    Wait,
}

/// A step as it is in the document: what is drawn may hold a title that is being typed.
struct Own<'a> {
    session: &'a Session,
    variant: VariantId,
    id: StepId,
    step: &'a Step,
}

impl<'a> Own<'a> {
    /// The step of a row, if it may be edited.
    fn of(book: Book<'a>, row: &OutlineRow) -> Option<Self> {
        let (OutlineRow::Step(variant, id), false) = (row, book.session.is_read_only()) else {
            return None;
        };
        Some(Self {
            session: book.session,
            variant: variant.clone(),
            id: id.clone(),
            step: book.session.blueprint().step(variant, id)?,
        })
    }

    /// Puts `step` in its place, if it differs.
    fn put(&self, step: Step) -> Option<Action> {
        (step != *self.step).then(|| {
            Action::Edit(Edit::PutStep {
                variant: self.variant.clone(),
                id: self.id.clone(),
                step: Box::new(step),
            })
        })
    }

    /// Moves it to where `step` is.
    fn place(&self, step: Step) -> Option<Action> {
        let cell = step
            .cell()
            .map(|(lane, moment)| (lane.clone(), moment.clone()));
        let Some((lane, moment)) = cell else {
            return self.put(step);
        };
        (step != *self.step).then(|| {
            Action::Edit(Edit::PlaceSteps {
                variant: self.variant.clone(),
                steps: vec![self.id.clone()],
                lane,
                moment,
                at: None,
            })
        })
    }

    /// The time that `text` says.
    fn timed(&self, part: TimePart, text: &str) -> Result<Option<Action>, String> {
        let workers = self.step.workers.len();
        if part == TimePart::Work && workers > 1 {
            let workers = plural(workers, "worker", "workers");
            return Err(format!("{workers}: give each a time in the inspector (F6)"));
        }
        let time = typed::time(text)?;
        let mut step = self.step.clone();
        match (part, step.workers.first_mut()) {
            (TimePart::Wait, _) => step.wait = time,
            (TimePart::Work, None) => step.work = time,
            (TimePart::Work, Some(worker)) => worker.work = time,
        }
        Ok(self.put(step))
    }
}

/// A time, as text.
pub(super) fn time<'a>(book: Book<'a>, row: &OutlineRow, part: TimePart) -> Option<CellEdit<'a>> {
    let own = Own::of(book, row)?;
    let (label, time) = match (part, own.step.workers.as_slice()) {
        (TimePart::Wait, _) => ("Wait", own.step.wait.as_ref()),
        (TimePart::Work, []) => ("Work time", own.step.work.as_ref()),
        (TimePart::Work, [worker]) => ("Work time", worker.work.as_ref()),
        (TimePart::Work, _) => ("Work time", None),
    };
    Some(CellEdit::Text {
        label,
        text: typed::show_time(time),
        hint: typed::TIME_HINT,
        take: Box::new(move |text| own.timed(part, text)),
    })
}

/// The lane, or the moment where rows are grouped by lane, from a list.
pub(super) fn place<'a>(book: Book<'a>, row: &OutlineRow) -> Option<CellEdit<'a>> {
    let own = Own::of(book, row)?;
    let blueprint = own.session.blueprint();
    let choices = move || -> CellChoices {
        let moved = |change: &dyn Fn(&mut Step)| {
            let mut step = own.step.clone();
            change(&mut step);
            own.place(step)
        };
        let mut choices: CellChoices = match book.grouping {
            Grouping::Phases => {
                let lanes = blueprint.lanes.iter().map(|lane| {
                    let there = moved(&|step| step.lane = Some(lane.id.clone()));
                    (lane.name.clone(), there)
                });
                lanes.collect()
            }
            Grouping::Lanes => {
                let places = Places::of(blueprint);
                let moments = blueprint.moments().map(|(_, moment)| {
                    let there = Step {
                        moment: Some(moment.id.clone()),
                        ..Step::default()
                    };
                    let words = places.moment(&there).unwrap_or_default();
                    (words, moved(&|step| step.moment = Some(moment.id.clone())))
                });
                moments.collect()
            }
        };
        let nowhere = match book.grouping {
            Grouping::Phases => moved(&|step| step.lane = None),
            Grouping::Lanes => moved(&|step| step.moment = None),
        };
        choices.push(("None: in the tray".to_owned(), nowhere));
        choices
    };
    Some(CellEdit::Pick(Box::new(choices)))
}

/// The steps at the other ends, to go to, then all others, to connect.
pub(super) fn ways<'a>(book: Book<'a>, row: &OutlineRow, end: End) -> Option<CellEdit<'a>> {
    let own = Own::of(book, row)?;
    let choices = move || -> CellChoices {
        let Own {
            session,
            variant,
            id,
            step,
        } = &own;
        let ways = book.ways(end, About { variant, id, step });
        let mut choices: CellChoices = CellChoices::new();
        for way in ways {
            let words = format!("Go to {}", book.way_words(variant, way));
            let there = Action::Reveal(Selection::step(variant, &way.step));
            choices.push((words, Some(there)));
        }
        let Some((_, all)) = session.blueprint().variant(variant) else {
            return choices;
        };
        for (other, step) in Places::of(session.blueprint()).steps(all) {
            if other == id || ways.iter().any(|way| way.step == *other) {
                continue;
            }
            let (word, from, to) = match end {
                End::Into => ("from", other, id),
                End::OutOf => ("to", id, other),
            };
            let connect = Action::Connect {
                variant: variant.clone(),
                from: from.clone(),
                to: to.clone(),
            };
            choices.push((format!("Connect {word} {}", step.called()), Some(connect)));
        }
        choices
    };
    Some(CellEdit::Pick(Box::new(choices)))
}
