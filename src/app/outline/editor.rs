//! A cell being edited: a time as text, or a lane, moment or step to pick from a list.

use egui::{Area, Id, Key, Modifiers, Order, Rect, TextEdit, Ui, UiBuilder, vec2};

use super::{
    OutlineView,
    cell::{self, Column},
};
use crate::{
    app::{
        canvas::canvas_id,
        look,
        widgets::{begin_text, message_ui, typed},
    },
    edit::Edit,
    model::{LaneId, MomentId, Places, Step, StepId, Time, VariantId, Written, plural},
    scene::Ink,
    session::{Action, Grouping, OutlineRow, Selection, Session},
};

/// Lines of the list at most.
const MOST: usize = 60;

/// What is edited, and what is typed.
pub(super) struct Editor {
    variant: VariantId,
    step: StepId,
    column: Column,
    grouping: Grouping,
    text: String,
    /// The time as it was.
    old: String,
    chosen: usize,
    begins: bool,
}

/// Something to pick.
#[derive(Clone)]
enum Choice {
    Lane(Option<LaneId>),
    Moment(Option<MomentId>),
    GoTo(StepId),
    ConnectTo(StepId),
    ConnectFrom(StepId),
}

impl Editor {
    /// Opens the view's column of a step.
    pub(super) fn open(
        session: &Session,
        view: &OutlineView,
        variant: &VariantId,
        id: &StepId,
    ) -> Option<Self> {
        let step = session.blueprint().step(variant, id)?;
        let own = match step.workers.as_slice() {
            [] => step.work.as_ref(),
            [worker] => worker.work.as_ref(),
            _ => None,
        };
        let time = match view.column {
            Column::Work => own,
            Column::Wait => step.wait.as_ref(),
            _ => None,
        };
        let text = typed::show_time(time);
        Some(Self {
            variant: variant.clone(),
            step: id.clone(),
            column: view.column,
            grouping: view.grouping,
            old: text.clone(),
            text,
            chosen: 0,
            begins: true,
        })
    }

    pub(super) fn column(&self) -> Column {
        self.column
    }

    /// A time that is typed and not yet taken over.
    pub(super) fn open_draft(&self) -> Option<(&'static str, &str)> {
        let field = match self.column {
            Column::Work => "Work time",
            Column::Wait => "Wait",
            _ => return None,
        };
        // “5 min” says what “5m” said.
        let (now, before) = (typed::time(&self.text), typed::time(&self.old));
        let is_same = self.text == self.old || now.is_ok() && now == before;
        (!is_same).then_some((field, &*self.text))
    }

    pub(super) fn is_of(&self, row: &OutlineRow) -> bool {
        matches!(row, OutlineRow::Step(variant, id)
            if *variant == self.variant && *id == self.step)
    }

    /// The edit that takes over a typed time.
    pub(super) fn typed(&self, session: &Session) -> Option<Action> {
        if !matches!(self.column, Column::Work | Column::Wait) {
            return None;
        }
        let old = session.blueprint().step(&self.variant, &self.step)?;
        let mut step = (**old).clone();
        let time = typed::time(&self.text).ok()?;
        match (self.column, step.workers.as_mut_slice()) {
            (Column::Wait, _) => step.wait = time,
            (_, []) => step.work = time,
            (_, [worker]) => worker.work = time,
            // Of several the inspector asks for each.
            _ => return None,
        }
        (step != **old).then(|| self.put(step))
    }

    fn put(&self, step: Step) -> Action {
        Action::Edit(Edit::PutStep {
            variant: self.variant.clone(),
            id: self.step.clone(),
            step: Box::new(step),
        })
    }

    /// What is wrong with what is typed.
    fn error(&self, session: &Session) -> Option<String> {
        if !matches!(self.column, Column::Work | Column::Wait) {
            return None;
        }
        let step = session.blueprint().step(&self.variant, &self.step)?;
        if self.column == Column::Work && step.workers.len() > 1 {
            let workers = plural(step.workers.len(), "worker", "workers");
            return Some(format!("{workers}: give each a time in the inspector (F6)"));
        }
        let time: Result<Option<Written<Time>>, String> = typed::time(&self.text);
        time.err()
    }

