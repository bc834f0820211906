//! The forms of all records and of the lists in them: which fields, in which groups and in which order.

mod ai;

use ai::{AI_SYSTEM, AI_USE, INCIDENT, MEASURE, MONITOR, RULE};
pub(super) use ai::{
    ANSWERS, EVIDENCE, HAND_OVER, KEPT, MEANS, OPPORTUNITY, OUTAGE, OVERSIGHT, POWERS, RESOLVES,
    SERVES, TASK, TOLD_AT, TOLD_WHY, line_of,
};

use super::places::{label, of_step};
use crate::{
    model::{Blueprint, Comment, Key, Kind, with_article},
    scene::{Icon, Ink},
    session::{Command, Session},
};

/// How the inspector shows a record of a kind.
pub(super) struct RecordForm {
    /// Its picture, before the name.
    pub icon: Option<(Icon, Ink)>,
    /// What such a record is, in a sentence; `{}` is its place, counted from 1.
    pub about: &'static str,
    /// Its fields.
    pub groups: &'static [FieldGroup],
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
pub(super) struct FieldGroup {
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
    /// Fields side by side.
    Beside(&'static [&'static str]),
    /// Figures side by side, each with where it comes from.
    Figures(&'static [&'static str]),
    /// Where a figure comes from that another line shows.
    BasisOf(&'static str),
    /// A share with a slider.
    Slider(&'static str),
    /// An address that can be opened.
    Address(&'static str),
    /// A list of small records.
    List(&'static ListForm),
}

impl Line {
    /// The path of its first field.
    pub(super) fn first(&self) -> Option<&'static str> {
        match *self {
            Self::One(path)
            | Self::Long(path)
            | Self::Longer(path)
            | Self::Slider(path)
            | Self::Address(path) => Some(path),
            Self::Beside(paths) | Self::Figures(paths) => paths.first().copied(),
            Self::List(_) | Self::BasisOf(_) => None,
        }
    }
}

use Line::{Address, Beside, Figures, List, Long, Longer, One};

/// How a list of small records is shown.
pub(super) struct ListForm {
    /// What the list is called.
    pub title: fn() -> &'static str,
    /// The field that holds them.
    pub path: &'static str,
    /// What one of them is called.
    pub item: &'static str,
    /// What the button says that adds one, where the item's name with an article does not.
    pub add: Option<&'static str>,
    /// The fields of each.
    pub lines: &'static [Line],
    /// Whether an id is taken, where they have ids.
    pub is_taken: Option<fn(&Session, &str) -> bool>,
}

impl ListForm {
    /// What the button says that adds an item.
    pub(super) fn add_words(&self) -> String {
        let add = || format!("Add {}", with_article(self.item));
        self.add.map_or_else(add, str::to_owned)
    }
}

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
        Kind::AiUse => &AI_USE,
        Kind::Measure => &MEASURE,
        Kind::Monitor => &MONITOR,
        Kind::Rule => &RULE,
        Kind::Incident => &INCIDENT,
        Kind::Acceptance => &ACCEPTANCE,
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
    groups: &[FieldGroup {
        title: "",
        lines: &[One("name"), Beside(&["kind", "role"]), Long("description")],
    }],
    ..PLAIN
};

const PHASE: RecordForm = RecordForm {
    about: "Phase {} from the left, in every variant",
    groups: &[FieldGroup {
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
    groups: &[FieldGroup {
        title: "",
        lines: &[
            One("name"),
            Figures(&["people", "hours_per_week"]),
            Figures(&["cost_per_hour", "shrinkage"]),
            Beside(&["at_once", "open"]),
            Figures(&["on_duty", "busiest_hour"]),
            Figures(&["patience"]),
        ],
    }],
    used: Some("Works on"),
    is_listed: true,
    note: Note::Count("people", "person", "people"),
    ..PLAIN
};

const ACCEPTANCE: RecordForm = RecordForm {
    about: "A finding that somebody accepted",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            Beside(&["rule", "until"]),
            One("at"),
            Beside(&["by/name", "by/function"]),
            Long("why"),
        ],
    }],
    ..PLAIN
};

const COMMENT: RecordForm = RecordForm {
    icon: Some((Icon::Comment, Ink::TextMuted)),
    about: "A comment of a reviewer",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            Long("text"),
            Beside(&["author", "date"]),
            One("at"),
            One("resolved"),
            List(&REPLIES),
        ],
    }],
    ..PLAIN
};

