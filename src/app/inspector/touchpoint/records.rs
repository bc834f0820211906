//! What an AI touchpoint keeps lists of: data, rules, monitors, incidents.

use egui::Ui;

use crate::{
    app::{
        inspector::{
            form::{Form, Look},
            forms::Line,
            list::List,
        },
        widgets::typed,
    },
    model::{DataUse, Incident, Monitor, MonitorKind, Rule, Severity, Step, Touchpoint},
};

const DATA: List<Step, DataUse> = List {
    name: "Data used",
    item: "data",
    of: |step| Some(&mut step.ai.as_deref_mut()?.data),
};

const RULES: List<Step, Rule> = List {
    name: "Rules that apply",
    item: "rule",
    of: |step| Some(&mut step.ai.as_deref_mut()?.rules),
};

const MONITORS: List<Step, Monitor> = List {
    name: "Monitors",
    item: "monitor",
    of: |step| Some(&mut step.ai.as_deref_mut()?.monitors),
};

const INCIDENTS: List<Step, Incident> = List {
    name: "Incidents",
    item: "incident",
    of: |step| Some(&mut step.ai.as_deref_mut()?.incidents),
};

const TWO_ROWS: Look<'static> = Look {
    rows: 2,
    ..Look::LINE
};

/// Shows the lists, and which logs are kept.
pub(super) fn records_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, ai: &Touchpoint) {
    DATA.show_ui(form, ui, &ai.data, |_| DataUse::default(), data_ui);
    RULES.show_ui(form, ui, &ai.rules, |_| Rule::default(), rule_ui);
    MONITORS.show_ui(form, ui, &ai.monitors, |_| Monitor::default(), monitor_ui);
    form.lines_of_ui(ui, &[Line::Long("ai/logs")], step);
    let fresh = |_: &mut _| Incident::default();
    INCIDENTS.show_ui(form, ui, &ai.incidents, fresh, incident_ui);
}

fn data_ui(form: &mut Form<'_, Step>, ui: &mut Ui, number: usize, data: &DataUse) {
    let set = DATA.set(number, |data, text| data.name = text);
    form.text_ui(ui, DATA.field("Which data", number), &data.name, set);
    ui.columns(2, |ui| {
        let name = DATA.field("About a person", number);
        let set = DATA.set(number, |data, yes| data.personal = yes);
        form.yes_no_ui(&mut ui[0], name, data.personal, set);
        let name = DATA.field("Special category", number);
        let set = DATA.set(number, |data, yes| data.special_category = yes);
        form.yes_no_ui(&mut ui[1], name, data.special_category, set);
    });
    let name = DATA.field("Leaves the organisation", number);
    let set = DATA.set(number, |data, yes| data.leaves = yes);
    form.yes_no_ui(ui, name, data.leaves, set);
}

fn rule_ui(form: &mut Form<'_, Step>, ui: &mut Ui, number: usize, rule: &Rule) {
    let set = RULES.set(number, |rule, text| rule.name = text);
    form.text_ui(ui, RULES.field("Which rule", number), &rule.name, set);
    let name = RULES.field("Why it applies", number);
    let set = RULES.set(number, |rule, text| rule.why = text);
    form.typed_ui(ui, (&name, TWO_ROWS), (&rule.why, None), typed::text, set);
    let name = RULES.field("Checked on", number);
    let set = RULES.set(number, |rule, date| rule.checked_on = date);
    form.date_ui(ui, name, rule.checked_on.as_ref(), set);
}

fn monitor_ui(form: &mut Form<'_, Step>, ui: &mut Ui, number: usize, monitor: &Monitor) {
    let set = MONITORS.set(number, |monitor, text| monitor.metric = text);
    let name = MONITORS.field("Metric", number);
    form.text_ui(ui, name, &monitor.metric, set);
    ui.columns(2, |ui| {
        let words = MonitorKind::words as fn(_) -> _;
        let kind = (monitor.kind, MonitorKind::ALL, words);
        let set = MONITORS.set(number, |monitor, kind| monitor.kind = kind);
        let name = MONITORS.field("Watches for", number);
        form.choice_ui(&mut ui[0], name, kind, set);
        let set = MONITORS.set(number, |monitor, text| monitor.how_often = text);
        let name = MONITORS.field("How often", number);
        form.text_ui(&mut ui[1], name, &monitor.how_often, set);
    });
    ui.columns(2, |ui| {
        let set = MONITORS.set(number, |monitor, text| monitor.baseline = text);
        let name = MONITORS.field("Baseline", number);
        form.text_ui(&mut ui[0], name, &monitor.baseline, set);
        let set = MONITORS.set(number, |monitor, text| monitor.target = text);
        let name = MONITORS.field("Target", number);
        form.text_ui(&mut ui[1], name, &monitor.target, set);
    });
    ui.columns(2, |ui| {
        let set = MONITORS.set(number, |monitor, text| monitor.measured = text);
        let name = MONITORS.field("Last measured", number);
        form.text_ui(&mut ui[0], name, &monitor.measured, set);
        let set = MONITORS.set(number, |monitor, text| monitor.alert_at = text);
        let name = MONITORS.field("Alert at", number);
        form.text_ui(&mut ui[1], name, &monitor.alert_at, set);
    });
}

fn incident_ui(form: &mut Form<'_, Step>, ui: &mut Ui, number: usize, incident: &Incident) {
    let name = INCIDENTS.field("What happened", number);
    let set = INCIDENTS.set(number, |incident, text| incident.what = text);
    let shown = (incident.what.as_str(), None);
    form.typed_ui(ui, (&name, TWO_ROWS), shown, typed::text, set);
    ui.columns(2, |ui| {
        let name = INCIDENTS.field("When", number);
        let set = INCIDENTS.set(number, |incident, date| incident.on = date);
        form.date_ui(&mut ui[0], name, incident.on.as_ref(), set);
        let words = Severity::words as fn(_) -> _;
        let severity = (incident.severity, Severity::ALL, words);
        let name = INCIDENTS.field("How bad", number);
        let set = INCIDENTS.set(number, |incident, severity| incident.severity = severity);
        form.choice_ui(&mut ui[1], name, severity, set);
    });
    let name = INCIDENTS.field("What was done", number);
    let set = INCIDENTS.set(number, |incident, text| incident.done = text);
    let shown = (incident.done.as_str(), None);
    form.typed_ui(ui, (&name, TWO_ROWS), shown, typed::text, set);
}