    /// What can be picked, as far as it holds the words typed.
    fn choices(&self, session: &Session, view: &OutlineView) -> Vec<(String, Choice)> {
        let blueprint = session.blueprint();
        let wanted = self.text.trim().to_lowercase();
        let mut choices = Vec::new();
        match self.column {
            Column::Place if self.grouping == Grouping::Phases => {
                let lanes = blueprint.lanes.iter();
                choices.extend(
                    lanes.map(|lane| (lane.name.clone(), Choice::Lane(Some(lane.id.clone())))),
                );
                choices.push(("None: in the tray".to_owned(), Choice::Lane(None)));
            }
            Column::Place => {
                let places = Places::of(blueprint);
                choices.extend(blueprint.moments().map(|(_, moment)| {
                    let there = Step {
                        moment: Some(moment.id.clone()),
                        ..Step::default()
                    };
                    let words = places.moment(&there).unwrap_or_default();
                    (words, Choice::Moment(Some(moment.id.clone())))
                }));
                choices.push(("None: in the tray".to_owned(), Choice::Moment(None)));
            }
            Column::Before | Column::After => self.ends(session, view, &mut choices),
            _ => {}
        }
        choices.retain(|(words, _)| words.to_lowercase().contains(&wanted));
        choices.truncate(MOST);
        choices
    }

    /// The steps at the other ends, to go to, then all others, to connect.
    fn ends(&self, session: &Session, view: &OutlineView, choices: &mut Vec<(String, Choice)>) {
        let ways = cell::ways(view, self.column, &self.variant, &self.step);
        for way in ways {
            let words = cell::way_words(session, &self.variant, way);
            choices.push((format!("Go to {words}"), Choice::GoTo(way.step.clone())));
        }
        let Some((_, variant)) = session.blueprint().variant(&self.variant) else {
            return;
        };
        for (id, step) in Places::of(session.blueprint()).steps(variant) {
            let is_there = ways.iter().any(|way| way.step == *id);
            if is_there || *id == self.step {
                continue;
            }
            choices.push(match self.column {
                Column::Before => (
                    format!("Connect from {}", step.called()),
                    Choice::ConnectFrom(id.clone()),
                ),
                _ => (
                    format!("Connect to {}", step.called()),
                    Choice::ConnectTo(id.clone()),
                ),
            });
        }
    }

    fn pick(&self, session: &Session, choice: Choice) -> Option<Action> {
        let variant = self.variant.clone();
        let old = session.blueprint().step(&self.variant, &self.step)?;
        let mut step = (**old).clone();
        match choice {
            Choice::GoTo(id) => return Some(Action::Reveal(Selection::step(&variant, &id))),
            Choice::ConnectTo(to) => {
                let from = self.step.clone();
                return Some(Action::Connect { variant, from, to });
            }
            Choice::ConnectFrom(from) => {
                let to = self.step.clone();
                return Some(Action::Connect { variant, from, to });
            }
            Choice::Lane(lane) => step.lane = lane,
            Choice::Moment(moment) => step.moment = moment,
        }
        if step == **old {
            return None;
        }
        let Some((lane, moment)) = step.cell() else {
            return Some(self.put(step));
        };
        Some(Action::Edit(Edit::PlaceSteps {
            variant,
            steps: vec![self.step.clone()],
            lane: lane.clone(),
            moment: moment.clone(),
            at: None,
        }))
    }
}