pub(super) const REPLIES: ListForm = ListForm {
    title: || label::<Comment>("replies"),
    path: "replies",
    item: "reply",
    add: None,
    lines: &[Long("text"), Beside(&["author", "date"])],
    is_taken: None,
};

/// What the blueprint is about.
pub(super) const ABOUT: &[Line] = &[
    One("title"),
    Long("scenario"),
    One("persona"),
    Longer("summary"),
    One("currency"),
];

/// Where outside figures come from.
pub(super) const SOURCES: ListForm = ListForm {
    title: || label::<Blueprint>("sources"),
    path: "sources",
    item: "source",
    add: None,
    lines: &[One("title"), Long("says"), Address("address"), One("date")],
    is_taken: Some(|session, id| Key::Source(id.into()).is_in(session.blueprint())),
};

/// The fields of a variant.
pub(super) const VARIANT: &[FieldGroup] = &[
    FieldGroup {
        title: "",
        lines: &[Beside(&["name", "state"])],
    },
    FieldGroup {
        title: "Demand",
        lines: &[
            Figures(&["demand/cases_per_month", "demand/contacts_per_month"]),
            Figures(&["demand/repeat_share"]),
        ],
    },
    FieldGroup {
        title: "Cost",
        lines: &[Figures(&["build_cost", "run_cost_per_month"])],
    },
    FieldGroup {
        title: "Realised",
        lines: &[Figures(&["realised/share", "realised/from_month"])],
    },
];

/// What a connector says.
pub(super) const CONNECTOR: &[Line] = &[
    One("label"),
    Beside(&["kind", "two_way"]),
    Figures(&["share"]),
];

/// Where a connector leads.
pub(super) const ENDS: &[Line] = &[One("from"), One("to"), Long("note")];

/// What a step is called.
pub(super) const TITLE: &[Line] = &[One("title")];

/// What a step is, and where it stands.
pub(super) const STEP: &[Line] = &[
    Longer("description"),
    Long("note"),
    Beside(&["lane", "moment"]),
    Beside(&["kind", "span"]),
];

/// What several flows into a step, or out of it, mean.
pub(super) const WAYS: &[Line] = &[One("split"), One("join"), Beside(&["start", "enters"])];

/// Who answers for a step and where it happens.
pub(super) const PEOPLE: &[Line] = &[
    Beside(&["owner", "channel"]),
    One("perceived_owner"),
    One("systems"),
];

/// Roles needed together on a step.
pub(super) const WORKERS: ListForm = ListForm {
    title: || of_step("workers"),
    path: "workers",
    item: "worker",
    add: None,
    lines: &[Beside(&["role", "work"])],
    is_taken: None,
};

/// Checks that a step performs.
pub(super) const CONTROLS: ListForm = ListForm {
    title: || of_step("controls"),
    path: "controls",
    item: "control",
    add: None,
    lines: &[One("name"), One("rule")],
    is_taken: Some(|session, id| session.index().with_control(&id.into()).len() > 0),
};

/// What hurts in a step.
pub(super) const PAINS: ListForm = ListForm {
    title: || of_step("pains"),
    path: "pains",
    item: "pain",
    add: None,
    lines: &[
        Long("text"),
        Beside(&["often", "bad"]),
        Beside(&["said_by", "votes"]),
    ],
    is_taken: Some(|session, id| session.index().with_pain(&id.into()).len() > 0),
};

/// Where to read more.
pub(super) const LINKS: ListForm = ListForm {
    title: || of_step("links"),
    path: "links",
    item: "link",
    add: None,
    lines: &[One("title"), Address("address")],
    is_taken: None,
};

/// The fields that several steps can share.
pub(super) const SHARED: &[Line] = &[
    Beside(&["lane", "moment"]),
    One("kind"),
    Beside(&["owner", "channel"]),
    One("systems"),
];

/// Why a step of the first variant is not in another one.
pub(super) const REMOVED: &[Line] = &[Long("why"), One("exceptions_go_to")];

#[cfg(test)]
mod tests {
    use super::{
        Line::{BasisOf, Slider},
        *,
    };
    use crate::model::{
        self, Connector, Control, DataUse, Fallback, Fields, HandOver, Input, Oversight, Pain,
        Record, Removed, Step, Stop, Tool, Touchpoint, Visit, Worker,
    };

