//! What is said of AI and of figures, in words.

use std::collections::BTreeMap;

use super::{Names, Words, of, sentence, yes_no};
use crate::model::{
    Approver, Basis, ControlId, DataUse, DroppedControl, ExitPlan, Fallback, HandOver, LeftPain,
    MonitorAction, Notification, Opportunity, Oversight, PainId, Referred as _, Step, Stop,
    SystemData, Told, Tool, Touchpoint, Validation, fields::Fields as _,
};

impl Words for Touchpoint {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[self.task.clone(), self.autonomy.in_words(names)])
    }
}

impl Words for Oversight {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.role.in_words(names),
            of(&self.share, names, "", " of the cases"),
            of(&self.time, names, "", " a review"),
            yes_no(self.can_stop, "can stop it", "cannot stop it"),
            yes_no(self.can_override, "can override it", "cannot override it"),
        ])
    }
}

impl Words for HandOver {
    fn in_words(&self, names: &Names<'_>) -> String {
        let triggers: Vec<String> = self
            .triggers
            .iter()
            .map(|trigger| trigger.words().to_lowercase())
            .collect();
        sentence(&[
            of(&self.to, names, "to ", ""),
            triggers.join(", "),
            of(&self.confidence, names, "below ", ""),
            self.label.clone(),
        ])
    }
}

impl Words for Fallback {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            of(&self.to, names, "to ", ""),
            of(&self.last_tested, names, "last tested ", ""),
        ])
    }
}

impl Words for Stop {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.who.clone(),
            self.how.clone(),
            of(&self.takes, names, "within ", ""),
        ])
    }
}

impl Words for DataUse {
    fn in_words(&self, _names: &Names<'_>) -> String {
        sentence(&[
            self.name.clone(),
            yes_no(self.personal, "personal", "not personal"),
            yes_no(
                self.special_category,
                "special category",
                "no special category",
            ),
            yes_no(
                self.leaves,
                "leaves the organisation",
                "stays in the organisation",
            ),
        ])
    }
}

impl Words for Told {
    fn in_words(&self, names: &Names<'_>) -> String {
        let more = match self {
            Self::At(step) => of(step, names, "at ", ""),
            Self::Obvious(why) => why.clone(),
            Self::No => String::new(),
        };
        sentence(&[self.words().to_owned(), more])
    }
}

impl Words for Tool {
    fn in_words(&self, _names: &Names<'_>) -> String {
        sentence(&[self.name.clone(), self.limit.clone()])
    }
}

impl Words for SystemData {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.note.clone(),
            self.address.clone(),
            of(&self.tested, names, "checked ", ""),
        ])
    }
}

impl Words for ExitPlan {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.note.clone(),
            self.address.clone(),
            of(&self.tested, names, "tested ", ""),
        ])
    }
}

impl Words for Validation {
    fn in_words(&self, names: &Names<'_>) -> String {
        let version = match &*self.version {
            "" => String::new(),
            version => format!("version {version}"),
        };
        sentence(&[
            self.outcome.in_words(names),
            version,
            self.by.clone(),
            self.on.in_words(names),
        ])
    }
}

impl Words for Notification {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[self.whom.clone(), self.on.in_words(names)])
    }
}

impl Words for MonitorAction {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[self.on.in_words(names), self.what.clone()])
    }
}

impl Words for Opportunity {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            of(&self.could_take, names, "AI could take ", ""),
            self.why_not.in_words(names),
            of(&self.effort, names, "effort ", ""),
        ])
    }
}

impl Words for Approver {
    fn in_words(&self, _names: &Names<'_>) -> String {
        sentence(&[self.name.clone(), self.function.clone()])
    }
}

impl Words for LeftPain {
    fn in_words(&self, _names: &Names<'_>) -> String {
        sentence(&[self.why.clone(), self.by.clone()])
    }
}

impl Words for DroppedControl {
    fn in_words(&self, _names: &Names<'_>) -> String {
        sentence(&[self.why.clone(), self.agreed_by.clone()])
    }
}

/// The entries of a map, each with what it is called.
fn entries<'e, T: Words + 'e>(
    entries: impl Iterator<Item = (String, &'e T)>,
    names: &Names<'_>,
) -> String {
    let said = entries.map(|(called, value)| match value.in_words(names) {
        words if words.is_empty() => called,
        words => format!("{called}: {words}"),
    });
    said.collect::<Vec<_>>().join("; ")
}

impl Words for BTreeMap<PainId, LeftPain> {
    fn in_words(&self, names: &Names<'_>) -> String {
        let called = |id: &PainId| crate::model::Pain::called(id, names);
        entries(self.iter().map(|(id, left)| (called(id), left)), names)
    }
}

impl Words for BTreeMap<ControlId, DroppedControl> {
    fn in_words(&self, names: &Names<'_>) -> String {
        let called = |id: &ControlId| {
            let control = names
                .blueprint()
                .controls()
                .find(|control| control.id == *id);
            control.map_or_else(|| id.to_string(), |control| control.called().to_owned())
        };
        entries(
            self.iter().map(|(id, dropped)| (called(id), dropped)),
            names,
        )
    }
}

impl Words for Basis {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.kind.words().to_owned(),
            self.source.clone(),
            self.on.in_words(names),
            of(&self.n, names, "", " measured"),
        ])
    }
}

/// What a figure is called of which a basis is said: a field of a step, of its AI or of another record.
fn figure(path: &str) -> String {
    let first = path.split('/').next().unwrap_or(path);
    let last = path.rsplit('/').next().unwrap_or(path);
    let label = match first {
        "ai" => Touchpoint::field(last).map(|field| field.label),
        _ => Step::field(first).map(|field| field.label),
    };
    label.map_or_else(|| last.replace('_', " "), str::to_owned)
}

impl Words for BTreeMap<String, Basis> {
    fn in_words(&self, names: &Names<'_>) -> String {
        entries(
            self.iter().map(|(path, basis)| (figure(path), basis)),
            names,
        )
    }
}
