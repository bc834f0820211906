//! Time, cost and share of a step, each with where it comes from.

use egui::Ui;

use crate::{
    app::{
        draft::pending,
        inspector::{
            form::Form,
            forms::{Line, WORKERS},
            places::of_step,
        },
        widgets::{message_ui, muted_ui, section_ui, text_button_ui},
    },
    edit::Edit,
    model::{Key, Kind, PathPart, RefKind, RoleId, Step, StepKind},
    scene::{Icon, Ink, size},
    session::Action,
};

/// Shows what a step takes and costs.
pub(super) fn figures_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Time and cost", "", Ink::TextMuted);
    form.figures_ui(ui, &["work", "wait"]);
    if step.work.is_some() && !step.workers.is_empty() {
        let text = "The workers below take the place of the work time.";
        message_ui(ui, Ink::WarningText, text);
    }
    workers_ui(form, ui, step);
    // Of a wait, and of what AI does; a value that is there is shown in any case.
    if step.kind == StepKind::Wait || step.queue_of.is_some() {
        form.lines_ui(ui, &[Line::One("queue_of")]);
    }
    if step.ai.is_some() || step.by_hand.is_some() {
        form.lines_ui(ui, &[Line::Figures(&["by_hand"])]);
    }
    form.figures_ui(ui, &["cost", "happens"]);
}

fn workers_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    super::part_ui(ui, of_step("workers"));
    form.items_ui(ui, &WORKERS);
    if !step.workers.is_empty() {
        form.basis_ui(ui, "workers");
    }
    let roles = &form.blueprint().roles;
    let is_free = |role: &RoleId| step.workers.iter().all(|worker| worker.role != *role);
    let free = roles.iter().find(|role| is_free(&role.id));
    let editable = !form.session.is_read_only();
    match free.or_else(|| roles.first()) {
        Some(role) => {
            let words = WORKERS.add_words();
            let add = |ui: &mut Ui| text_button_ui(ui, Icon::Plus, &words, Ink::Text);
            if ui.add_enabled_ui(editable, add).inner {
                form.commit_drafts();
                form.want_item(&WORKERS, "");
                let edit = form.work_edit(|step| step.add_worker(role.id.clone()));
                form.actions.push(Action::Edit(edit));
            }
        }
        None if editable => {
            muted_ui(ui, "Add a role to say who works on it, and how long.");
            if text_button_ui(ui, Icon::Plus, "Add a role", Ink::Text) {
                let mut way = form.way(WORKERS.path);
                way.extend([PathPart::Number(0), PathPart::Name("role")]);
                form.add_then(&way, RefKind::Record(Kind::Role), |form, key| {
                    let (_, id) = key.in_register()?;
                    Some(form.work_edit(|step| step.add_worker(id.into())))
                });
            }
        }
        None => {}
    }
    ui.add_space(size::GRID);
}

impl Form<'_> {
    /// The edit that changes who works on each of the steps.
    fn work_edit(&self, change: impl Fn(&mut Step)) -> Edit {
        // What is typed and about to be taken over counts.
        let now = pending(self.session, self.actions);
        let edits = self.keys.iter().filter_map(|key| {
            let Key::Step(variant, id) = key else {
                return None;
            };
            let mut step = Step::clone(now.step(variant, id)?);
            change(&mut step);
            Some(Edit::PutStep {
                variant: variant.clone(),
                id: id.clone(),
                step: Box::new(step),
            })
        });
        Edit::All(edits.collect())
    }

    /// Takes a worker off the step, and the same role off it in the other variants.
    pub(in crate::app::inspector) fn remove_worker(&mut self, number: usize) {
        let key = self.key();
        let Key::Step(variant, id) = &key else { return };
        let now = pending(self.session, self.actions);
        let step = now.step(variant, id);
        let Some(worker) = step.and_then(|step| step.workers.get(number)) else {
            return;
        };
        let role = worker.role.clone();
        let edit = self.work_edit(|other| {
            let is_here = other
                .workers
                .get(number)
                .is_some_and(|one| one.role == role);
            let same = other.workers.iter().position(|one| one.role == role);
            if let Some(place) = is_here.then_some(number).or(same) {
                other.remove_worker(place);
            }
        });
        self.actions.push(Action::Edit(edit));
    }
}
