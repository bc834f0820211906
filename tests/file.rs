//! The file as people meet it: what is accepted, and that saving an untouched file changes no byte.

use frontstage::format::{read, write};

#[test]
fn an_example_keeps_its_bytes() {
    let text = r#"Blueprint(
    format: 1,
    title: "Where is my refund?",
    lanes: [
        (id: "customer-4m2x", name: "Customer", kind: Customer),
    ],
    phases: [
        (
            id: "ask-77qe",
            name: "Ask",
            moments: [
                (id: "m-1k9d"),
                (id: "m-x20b", name: "Second try"),
            ],
        ),
    ],
    roles: [
        (id: "agent-9fz3", name: "Support agent", people: 42, hours_per_week: 38, cost_per_hour: 32.5),
    ],
    variants: [
        (
            id: "before",
            state: Today,
            demand: (
                cases_per_month: 95000,
                repeat_share: 0.18,
            ),
            steps: {
                "agent": (
                    lane: "customer-4m2x",
                    systems: ["CRM", "Mail"],
                ),
            },
            connectors: {
                "c-8d2a4x": (from: "agent", to: "agent"),
            },
        ),
    ],
)
"#;
    let reading = read(text.as_bytes()).unwrap();
    assert_eq!(write(&reading.blueprint), text);
}
