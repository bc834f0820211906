//! Format 1: what is true of AI in the world stood in the touchpoint of each variant.
//!
//! Format 2 has it once, in `ai_uses` and the registers around it. The names of fields in here are those of format 1
//! and 2 and never change. No text of the file is lost: what has no place any more goes to `ext`.

use std::collections::BTreeMap;

use super::{
    Splice,
    parts::{RonPart, RonParts, RonValue},
    prose::{every, number},
};
use crate::{format::write::quote, model::slug};

/// Fields of a touchpoint that are those of its use from now on, and what they are called there.
const OF_USE: &[(&str, &str)] = &[
    ("status", "status"),
    ("next_review", "next_review"),
    ("owner", "owner"),
    ("affects_person", "affects"),
    ("reversible", "reversible"),
    ("appeal", "appeal"),
    ("logs", "logs"),
    ("data", "data"),
];

/// Fields of a touchpoint that the program does not have any more.
const WITHOUT_PLACE: &[&str] = &[
    "channels",
    "explained",
    "takes_over",
    "value",
    "effort",
    "risk",
    "wave",
];

/// What a monitor says in words, and how the note of its measure begins the line.
const SAID_OF_MONITOR: &[(&str, &str)] = &[
    ("baseline", "Baseline"),
    ("target", "Target"),
    ("measured", "Measured"),
    ("alert_at", "Alert at"),
    ("how_often", "How often"),
];

/// What turns a text of format 1 into one of format 2. A text that is no record is left as it is: reading it says why.
pub(super) fn migrate(text: &str) -> Vec<Splice> {
    let Some(blueprint) = RonValue::of(text).inside() else {
        return Vec::new();
    };
    let mut turned = Turned::default();
    let systems = blueprint.inside("ai_systems");
    for variant in blueprint.inside("variants") {
        if let Some(variant) = variant.value.inside() {
            turned.variant(&variant, &systems);
        }
    }
    for system in &systems {
        turned.system(system);
    }
    turned.end(&blueprint)
}

/// A field of a record: what it is called, and its value as it is written.
type Field = (String, String);

/// What is said of the AI at a step.
#[derive(Default)]
struct Use {
    fields: Vec<Field>,
    /// What a later variant says differently: its id, and the fields there.
    others: Vec<(String, Vec<Field>)>,
    rules: Vec<String>,
}

/// Records of one kind by their ids; equal ones are one.
#[derive(Default)]
struct Register {
    /// By what makes them equal: the id, and the fields.
    records: Vec<(String, String, Vec<Field>)>,
}

impl Register {
    /// The id of the record that is `same`; there is one with that id, made from `name`, if there was none.
    fn put(&mut self, same: String, name: &str, kind: &str, fields: Vec<Field>) -> String {
        if let Some((_, id, _)) = self.records.iter().find(|(known, ..)| *known == same) {
            return id.clone();
        }
        let slug = match slug(name) {
            slug if slug.is_empty() => kind.to_owned(),
            slug => slug,
        };
        let is_taken = |id: &str| self.records.iter().any(|(_, other, _)| other == id);
        let numbered = (2..).map(|number| format!("{slug}-{number}"));
        let mut ids = std::iter::once(slug.clone()).chain(numbered);
        let id = ids.find(|id| !is_taken(id)).unwrap_or(slug.clone());
        self.records.push((same, id.clone(), fields));
        id
    }

    fn fields_of(&mut self, id: &str) -> Option<&mut Vec<Field>> {
        let record = self.records.iter_mut().find(|(_, own, _)| own == id);
        record.map(|(_, _, fields)| fields)
    }

    fn written(self) -> Vec<Field> {
        let records = self.records.into_iter();
        records
            .map(|(_, id, fields)| (quoted(&id), record(&fields)))
            .collect()
    }
}

/// What becomes of a file.
#[derive(Default)]
struct Turned {
    splices: Vec<Splice>,
    /// By the id of the step, in the order of the file.
    uses: Vec<(String, Use)>,
    rules: Register,
    /// To which uses each rule applies.
    applies: BTreeMap<String, Vec<String>>,
    incidents: Register,
    measures: Register,
    monitors: Register,
    /// The technique of a system, said by a touchpoint on it.
    techniques: BTreeMap<String, String>,
}

impl Turned {
    fn take_out(&mut self, part: &RonPart<'_>) {
        self.splices.push(Splice {
            at: part.key.start..part.end,
            with: String::new(),
        });
    }

    fn call(&mut self, part: &RonPart<'_>, name: &str) {
        self.splices.push(Splice {
            at: part.key.clone(),
            with: name.to_owned(),
        });
    }

