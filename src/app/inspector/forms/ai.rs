//! The forms of AI: systems, touchpoints, uses and the registers that answer for them.

use super::{
    FieldGroup, Line,
    Line::{Address, BasisOf, Beside, Figures, List, Long, One, Slider},
    ListForm, Note, PLAIN, RecordForm,
};
use crate::{
    app::inspector::places::{label, of_ai, of_use},
    model::{Incident, Monitor},
    scene::{Icon, Ink},
};

pub(super) const AI_SYSTEM: RecordForm = RecordForm {
    icon: Some((Icon::Spark, Ink::Ai)),
    about: "An AI system: bought or built, used by AI touchpoints",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            One("name"),
            Beside(&["supplier", "version"]),
            One("technique"),
            Beside(&["model_owner", "inventory"]),
            Beside(&["risk_tier", "open"]),
            Beside(&["validated/outcome", "validated/on"]),
            Beside(&["validated/by", "validated/version"]),
            Long("data/note"),
            Beside(&["data/address", "data/tested"]),
            Long("exit_plan/note"),
            Beside(&["exit_plan/address", "exit_plan/tested"]),
        ],
    }],
    used: Some("Used by"),
    is_listed: true,
    note: Note::Words("version"),
    ..PLAIN
};

pub(super) const AI_USE: RecordForm = RecordForm {
    icon: Some((Icon::Spark, Ink::Ai)),
    about: "An AI use: what is true of it, whatever the variant",
    groups: &[
        FieldGroup {
            title: "",
            lines: &[One("name")],
        },
        FieldGroup {
            title: "Who answers for it",
            lines: ANSWERS,
        },
        FieldGroup {
            title: "Data and rules",
            lines: KEPT,
        },
        FieldGroup {
            title: "Evidence and notes",
            lines: EVIDENCE,
        },
    ],
    is_listed: true,
    note: Note::Words("status"),
    ..PLAIN
};

pub(super) const MEASURE: RecordForm = RecordForm {
    about: "A measure: something that is counted or timed",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            One("name"),
            Beside(&["kind", "unit"]),
            Beside(&["better", "baseline"]),
            One("segment"),
            Long("note"),
        ],
    }],
    is_listed: true,
    note: Note::Words("kind"),
    ..PLAIN
};

pub(super) const MONITOR: RecordForm = RecordForm {
    about: "A monitor: who looks at a measure, and when somebody is called",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            One("name"),
            One("measure"),
            One("use"),
            Beside(&["alert_at", "every"]),
            One("owner"),
            List(&ACTIONS),
        ],
    }],
    is_listed: true,
    note: Note::Words("use"),
    ..PLAIN
};

pub(super) const ACTIONS: ListForm = ListForm {
    title: || label::<Monitor>("actions"),
    path: "actions",
    item: "action",
    add: None,
    lines: &[One("on"), Long("what")],
    is_taken: None,
};

pub(super) const RULE: RecordForm = RecordForm {
    about: "A rule: a law, a standard or a rule of the house",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            One("name"),
            Address("address"),
            Long("why"),
            One("uses"),
            Beside(&["checked_on", "by"]),
        ],
    }],
    is_listed: true,
    note: Note::Words("checked_on"),
    ..PLAIN
};

pub(super) const INCIDENT: RecordForm = RecordForm {
    about: "An incident: something that went wrong",
    groups: &[FieldGroup {
        title: "",
        lines: &[
            Long("what"),
            Beside(&["on", "severity"]),
            One("use"),
            One("system"),
            Long("done"),
            List(&NOTICES),
            One("closed_on"),
        ],
    }],
    is_listed: true,
    note: Note::Words("on"),
    ..PLAIN
};

pub(super) const NOTICES: ListForm = ListForm {
    title: || label::<Incident>("told"),
    path: "told",
    item: "notice",
    add: None,
    lines: &[Beside(&["whom", "on"])],
    is_taken: None,
};

/// Whether AI could do a step.
pub(in crate::app::inspector) const OPPORTUNITY: &[Line] = &[
    Beside(&["opportunity/could_take", "opportunity/effort"]),
    One("opportunity/why_not"),
];

/// What a touchpoint does: what it is to do.
pub(in crate::app::inspector) const TASK: &[Line] =
    &[Long("ai/task"), Long("ai/never"), One("ai/system")];

