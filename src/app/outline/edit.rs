//! How the cells of the outline are edited: a time as text, or a lane, moment or step to pick from a list.

use super::columns::{About, Book, End};
use crate::{
    app::widgets::{CellChoices, CellEdit},
    edit::Edit,
    model::{FieldPath, Key, Names, PathPart, Places, Step, StepId, VariantId, Words as _, plural},
    session::{Action, Grouping, OutlineRow, Selection, Session},
};

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

    fn key(&self) -> Key {
        Key::Step(self.variant.clone(), self.id.clone())
    }

    /// A field of it, to be typed.
    fn field(&self, field: FieldPath) -> CellEdit<'a> {
        CellEdit::Field {
            session: self.session,
            key: self.key(),
            field,
        }
    }
}

/// The time of the work, of its only worker where it has one.
pub(super) fn work<'a>(book: Book<'a>, row: &OutlineRow) -> Option<CellEdit<'a>> {
    let own = Own::of(book, row)?;
    Some(match own.step.own_work() {
        Some(field) => own.field(field),
        None => {
            let workers = plural(own.step.workers.len(), "worker", "workers");
            CellEdit::act(Action::Tell(format!(
                "{workers}: give each a time in the inspector (F6)"
            )))
        }
    })
}

/// The delay after the work.
pub(super) fn wait<'a>(book: Book<'a>, row: &OutlineRow) -> Option<CellEdit<'a>> {
    Some(Own::of(book, row)?.field(vec![PathPart::Name("wait")]))
}

/// The lane, or the moment where rows are grouped by lane, from a list.
pub(super) fn place<'a>(book: Book<'a>, row: &OutlineRow) -> Option<CellEdit<'a>> {
    let own = Own::of(book, row)?;
    let blueprint = own.session.blueprint();
    let choices = move || -> CellChoices {
        let field = match book.grouping {
            Grouping::Phases => "lane",
            Grouping::Lanes => "moment",
        };
        let there = |id: &str| {
            Some(Action::Edit(Edit::Set {
                keys: vec![own.key()],
                field: vec![PathPart::Name(field)],
                typed: id.to_owned(),
            }))
        };
        let mut choices: CellChoices = match book.grouping {
            Grouping::Phases => {
                let lanes = blueprint.lanes.iter();
                let lanes = lanes.map(|lane| (lane.name.clone(), there(lane.id.as_str())));
                lanes.collect()
            }
            Grouping::Lanes => {
                let names = Names::of_all(blueprint);
                let moments = blueprint.moments().map(|(_, moment)| {
                    let words = moment.id.in_words(&names);
                    (words, there(moment.id.as_str()))
                });
                moments.collect()
            }
        };
        choices.push(("None: in the tray".to_owned(), there("")));
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
