//! The tables: each record's and part's fields with their labels, in the order of the file.
//!
//! A mark after a label: `first` for steps of the first variant, `and` for faults beside those of the type.

use super::{Field, Fields, Input, choices, input, type_refers};
use crate::model::{
    AiSystem, Basis, Blueprint, Comment, Connector, Control, DataUse, Demand, Fallback, HandOver,
    Incident, Lane, Link, Moment, Monitor, Oversight, Pain, Phase, Removed, Reply, Role, Rule,
    Source, Step, Stop, Touchpoint, Value, Variant, Worker, faults::Faults, fields::Words as _,
};

tables! {
    Blueprint {
        title: "Title",
        scenario: "Scenario",
        persona: "Persona",
        summary: "Summary",
        currency: "Currency",
        rows: "Rows",
        sources: "Sources",
    }
    Step {
        lane: "Lane",
        moment: "Moment",
        span: "Moments covered" and at_least_one,
        rank: "Order in the cell",
        title: "Title",
        description: "Description",
        note: "Note",
        kind: "Kind",
        work: "Work time",
        workers: "Workers",
        wait: "Wait",
        cost: "Cost",
        happens: "Happens in",
        split: "Split",
        join: "Join",
        start: "Cases begin here",
        owner: "Owner",
        perceived_owner: "Owner in the customer's eyes",
        channel: "Channel",
        systems: "Systems",
        controls: "Controls" and controls,
        pains: "Pains" and pains,
        answers: "Answers pains",
        markers: "Markers",
        feeling: "Feeling",
        replaces: "Replaces" first,
        links: "Links",
        ai: "AI touchpoint",
        basis: "Basis",
    }
    Connector {
        from: "From",
        to: "To",
        kind: "Kind",
        two_way: "Two-way",
        label: "Label",
        share: "Share",
        note: "Note",
    }
    Lane {
        id: "Id",
        name: "Name",
        kind: "Kind",
        description: "Description",
    }
    Phase {
        id: "Id",
        name: "Name",
        description: "Description",
        moments: "Moments",
    }
    Role {
        id: "Id",
        name: "Name",
        people: "People",
        hours_per_week: "Hours per week",
        cost_per_hour: "Cost per hour",
    }
    AiSystem {
        name: "Name",
        supplier: "Supplier",
        version: "Version",
        technique: "Technique",
        model_owner: "Model owner",
        inventory_number: "Inventory number",
        risk_tier: "Risk tier",
        data: "Data",
        last_validated: "Last validated",
        exit_plan: "Exit plan",
    }
    Variant {
        id: "Id",
        name: "Name",
        state: "State",
        demand: "Demand",
        build_cost: "Build cost",
        run_cost_per_month: "Run cost per month",
    }
    Touchpoint {
        task: "Task",
        never: "Must never",
        system: "AI system",
        technique: "Technique",
        autonomy: "Autonomy",
        status: "Status",
        next_review: "Next review",
        owner: "Business owner",
        affects_person: "Affects rights or money",
        reversible: "Reversible",
        appeal: "Way to appeal",
        oversight: "Oversight",
        unit_cost: "Cost of a run",
        resolves: "Resolves without a person",
        hand_over: "Hand-over",
        fallback: "Fallback in an outage",
        stop: "How to stop it",
        languages: "Languages",
        channels: "Channels",
        serves: "Serves",
        serves_not: "Does not serve",
        logs: "Logs",
        incidents: "Incidents",
        data: "Data used",
        customer_told: "Customer is told it is AI",
        explained: "Explanation on offer",
        rules: "Rules that apply",
        monitors: "Monitors",
        takes_over: "Takes over",
        value: "Value",
        effort: "Effort",
        risk: "Risk",
        wave: "Wave",
    }
    Moment {
        id: "Id",
        name: "Name",
    }
    Demand {
        cases_per_month: "Cases per month",
        repeat_share: "Repeat share",
    }
    Removed {
        why: "Why",
        exceptions_go_to: "Exceptions go to",
        controls_dropped: "Controls dropped",
    }
    Comment {
        at: "About",
        author: "Author",
        text: "Text",
        date: "Date",
        replies: "Replies",
        resolved: "Resolved",
    }
    Reply {
        author: "Author",
        text: "Text",
        date: "Date",
    }
    Source {
        id: "Id",
        title: "Title",
        says: "What it says",
        address: "Address",
        date: "Date",
    }
    Worker {
        role: "Role",
        work: "Work time",
    }
    Control {
        id: "Id",
        name: "Name",
        rule: "Rule",
    }
    Pain {
        id: "Id",
        text: "Text",
        often: "How often",
        bad: "How bad",
        said_by: "Said by",
        votes: "Votes",
    }
    Link {
        title: "Title",
        address: "Address",
    }
    Basis {
        kind: "Kind",
        source: "Source",
        on: "On",
    }
    Oversight {
        role: "Role",
        share: "Share of the cases",
        time: "Time of a review",
        can_stop: "Can stop it",
        can_override: "Can override it",
    }
    HandOver {
        to: "To",
        triggers: "When",
        confidence: "Confidence below",
        label: "Label",
    }
    Fallback {
        to: "To",
        last_tested: "Last tested",
    }
    Stop {
        who: "Who",
        how: "How",
        takes: "Takes",
    }
    Incident {
        on: "On",
        what: "What",
        severity: "Severity",
        done: "Done",
    }
    DataUse {
        name: "Name",
        personal: "Personal",
        special_category: "Special category",
        leaves: "Leaves the organisation",
    }
    Rule {
        name: "Name",
        why: "Why",
        checked_on: "Checked on",
    }
    Monitor {
        metric: "Metric",
        kind: "Kind",
        baseline: "Baseline",
        target: "Target",
        measured: "Measured",
        alert_at: "Alert at",
        how_often: "How often",
    }
}

/// A step covers a moment or more.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a row of a table hands a reference"
)]
fn at_least_one(span: &u32, at: &mut Faults<'_>) {
    if *span == 0 {
        at.out_of_range("1 or more", *span);
    }
}

fn controls(controls: &Vec<Control>, at: &mut Faults<'_>) {
    at.doubled(controls.iter().map(|control| control.id.as_str()));
    Value::faults(controls, at);
}

fn pains(pains: &Vec<Pain>, at: &mut Faults<'_>) {
    at.doubled(pains.iter().map(|pain| pain.id.as_str()));
    Value::faults(pains, at);
}