    fn names(line: &'static Line) -> Vec<&'static str> {
        match line {
            One(name) | Long(name) | Longer(name) | Slider(name) | Address(name) => vec![name],
            Beside(names) | Figures(names) => names.to_vec(),
            BasisOf(_) => Vec::new(),
            List(list) => vec![list.path],
        }
    }

    /// The fields of a form in the order of the table.
    struct Check;

    impl Visit for Check {
        type Out = ();

        fn kind<T: Record>(self) {
            let form = form_of(T::KIND);
            let lines = form.groups.iter().flat_map(|group| group.lines);
            // A part has several lines.
            let paths = lines
                .flat_map(names)
                .filter_map(|path| path.split('/').next());
            let mut shown: Vec<&str> = paths.collect();
            shown.dedup();
            // The id stands at the end of every form, a basis below its figure, and the moments of a phase are records
            // of their own.
            let is_apart = |name: &str| ["id", "moments", "basis"].contains(&name);
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

    /// Proves that forms show every field of a table once, or that it stands `apart`; paths begin with `within`.
    fn check_forms<T: Fields>(within: &str, forms: &[&'static [Line]], apart: &[&str]) {
        let lines = forms.iter().flat_map(|lines| lines.iter());
        let paths = lines.flat_map(names).filter_map(|path| {
            let path = path.strip_prefix(within)?;
            path.split('/').next()
        });
        // A part has several lines.
        let mut shown: Vec<&str> = paths.chain(apart.iter().copied()).collect();
        shown.sort_unstable();
        shown.dedup();
        let mut table: Vec<&str> = T::FIELDS.iter().map(|field| field.name).collect();
        table.sort_unstable();
        assert_eq!(shown, table, "{}", std::any::type_name::<T>());
    }

    #[test]
    fn forms_of_steps_and_of_what_they_hold_show_every_field() {
        let figures = ["work", "wait", "queue_of", "by_hand", "cost", "happens"];
        let apart = [
            "rank",
            "answers",
            "feeling",
            "replaces",
            "ai",
            "opportunity",
            "basis",
        ];
        let lists: &[Line] = &[List(&WORKERS), List(&CONTROLS), List(&PAINS), List(&LINKS)];
        let apart = [&figures[..], &apart, &["markers"]].concat();
        check_forms::<Step>("", &[TITLE, STEP, WAYS, PEOPLE, lists], &apart);
        let ai = [
            TASK, MEANS, RESOLVES, HAND_OVER, OVERSIGHT, POWERS, OUTAGE, SERVES,
        ];
        check_forms::<Touchpoint>("ai/", &ai, &[]);
        check_forms::<HandOver>("ai/hand_over/", &[HAND_OVER], &[]);
        check_forms::<Oversight>("ai/oversight/", &[OVERSIGHT, POWERS], &[]);
        check_forms::<Fallback>("ai/fallback/", &[OUTAGE], &[]);
        check_forms::<Stop>("ai/stop/", &[OUTAGE], &[]);
        check_forms::<Worker>("", &[WORKERS.lines], &[]);
        check_forms::<Control>("", &[CONTROLS.lines], &["id"]);
        check_forms::<Pain>("", &[PAINS.lines], &["id"]);
        check_forms::<model::Link>("", &[LINKS.lines], &[]);
        check_forms::<DataUse>("", &[ai::DATA.lines], &[]);
        check_forms::<Tool>("", &[ai::TOOLS.lines], &[]);
        check_forms::<model::MonitorAction>("", &[ai::ACTIONS.lines], &[]);
        check_forms::<model::Notification>("", &[ai::NOTICES.lines], &[]);
    }

    #[test]
    fn forms_of_all_else_show_every_field() {
        check_forms::<Connector>("", &[CONNECTOR, ENDS], &["basis"]);
        check_forms::<Removed>("", &[REMOVED], &[]);
        check_forms::<model::Source>("", &[SOURCES.lines], &["id"]);
        check_forms::<model::Reply>("", &[REPLIES.lines], &[]);
        check_forms::<Blueprint>("", &[ABOUT], &["rows", "silenced", "sources"]);
        let variant: Vec<&'static [Line]> = VARIANT.iter().map(|group| group.lines).collect();
        let apart = ["id", "left_pains", "dropped_controls", "basis"];
        check_forms::<model::Variant>("", &variant, &apart);
    }

    #[test]
    fn every_form_shows_every_field_once() {
        for kind in Kind::ALL {
            kind.visit(Check);
        }
    }
}