/// What a touchpoint does: how.
pub(in crate::app::inspector) const MEANS: &[Line] =
    &[One("ai/autonomy"), Figures(&["ai/unit_cost"]), List(&TOOLS)];

/// Who answers for a use, how far it has come, and what a person can do about it.
pub(in crate::app::inspector) const ANSWERS: &[Line] = &[
    Beside(&["owner", "next_review"]),
    Beside(&["status", "status_on"]),
    One("decides"),
    Beside(&["affects", "reversible"]),
    Long("appeal"),
    One("critical"),
];

/// How many of a touchpoint's cases need no person.
pub(in crate::app::inspector) const RESOLVES: &[Line] = &[
    Slider("ai/resolves"),
    BasisOf("ai/resolves"),
    Figures(&["ai/gives_up"]),
];

/// The way to a person.
pub(in crate::app::inspector) const HAND_OVER: &[Line] = &[
    One("ai/hand_over/to"),
    One("ai/hand_over/triggers"),
    Beside(&["ai/hand_over/confidence", "ai/hand_over/label"]),
];

/// Who watches over a touchpoint, and how often.
pub(in crate::app::inspector) const OVERSIGHT: &[Line] = &[
    One("ai/oversight/role"),
    Figures(&["ai/oversight/share", "ai/oversight/time"]),
];

/// What who watches over a touchpoint can do.
pub(in crate::app::inspector) const POWERS: &[Line] = &[Beside(&[
    "ai/oversight/can_stop",
    "ai/oversight/can_override",
])];

/// What happens while a touchpoint is out of order, and how it is stopped.
pub(in crate::app::inspector) const OUTAGE: &[Line] = &[
    One("ai/fallback/to"),
    One("ai/fallback/last_tested"),
    Long("ai/stop/how"),
    Beside(&["ai/stop/who", "ai/stop/takes"]),
];

/// Whom a touchpoint serves.
pub(in crate::app::inspector) const SERVES: &[Line] = &[
    One("ai/languages"),
    Long("ai/serves"),
    Long("ai/serves_not"),
    One("ai/told"),
];

/// Where a customer is told that it is AI, where they are.
pub(in crate::app::inspector) const TOLD_AT: &[Line] = &[One("ai/told/step")];

/// Why nobody need tell a customer that it is AI, where that is so.
pub(in crate::app::inspector) const TOLD_WHY: &[Line] = &[Long("ai/told/why")];

/// The data and the rules of a use.
pub(in crate::app::inspector) const KEPT: &[Line] = &[List(&DATA), One("rules"), Long("logs")];

/// Where what is said of a use can be read up.
pub(in crate::app::inspector) const EVIDENCE: &[Line] = &[
    One("inventory"),
    List(&PROOF),
    Long("pilot_elsewhere"),
    Long("note"),
];

/// The line that shows a field of a touchpoint, a use or an AI system, alone.
pub(in crate::app::inspector) fn line_of(field: &'static str) -> Line {
    let tables = [
        TASK, MEANS, ANSWERS, RESOLVES, HAND_OVER, OVERSIGHT, OUTAGE, SERVES, KEPT,
    ];
    let mut lines = tables.into_iter().flatten();
    let found = lines.find_map(|line| match *line {
        Long(path) if path == field => Some(Long(path)),
        Slider(path) if path == field => Some(Slider(path)),
        List(list) if list.path == field => Some(List(list)),
        _ => None,
    });
    found.unwrap_or(One(field))
}

pub(super) const TOOLS: ListForm = ListForm {
    title: || of_ai("tools"),
    path: "ai/tools",
    item: "tool",
    add: None,
    lines: &[One("name"), One("limit")],
    is_taken: None,
};

pub(super) const DATA: ListForm = ListForm {
    title: || of_use("data"),
    path: "data",
    item: "data",
    add: Some("Add data used"),
    lines: &[
        One("name"),
        Beside(&["personal", "special_category"]),
        One("leaves"),
    ],
    is_taken: None,
};

pub(super) const PROOF: ListForm = ListForm {
    title: || of_use("evidence"),
    path: "evidence",
    item: "evidence",
    add: Some("Add evidence"),
    lines: &[One("title"), Address("address")],
    is_taken: None,
};