    fn write(&mut self, value: RonValue<'_>, with: String) {
        self.splices.push(Splice {
            at: value.start..value.end,
            with,
        });
    }

    /// Puts fields before those of a record.
    fn put(&mut self, into: &RonParts<'_>, fields: &[Field]) {
        if fields.is_empty() {
            return;
        }
        let said = fields
            .iter()
            .map(|(name, value)| format!("{name}: {value}, "));
        self.splices.push(Splice {
            at: into.start..into.start,
            with: said.collect(),
        });
    }

    fn variant(&mut self, variant: &RonParts<'_>, systems: &[RonPart<'_>]) {
        let id = variant.value("id").and_then(|id| id.said());
        let id = id.unwrap_or_default();
        for step in variant.inside("steps") {
            if let Some(inside) = step.value.inside() {
                self.step((&id, &step.name), &inside, systems);
            }
        }
        let mut dropped: Vec<(String, String)> = Vec::new();
        for removed in variant.inside("removed") {
            let Some(removed) = removed.value.inside() else {
                continue;
            };
            let field = removed.field("controls_dropped");
            let Some(field) = field.filter(|field| field.value.inside().is_some()) else {
                continue;
            };
            for control in removed.inside("controls_dropped") {
                let why = control.value.said().unwrap_or_default();
                match dropped.iter_mut().find(|(known, _)| *known == control.name) {
                    // One control can be dropped with several steps, each time for a reason.
                    Some((_, known)) if *known != why => *known = format!("{known}\n{why}"),
                    Some(_) => {}
                    None => dropped.push((control.name, why)),
                }
            }
            self.take_out(field);
        }
        if !dropped.is_empty() {
            let entries = dropped.iter().map(|(control, why)| {
                let why = vec![("why".to_owned(), quoted(why))];
                (quoted(control), record(&why))
            });
            let entries = map(&entries.collect::<Vec<_>>());
            self.put(variant, &[("dropped_controls".to_owned(), entries)]);
        }
    }

    fn step(&mut self, (variant, id): (&str, &str), step: &RonParts<'_>, systems: &[RonPart<'_>]) {
        let Some(ai) = step.value("ai").and_then(|ai| ai.inside()) else {
            return;
        };
        let mut said: Vec<Field> = Vec::new();
        for &(was, is) in OF_USE {
            if let Some(field) = ai.field(was) {
                said.push((is.to_owned(), field.value.source().to_owned()));
                self.take_out(field);
            }
        }
        self.told(&ai);
        let mut kept: Vec<Field> = Vec::new();
        for name in WITHOUT_PLACE {
            if let Some(field) = ai.field(name) {
                kept.push((old_key(name), field.value.source().to_owned()));
                self.take_out(field);
            }
        }
        if let Some(field) = ai.field("technique") {
            if !self.gives_technique(&ai, field, systems) {
                kept.push((old_key("technique"), field.value.source().to_owned()));
            }
            self.take_out(field);
        }
        self.keep(step, &kept);
        let title = step.value("title").and_then(|title| title.said());
        self.say(variant, id, title.as_deref(), said);
        self.registers(id, &ai);
    }

    /// That a customer is told is a question of where from now on.
    fn told(&mut self, ai: &RonParts<'_>) {
        let Some(field) = ai.field("customer_told") else {
            return;
        };
        let plain = field.value.plain();
        let told = match plain
            .trim()
            .trim_start_matches("Some ( ")
            .trim_end_matches(" )")
        {
            "true" => "At(None)",
            "false" => "No",
            "None" => return self.take_out(field),
            _ => return self.call(field, "told"),
        };
        self.call(field, "told");
        self.write(field.value, told.to_owned());
    }

    /// Gives the technique that a touchpoint names to its system, where that has none; whether it has it now.
    fn gives_technique(
        &mut self,
        ai: &RonParts<'_>,
        technique: &RonPart<'_>,
        systems: &[RonPart<'_>],
    ) -> bool {
        let Some(named) = ai.value("system").and_then(|system| system.said()) else {
            return false;
        };
        let plain = technique.value.plain();
        let system = systems.iter().find(|system| system_id(system) == named);
        let Some(system) = system.and_then(|system| system.value.inside()) else {
            return false;
        };
        match system.value("technique").map(|own| own.plain()) {
            Some(own) if own.trim() != "None" => return own == plain,
            _ => {}
        }
        let source = technique.value.source().to_owned();
        let given = self.techniques.entry(named).or_insert(source);
        *given == technique.value.source()
    }

    /// Puts what has no place any more into the `ext` of a step.
    fn keep(&mut self, step: &RonParts<'_>, kept: &[Field]) {
        if kept.is_empty() {
            return;
        }
        match step.value("ext").and_then(|ext| ext.inside()) {
            Some(ext) => self.put(&ext, kept),
            None => self.put(step, &[("ext".to_owned(), map(kept))]),
        }
    }

    /// Notes what is said of the AI at a step.
    fn say(&mut self, variant: &str, id: &str, title: Option<&str>, said: Vec<Field>) {
        let place = self.uses.iter().position(|(known, _)| known == id);
        let Some(place) = place else {
            let name = ("name".to_owned(), quoted(title.unwrap_or_default()));
            let fields = std::iter::once(name).chain(said).collect();
            let of = Use {
                fields,
                ..Use::default()
            };
            self.uses.push((id.to_owned(), of));
            return;
        };
        let (_, known) = &mut self.uses[place];
        let mut others = Vec::new();
        for (name, value) in said {
            match known.fields.iter().find(|(own, _)| *own == name) {
                Some((_, own)) if spelled(own) == spelled(&value) => {}
                Some(_) => others.push((name, value)),
                None => known.fields.push((name, value)),
            }
        }
        if !others.is_empty() {
            known.others.push((variant.to_owned(), others));
        }
    }

    /// Notes the rules, incidents and monitors of a touchpoint.
    fn registers(&mut self, id: &str, ai: &RonParts<'_>) {
        let system = ai.value("system").map(|system| system.source().to_owned());
        for rule in ai.inside("rules") {
            let fields = fields_of(rule.value);
            let name = said_in(rule.value, "name");
            let rule = self.rules.put(rule.value.plain(), &name, "rule", fields);
            let uses = self.applies.entry(rule.clone()).or_default();
            if !uses.iter().any(|known| known == id) {
                uses.push(id.to_owned());
            }
            if let Some((_, of)) = self.uses.iter_mut().find(|(known, _)| known == id)
                && !of.rules.contains(&rule)
            {
                of.rules.push(rule);
            }
        }
        for incident in ai.inside("incidents") {
            let mut fields = fields_of(incident.value);
            fields.push(("use".to_owned(), quoted(id)));
            fields.extend(system.clone().map(|system| ("system".to_owned(), system)));
            let same = format!("{id} {}", incident.value.plain());
            let what = said_in(incident.value, "what");
            self.incidents.put(same, &what, "incident", fields);
        }
        for monitor in ai.inside("monitors") {
            self.monitor(id, monitor.value);
        }
        for name in ["rules", "incidents", "monitors"] {
            // What is no list is told as of a field that nobody knows.
            if let Some(field) = ai.field(name)
                && field.value.inside().is_some()
            {
                self.take_out(field);
            }
        }
    }

    /// A monitor is a measure and who looks at it from now on.
    fn monitor(&mut self, id: &str, monitor: RonValue<'_>) {
        let Some(inside) = monitor.inside() else {
            return;
        };
        let metric = said_in(monitor, "metric");
        let said = |name: &str| inside.value(name).and_then(|value| value.said());
        let lines = SAID_OF_MONITOR.iter().filter_map(|(name, begins)| {
            let words = said(name).filter(|words| !words.is_empty())?;
            Some(format!("{begins}: {words}"))
        });
        let note = lines.collect::<Vec<_>>().join("\n");
        let baseline = said("baseline").and_then(|words| number(&words));
        let alert = said("alert_at").and_then(|words| number(&words));
        let numbers = [baseline, alert].into_iter().flatten();
        let unit = numbers.filter_map(|(_, unit)| unit).next();
        let mut measure = vec![("name".to_owned(), quoted(&metric))];
        measure.extend(unit.map(|unit| ("unit".to_owned(), unit.to_owned())));
        if let Some(kind) = inside.value("kind") {
            measure.push(("kind".to_owned(), kind.source().to_owned()));
        }
        measure.extend(baseline.map(|(number, _)| ("baseline".to_owned(), number.to_string())));
        if !note.is_empty() {
            measure.push(("note".to_owned(), quoted(&note)));
        }
        let same = format!("{id} {}", monitor.plain());
        let measure = self.measures.put(same.clone(), &metric, "measure", measure);
        let mut fields = vec![
            ("name".to_owned(), quoted(&metric)),
            ("measure".to_owned(), quoted(&measure)),
            ("use".to_owned(), quoted(id)),
        ];
        fields.extend(alert.map(|(number, _)| ("alert_at".to_owned(), number.to_string())));
        let every = said("how_often").and_then(|words| every(&words));
        fields.extend(every.map(|every| ("every".to_owned(), quoted(&every))));
        // What this program does not know of it is told as of a field that it does not know.
        let known = ["metric", "kind"];
        let known = known
            .into_iter()
            .chain(SAID_OF_MONITOR.iter().map(|(name, _)| *name));
        let known: Vec<&str> = known.collect();
        let unknown = inside
            .parts
            .iter()
            .filter(|part| !known.contains(&&*part.name));
        fields.extend(unknown.map(|part| (part.name.clone(), part.value.source().to_owned())));
        self.monitors.put(same, &metric, "monitor", fields);
    }

    fn system(&mut self, system: &RonPart<'_>) {
        let Some(inside) = system.value.inside() else {
            return;
        };
        if let Some(field) = inside.field("inventory_number") {
            self.call(field, "inventory");
        }
        for (was, is, part) in [
            ("data", "data", "note"),
            ("exit_plan", "exit_plan", "note"),
            ("last_validated", "validated", "on"),
        ] {
            let Some(field) = inside.field(was) else {
                continue;
            };
            match field.value.said() {
                Some(said) if said.is_empty() => self.take_out(field),
                None if field.value.source() == "None" => self.take_out(field),
                _ => {
                    self.call(field, is);
                    let said = (part.to_owned(), field.value.source().to_owned());
                    self.write(field.value, record(&[said]));
                }
            }
        }
        if let Some(technique) = self.techniques.remove(&system_id(system)) {
            match inside.value("technique") {
                Some(none) => self.write(none, technique),
                None => self.put(&inside, &[("technique".to_owned(), technique)]),
            }
        }
    }

    /// All changes, with the registers before the fields of the blueprint.
    fn end(mut self, blueprint: &RonParts<'_>) -> Vec<Splice> {
        for (rule, uses) in &self.applies {
            let uses: Vec<String> = uses.iter().map(|id| quoted(id)).collect();
            if let Some(fields) = self.rules.fields_of(rule) {
                fields.push(("uses".to_owned(), format!("[{}]", uses.join(", "))));
            }
        }
        let uses = std::mem::take(&mut self.uses).into_iter();
        let uses = uses.map(|(id, of)| (quoted(&id), of.written())).collect();
        let registers = [
            ("ai_uses", uses),
            ("measures", std::mem::take(&mut self.measures).written()),
            ("monitors", std::mem::take(&mut self.monitors).written()),
            ("rules", std::mem::take(&mut self.rules).written()),
            ("incidents", std::mem::take(&mut self.incidents).written()),
        ];
        let registers = registers
            .into_iter()
            .filter(|(_, records)| !records.is_empty());
        let fields: Vec<Field> = registers
            .map(|(name, records)| (name.to_owned(), map(&records)))
            .collect();
        self.put(blueprint, &fields);
        self.splices
    }
}

