//! Time, cost and share of a step, each with where it comes from.

use egui::{Button, CornerRadius, Frame, Margin, RichText, Role, Stroke, Ui, WidgetInfo};

use crate::{
    app::{
        draft::pending,
        inspector::{
            form::Form,
            forms::{Line, WORKERS},
            places::{NONE, of_step},
        },
        look,
        widgets::{Name, message_ui, muted_ui, section_ui, text_button_ui},
    },
    edit::Edit,
    model::{Basis, BasisKind, Key, Kind, PathPart, RefKind, RoleId, Step, StepKind},
    scene::{Icon, Ink, size},
    session::Action,
};

/// Shows what a step takes and costs.
pub(super) fn figures_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Time and cost", "", Ink::TextMuted);
    pair_ui(
        form,
        ui,
        step,
        [("work", step.work.is_some()), ("wait", step.wait.is_some())],
    );
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
        form.lines_ui(ui, &[Line::One("by_hand")]);
    }
    pair_ui(
        form,
        ui,
        step,
        [
            ("cost", step.cost.is_some()),
            ("happens", step.happens.is_some()),
        ],
    );
}

/// Two figures side by side, each with its basis, of which one may be unfolded below.
fn pair_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step, figures: [(&'static str, bool); 2]) {
    ui.columns(2, |ui| {
        for (ui, (field, is_given)) in ui.iter_mut().zip(figures) {
            form.lines_ui(ui, &[Line::One(field)]);
            basis_button_ui(form, ui, step, field, is_given);
        }
    });
    for (field, _) in figures {
        basis_fields_ui(form, ui, step, field);
    }
}

fn workers_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    super::part_ui(ui, of_step("workers"));
    form.items_ui(ui, &WORKERS);
    if !step.workers.is_empty() {
        basis_button_ui(form, ui, step, "workers", true);
        basis_fields_ui(form, ui, step, "workers");
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

/// The basis of a figure, in small words that unfold it.
fn basis_button_ui(
    form: &mut Form<'_>,
    ui: &mut Ui,
    step: &Step,
    field: &'static str,
    is_given: bool,
) {
    let basis = step.basis.get(field);
    if !is_given && basis.is_none() {
        return;
    }
    let words = basis.map_or_else(|| "Say how it is known".to_owned(), basis_words);
    let color = look::ink(ui, Ink::TextMuted);
    let text = RichText::new(words).small().color(color);
    let button = Button::new(text)
        .frame(false)
        .truncate()
        .min_size(egui::vec2(0.0, 14.0));
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding.y = 0.0;
            ui.spacing_mut().interact_size.y = 14.0;
            ui.add(button)
        })
        .inner;
    let name = format!("Basis of {}", of_step(field));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(name).clicked() {
        let key = basis_key(form, field);
        let state = &mut form.state.unfolded;
        *state = (state.as_ref() != Some(&key)).then_some(key);
    }
    ui.add_space(size::GRID);
}

fn basis_words(basis: &Basis) -> String {
    let on = basis.on.as_ref().map(ToString::to_string);
    let parts = [
        Some(basis.kind.words().to_owned()),
        (!basis.source.is_empty()).then(|| basis.source.clone()),
        on,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn basis_key(form: &Form<'_>, field: &str) -> String {
    form.field_key(&[PathPart::Name("basis"), PathPart::Item(field.into())])
}

/// The fields of a figure's basis, when it is unfolded.
fn basis_fields_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step, field: &'static str) {
    if form.state.unfolded.as_ref() != Some(&basis_key(form, field)) {
        return;
    }
    let kind = step.basis.get(field).map(|basis| basis.kind);
    let of = of_step(field).to_lowercase();
    let frame = Frame::NONE
        .fill(look::ink(ui, Ink::Rail))
        .stroke(Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
        .inner_margin(Margin::symmetric(8, 6));
    frame.show(ui, |ui| {
        form.entry_ui(("basis", field), &of, |form| {
            ui.columns(2, |ui| {
                kind_ui(form, &mut ui[0], &of, kind);
                form.lines_ui(&mut ui[1], &[Line::One("on")]);
            });
            form.lines_ui(ui, &[Line::One("source")]);
        });
    });
    ui.add_space(size::GRID);
}

/// How far to trust a figure: without it there is no basis.
fn kind_ui(form: &mut Form<'_>, ui: &mut Ui, of: &str, kind: Option<BasisKind>) {
    let way = form.way("kind");
    let name = Name {
        label: "Basis".to_owned(),
        spoken: format!("Basis of {of}"),
    };
    let choices = || {
        let known = BasisKind::ALL.iter().map(|one| Some(*one));
        let all = std::iter::once(None).chain(known);
        all.map(|one| {
            (
                one,
                one.map_or(NONE, BasisKind::words).to_owned(),
                one == kind,
            )
        })
        .collect()
    };
    let picked = kind.map_or(NONE, BasisKind::words);
    match form.picked_ui(ui, (&way, &name), picked, choices) {
        Some(Some(kind)) => form.set(way, kind.words()),
        Some(None) => form.set(way[..way.len() - 1].to_vec(), ""),
        None => {}
    }
}