/// Shows the field over its cell, which is `place`, and its list.
pub(super) fn editor_ui(
    ui: &mut Ui,
    place: Rect,
    area: Rect,
    session: &Session,
    view: &mut OutlineView,
    actions: &mut Vec<Action>,
) {
    let Some(mut editor) = view.editor.take() else {
        return;
    };
    let id = Id::unique("outline cell field");
    if std::mem::take(&mut editor.begins) {
        begin_text(ui, id, 0..editor.text.chars().count());
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (enter, tab, escape) = (pressed(Key::Enter), pressed(Key::Tab), pressed(Key::Escape));
    let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    let before = editor.text.clone();
    let width = place.width().max(120.0);
    let field = Rect::from_min_size(place.min, vec2(width, place.height())).shrink(1.0);
    let response = ui
        .scope_builder(UiBuilder::new().max_rect(field), |ui| {
            ui.add_sized(
                field.size(),
                TextEdit::singleline(&mut editor.text)
                    .id(id)
                    .lock_focus(true)
                    .hint_text(match editor.column {
                        Column::Work | Column::Wait => typed::TIME_HINT,
                        _ => "Search",
                    })
                    .background_color(look::ink(ui, Ink::Field)),
            )
        })
        .inner;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Cell"));
    if editor.text != before {
        editor.chosen = 0;
    }
    let choices = editor.choices(session, view);
    if down {
        editor.chosen = (editor.chosen + 1).min(choices.len().saturating_sub(1));
    }
    if up {
        editor.chosen = editor.chosen.saturating_sub(1);
    }
    let error = editor.error(session);
    let mut picked = (enter || tab).then_some(editor.chosen);
    let over = list_ui(
        ui,
        field,
        area,
        &editor,
        (&choices, error.as_deref()),
        &mut picked,
    );
    let is_time = matches!(editor.column, Column::Work | Column::Wait);
    let left = !over && (response.lost_focus() || clicked_elsewhere(ui, field));
    let done = if escape {
        true
    } else if is_time {
        let taken = (enter || tab || left) && error.is_none();
        if taken {
            actions.extend(editor.typed(session));
        }
        taken || left
    } else if let Some(place) = picked {
        let choice = choices.into_iter().nth(place);
        actions.extend(choice.and_then(|(_, choice)| editor.pick(session, choice)));
        true
    } else {
        left
    };
    if !done {
        view.editor = Some(editor);
        return;
    }
    if tab {
        view.column = match editor.column {
            Column::Place => Column::Work,
            Column::Work => Column::Wait,
            _ => Column::After,
        };
    }
    ui.memory_mut(|memory| memory.request_focus(canvas_id()));
}

/// The list below the field; says whether the pointer is over it.
fn list_ui(
    ui: &Ui,
    field: Rect,
    area: Rect,
    editor: &Editor,
    (choices, error): (&[(String, Choice)], Option<&str>),
    picked: &mut Option<usize>,
) -> bool {
    let is_time = matches!(editor.column, Column::Work | Column::Wait);
    if is_time && error.is_none() {
        return false;
    }
    let shown = Area::new(Id::unique("outline list"))
        .order(Order::Foreground)
        .fixed_pos(field.left_bottom() + vec2(0.0, 4.0))
        .constrain_to(area)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(field.width().max(260.0));
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                if let Some(error) = error {
                    message_ui(ui, Ink::DangerText, error);
                }
                let list = egui::ScrollArea::vertical().max_height(240.0);
                list.show(ui, |ui| {
                    for (place, (words, _)) in choices.iter().enumerate() {
                        let is_chosen = place == editor.chosen;
                        let line = ui.selectable_label(is_chosen, words);
                        if is_chosen {
                            line.scroll_to_me(None);
                        }
                        if line.clicked() {
                            *picked = Some(place);
                        }
                    }
                    if choices.is_empty() && !is_time {
                        ui.label("Nothing of that name.");
                    }
                });
            });
        });
    let pointer = ui.ctx().pointer_hover_pos();
    pointer.is_some_and(|at| shown.response.rect.contains(at))
}

fn clicked_elsewhere(ui: &Ui, field: Rect) -> bool {
    ui.input(|input| {
        let origin = input.pointer.press_origin();
        input.pointer.any_pressed() && origin.is_some_and(|at| !field.contains(at))
    })
}
