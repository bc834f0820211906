//! The forms of the records that stand in registers: which fields, in which groups and in which order.

use crate::{
    model::Kind,
    scene::{Icon, Ink},
    session::Command,
};

/// How the inspector shows a record of a kind.
pub(super) struct RecordForm {
    /// Its picture, before the name.
    pub icon: Option<(Icon, Ink)>,
    /// What such a record is, in a sentence; `{}` is its place, counted from 1.
    pub about: &'static str,
    /// Its fields.
    pub groups: &'static [Group],
    /// The heading of the steps that name it, if any can.
    pub used: Option<&'static str>,
    /// Whether the page of the blueprint lists these records. Others are reached where they are drawn.
    pub is_listed: bool,
    /// What stands beside the name in a list.
    pub note: Note,
    /// Whether its like stand side by side, not one below the other.
    pub is_beside: bool,
    /// Whether a blueprint does without.
    pub may_be_none: bool,
}

/// What stands beside a record's name in a list.
pub(super) enum Note {
    None,
    /// A field in words.
    Words(&'static str),
    /// A field that counts something, and what one and several of that are called.
    Count(&'static str, &'static str, &'static str),
}

impl Note {
    /// The field it is made of.
    pub(super) fn field(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Words(field) | Self::Count(field, ..) => Some(field),
        }
    }
}

/// Fields under a heading; the first group has none.
pub(super) struct Group {
    pub title: &'static str,
    pub lines: &'static [Line],
}

/// A line of a form, by the paths of its fields.
pub(super) enum Line {
    One(&'static str),
    /// A field with room for more than a line.
    Long(&'static str),
    /// A field with room for a few sentences.
    Longer(&'static str),
    Two(&'static str, &'static str),
}

use Line::{Long, One, Two};

impl RecordForm {
    /// The commands that move such a record.
    pub(super) fn moves(&self) -> (Command, Command) {
        if self.is_beside {
            (Command::MoveLeft, Command::MoveRight)
        } else {
            (Command::MoveUp, Command::MoveDown)
        }
    }
}

/// The form of a kind.
pub(super) fn form_of(kind: Kind) -> &'static RecordForm {
    match kind {
        Kind::Lane => &LANE,
        Kind::Phase => &PHASE,
        Kind::Role => &ROLE,
        Kind::AiSystem => &AI_SYSTEM,
        Kind::Comment => &COMMENT,
    }
}

/// What most forms share.
const PLAIN: RecordForm = RecordForm {
    icon: None,
    about: "",
    groups: &[],
    used: None,
    is_listed: false,
    note: Note::None,
    is_beside: false,
    may_be_none: true,
};

const LANE: RecordForm = RecordForm {
    about: "Lane {} from the top, in every variant",
    groups: &[Group {
        title: "",
        lines: &[One("name"), One("kind"), Long("description")],
    }],
    ..PLAIN
};

const PHASE: RecordForm = RecordForm {
    about: "Phase {} from the left, in every variant",
    groups: &[Group {
        title: "",
        lines: &[One("name"), Long("description")],
    }],
    is_beside: true,
    may_be_none: false,
    ..PLAIN
};

const ROLE: RecordForm = RecordForm {
    icon: Some((Icon::Role, Ink::TextMuted)),
    about: "A role: people who do the work, in every variant",
    groups: &[Group {
        title: "",
        lines: &[
            One("name"),
            Two("people", "hours_per_week"),
            One("cost_per_hour"),
        ],
    }],
    used: Some("Works on"),
    is_listed: true,
    note: Note::Count("people", "person", "people"),
    ..PLAIN
};

const AI_SYSTEM: RecordForm = RecordForm {
    icon: Some((Icon::Spark, Ink::Ai)),
    about: "An AI system: bought or built, used by AI touchpoints",
    groups: &[Group {
        title: "",
        lines: &[
            One("name"),
            Two("supplier", "version"),
            One("technique"),
            Two("model_owner", "inventory_number"),
            Two("risk_tier", "last_validated"),
            Long("data"),
            Long("exit_plan"),
        ],
    }],
    used: Some("Used by"),
    is_listed: true,
    note: Note::Words("version"),
    ..PLAIN
};

const COMMENT: RecordForm = RecordForm {
    icon: Some((Icon::Comment, Ink::TextMuted)),
    about: "A comment of a reviewer",
    groups: &[Group {
        title: "",
        lines: &[
            Long("text"),
            Two("author", "date"),
            One("at"),
            One("resolved"),
            One("replies"),
        ],
    }],
    ..PLAIN
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Input, Record, Visit};

    /// The fields of a form in the order of the table.
    struct Check;

    impl Visit for Check {
        type Out = ();

        fn kind<T: Record>(self) {
            let form = form_of(T::KIND);
            let lines = form.groups.iter().flat_map(|group| group.lines);
            let mut shown: Vec<&str> = lines
                .flat_map(|line| match *line {
                    One(name) | Long(name) | Line::Longer(name) => vec![name],
                    Two(left, right) => vec![left, right],
                })
                .collect();
            // The id stands at the end of every form, and the moments of a phase are records of their own.
            let is_apart = |name: &str| name == "id" || name == "moments";
            let table = T::FIELDS.iter().map(|field| field.name);
            let mut table: Vec<&str> = table.filter(|name| !is_apart(name)).collect();
            shown.sort_unstable();
            table.sort_unstable();
            assert_eq!(shown, table, "{:?}", T::KIND);
            if let Some(note) = form.note.field() {
                let noted = T::field(note).expect("the note is a field");
                assert_ne!((noted.input)(), Input::Part);
            }
        }
    }

    #[test]
    fn every_form_shows_every_field_once() {
        for kind in Kind::ALL {
            kind.visit(Check);
        }
    }
}