impl Use {
    fn written(self) -> String {
        let mut fields = self.fields;
        if !self.rules.is_empty() {
            let rules: Vec<String> = self.rules.iter().map(|id| quoted(id)).collect();
            fields.push(("rules".to_owned(), format!("[{}]", rules.join(", "))));
        }
        if !self.others.is_empty() {
            let others = self.others.iter();
            let others = others.map(|(variant, fields)| (old_key(variant), record(fields)));
            fields.push(("ext".to_owned(), map(&others.collect::<Vec<_>>())));
        }
        record(&fields)
    }
}

/// The id of a system, in a map or in a list.
fn system_id(system: &RonPart<'_>) -> String {
    let own = system.value.inside();
    let own = own.and_then(|inside| inside.value("id")?.said());
    own.unwrap_or_else(|| system.name.clone())
}

/// Under which key of `ext` stands what format 1 said.
fn old_key(name: &str) -> String {
    quoted(&format!("frontstage.v1.{name}"))
}

/// The fields of a record, as they are written.
fn fields_of(piece: RonValue<'_>) -> Vec<Field> {
    let parts = piece.inside().map_or_else(Vec::new, |inside| inside.parts);
    let fields = parts.into_iter();
    fields
        .map(|part| (part.name.clone(), part.value.source().to_owned()))
        .collect()
}

/// What a field of a record says.
fn said_in(piece: RonValue<'_>, name: &str) -> String {
    let value = piece.inside().and_then(|inside| inside.value(name));
    value.and_then(|value| value.said()).unwrap_or_default()
}

/// How a value is spelled, whatever its blanks.
fn spelled(value: &str) -> String {
    RonValue::of(value).plain()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    quote(&mut quoted, text);
    quoted
}

fn record(fields: &[Field]) -> String {
    let said: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    format!("({})", said.join(", "))
}

fn map(entries: &[Field]) -> String {
    let said: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    format!("{{{}}}", said.join(", "))
}
