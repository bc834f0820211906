//! Time, cost and share of a step, each with where it comes from.

use egui::{Button, CornerRadius, Frame, Margin, RichText, Role, Stroke, Ui, WidgetInfo};

use crate::{
    app::{
        inspector::{
            form::Form,
            list::List,
            places::{of_step, role_choices, role_named},
        },
        look,
        widgets::{message_ui, muted_ui, section_ui, text_button_ui},
    },
    model::{Basis, BasisKind, RoleId, Step, Worker},
    scene::{Icon, Ink, size},
    session::{Action, Command},
};

const WORKERS: List<Step, Worker> = List {
    name: "Workers",
    item: "worker",
    of: |step| Some(&mut step.workers),
};

/// Shows what a step takes and costs.
pub(super) fn figures_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Time and cost", "", Ink::TextMuted);
    ui.columns(2, |ui| {
        let (left, right) = ui.split_at_mut(1);
        let work = step.work.as_ref();
        form.time_ui(&mut left[0], of_step("work"), work, |step, work| {
            step.work = work;
        });
        basis_button_ui(form, &mut left[0], step, "work", work.is_some());
        let wait = step.wait.as_ref();
        form.time_ui(&mut right[0], of_step("wait"), wait, |step, wait| {
            step.wait = wait;
        });
        basis_button_ui(form, &mut right[0], step, "wait", wait.is_some());
    });
    basis_fields_ui(form, ui, step, "work");
    basis_fields_ui(form, ui, step, "wait");
    if step.work.is_some() && !step.workers.is_empty() {
        let text = "The workers below take the place of the work time.";
        message_ui(ui, Ink::WarningText, text);
    }
    workers_ui(form, ui, step);
    ui.columns(2, |ui| {
        let (left, right) = ui.split_at_mut(1);
        form.money_ui(&mut left[0], of_step("cost"), step.cost, |step, cost| {
            step.cost = cost;
        });
        basis_button_ui(form, &mut left[0], step, "cost", step.cost.is_some());
        let happens = step.happens;
        form.share_ui(&mut right[0], of_step("happens"), happens, |step, share| {
            step.happens = share;
        });
        basis_button_ui(form, &mut right[0], step, "happens", happens.is_some());
    });
    basis_fields_ui(form, ui, step, "cost");
    basis_fields_ui(form, ui, step, "happens");
}

fn workers_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    let blueprint = form.blueprint();
    super::part_ui(ui, WORKERS.name);
    WORKERS.items_ui(form, ui, &step.workers, |form, ui, number, worker| {
        ui.columns(2, |ui| {
            let picked = role_named(blueprint, &worker.role);
            let choices = || {
                let choices = role_choices(blueprint, Some(&worker.role)).into_iter();
                choices
                    .filter_map(|(role, words, is_picked)| Some((role?, words, is_picked)))
                    .collect()
            };
            let set = WORKERS.set(number, |worker, role: RoleId| worker.role = role);
            let name = WORKERS.field("Role", number);
            form.pick_ui(&mut ui[0], name, &picked, choices, |step, role| {
                set(step, role.clone());
            });
            let set = WORKERS.set(number, |worker, work| worker.work = work);
            let name = WORKERS.field("Work time", number);
            form.time_ui(&mut ui[1], name, worker.work.as_ref(), set);
        });
    });
    if !step.workers.is_empty() {
        basis_button_ui(form, ui, step, "workers", true);
        basis_fields_ui(form, ui, step, "workers");
    }
    let is_free = |role: &RoleId| step.workers.iter().all(|worker| worker.role != *role);
    let roles = || blueprint.roles.iter().map(|role| &role.id);
    let role = roles().find(|id| is_free(id)).or_else(|| roles().next());
    match role {
        Some(role) => WORKERS.add_ui(form, ui, |_| Worker {
            role: role.clone(),
            work: None,
        }),
        None if !form.session.is_read_only() => {
            muted_ui(ui, "Work by role needs a role first.");
            if text_button_ui(ui, Icon::Plus, "Add a role", Ink::Text) {
                form.actions.push(Action::Command(Command::AddRole));
            }
        }
        None => {}
    }
    ui.add_space(size::GRID);
}

/// The basis of a figure, in small words that unfold it.
fn basis_button_ui(
    form: &mut Form<'_, Step>,
    ui: &mut Ui,
    step: &Step,
    field: &'static str,
    is_given: bool,
) {
    let basis = step.basis.get(field);
    if !is_given && basis.is_none() {
        return;
    }
    let words = basis.map_or_else(|| "Basis not said".to_owned(), basis_words);
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

fn basis_key(form: &Form<'_, Step>, field: &str) -> String {
    format!("{}/basis/{field}", form.path())
}

/// The fields of a figure's basis, when it is unfolded.
fn basis_fields_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, field: &'static str) {
    if form.state.unfolded.as_ref() != Some(&basis_key(form, field)) {
        return;
    }
    let basis = step.basis.get(field);
    let of = of_step(field).to_lowercase();
    let frame = Frame::NONE
        .fill(look::ink(ui, Ink::Rail))
        .stroke(Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
        .inner_margin(Margin::symmetric(8, 6));
    let name = |label: &str| crate::app::widgets::Name {
        label: label.to_owned(),
        spoken: format!("{label} of {of}"),
    };
    let on_basis = move |step: &mut Step, set: &dyn Fn(&mut Basis)| {
        set(step.basis.entry(field.to_owned()).or_default());
    };
    frame.show(ui, |ui| {
        ui.columns(2, |ui| {
            let kind = basis.map(|basis| basis.kind);
            let choice = (kind, BasisKind::ALL, BasisKind::words as fn(_) -> _);
            let set = |step: &mut Step, kind: Option<BasisKind>| match kind {
                Some(kind) => on_basis(step, &|basis| basis.kind = kind),
                None => {
                    step.basis.remove(field);
                }
            };
            form.choice_ui(&mut ui[0], name("Basis"), choice, set);
            let on = basis.and_then(|basis| basis.on.as_ref());
            form.date_ui(&mut ui[1], name("Date"), on, move |step, on| {
                on_basis(step, &|basis| basis.on.clone_from(&on));
            });
        });
        let source = basis.map_or("", |basis| basis.source.as_str());
        form.text_ui(ui, name("Source"), source, move |step, source| {
            on_basis(step, &|basis| basis.source.clone_from(&source));
        });
    });
    ui.add_space(size::GRID);
}
