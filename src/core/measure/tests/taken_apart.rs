//! What figures are made of, what moves them, and from when on a change pays.

use super::{near, read, refund, variant};
use crate::measure::{
    CaseFigure, FIGURES, Lever, NamedFigure, Numbers, PaysFrom, Quantity, TermKind, movers,
    other_levers, pays_from, terms, with,
};
use crate::model::{Blueprint, Key, PathPart, Realised, Share, VariantId};

fn named(figure: CaseFigure) -> &'static NamedFigure {
    let mut figures = FIGURES.iter();
    figures
        .find(|named| named.figure == figure)
        .expect("it has a name")
}

/// Proves that the terms of each figure add up to it, and rounded to what is shown of it.
pub(in crate::measure) fn check_terms(blueprint: &Blueprint) {
    let numbers = Numbers::of(blueprint);
    for of in &numbers.variants {
        for named in FIGURES {
            let figure = (named.of)(&of.per_case);
            let terms = terms(blueprint, &numbers, &of.id, named);
            let (Some(low), Some(terms)) = (figure.low, terms) else {
                assert!(figure.low.is_none(), "{} has no terms", named.name);
                continue;
            };
            let sum: f64 = terms.parts.iter().map(|part| part.value).sum();
            assert!(
                (sum - low).abs() <= 1e-6 * (1.0 + low),
                "{}: {sum} of {low}",
                named.name
            );
            let shown: f64 = terms.parts.iter().map(|part| part.rounded).sum();
            assert_eq!(
                named.quantity.say(shown),
                named.quantity.say(low),
                "{}",
                named.name
            );
        }
    }
}

#[test]
fn the_terms_of_a_figure_add_up_to_what_is_shown() {
    check_terms(&refund(0.3));
    check_terms(&read(super::REFUND));
    // Of a range the terms are those of its lower end.
    check_terms(&variant(
        r#""a": (lane: "c", moment: "m", work: "5m", start: true, split: Either),
        "b": (lane: "f", moment: "m", workers: [(role: "agent", work: "2m")]),
        "d": (lane: "f", moment: "m", workers: [(role: "agent", work: "12m")])"#,
        r#""1": (from: "a", to: "b"), "2": (from: "a", to: "d")"#,
    ));
}

#[test]
fn a_term_says_what_it_is_of() {
    let blueprint = refund(0.3);
    let numbers = Numbers::of(&blueprint);
    let of = |figure| {
        terms(&blueprint, &numbers, &"before".into(), named(figure)).expect("it has terms")
    };
    let time = of(CaseFigure::CustomersTime);
    assert_eq!(time.parts[0].step.as_str(), "desk-traces");
    assert_eq!(time.parts[0].kind, TermKind::Wait);
    near(Some(time.parts[0].runs), 0.3415, 0.001);
    assert_eq!(time.missing.len(), 3);
    let cost = of(CaseFigure::Cost);
    assert!(
        matches!(&cost.parts[0].kind, TermKind::Paid { role, shrinkage: Some(lost), .. }
            if role.as_str() == "agent" && lost.0 == 0.3),
        "{:?}",
        cost.parts[0]
    );
    let texts: Vec<String> = cost.parts.iter().map(|part| cost.say(part)).collect();
    let cents: f64 = texts
        .iter()
        .map(|text| text.parse::<f64>().expect("a number"))
        .sum();
    near(Some(cents), 5.60, 1e-9);
}

#[test]
fn what_moves_the_cost_most_is_told_first() {
    let blueprint = refund(0.3);
    let numbers = Numbers::of(&blueprint);
    let movers = movers(&blueprint, &numbers, &"after".into());
    assert_eq!(movers.len(), 5);
    let cost = numbers.variants[1].per_case.cost.exact();
    for pair in movers.windows(2) {
        assert!(pair[0].swing() >= pair[1].swing());
    }
    for mover in &movers {
        near(Some(mover.now), cost.expect("it is known"), 1e-9);
    }
    let labels: Vec<&str> = movers
        .iter()
        .map(|mover| mover.lever.label.as_str())
        .collect();
    assert!(labels.contains(&"Resolved without a person"), "{labels:?}");
    let resolved = &movers[labels
        .iter()
        .position(|label| label.starts_with("Resolved"))
        .expect("it is there")];
    let range = |value: f64| (value * 1000.0).round() / 1000.0;
    assert_eq!(
        (range(resolved.lever.low), range(resolved.lever.high)),
        (0.536, 0.804),
        "an estimate"
    );
    assert!(resolved.at_low > resolved.now && resolved.at_high < resolved.now);
}

fn lever(levers: &[Lever], part: &str) -> Lever {
    let found = levers.iter().find(|lever| lever.label.contains(part));
    let all = || {
        levers
            .iter()
            .map(|lever| lever.label.as_str())
            .collect::<Vec<_>>()
    };
    found
        .unwrap_or_else(|| panic!("no {part} in {:?}", all()))
        .clone()
}

#[test]
fn a_lever_says_what_would_be_typed() {
    let blueprint = refund(0.3);
    let after: VariantId = "after".into();
    let stuck = Lever {
        label: "Stuck".to_owned(),
        place: Key::Connector(after.clone(), "c-takes-over-desk-traces".into()),
        field: vec![PathPart::Name("share")],
        quantity: Quantity::Share,
        now: Some(0.4),
        low: 0.2,
        high: 0.8,
        limits: (0.0, 1.0),
    };
    let settings = stuck.settings(&blueprint, 0.25);
    assert_eq!(
        settings.len(),
        2,
        "the other way has the rest: {settings:?}"
    );
    let changed = with(&blueprint, &settings);
    let (_, held) = changed.variant(&after).expect("it is there");
    let share = |id: &str| held.connectors[&id.into()].share.map(|share| share.0);
    assert_eq!(share("c-takes-over-desk-traces"), Some(0.25));
    assert_eq!(share("c-takes-over-agent-answers"), Some(0.75));
    let same = with(&blueprint, &stuck.settings(&blueprint, 0.4));
    for (was, is) in std::iter::zip(&blueprint.variants, &same.variants) {
        for ((id, a), (_, b)) in was.connectors.iter().zip(&is.connectors) {
            assert_eq!(a, b, "{id}");
        }
        assert!(was.connectors == is.connectors && was.steps == is.steps);
    }
    assert!(same == blueprint, "nothing else is another");
    let cases = lever(&other_levers(&blueprint, &after), "Cases a month");
    assert_eq!(cases.place, Key::Variant(after.clone()));
    let fewer = Numbers::of(&with(&blueprint, &cases.settings(&blueprint, 50_000.0)));
    assert_eq!(fewer.variants[1].cases.exact(), Some(50_000.0));
    assert_eq!(cases.quantity, Quantity::Count);
}

#[test]
fn e18_from_which_resolved_share_on_it_pays() {
    let from = |share: f64| {
        let mut blueprint = refund(0.0);
        let after = std::sync::Arc::make_mut(&mut blueprint.variants[1]);
        after.realised = Some(Realised {
            share: Some(Share(share)),
            from_month: None,
        });
        let numbers = Numbers::of(&blueprint);
        pays_from(
            &blueprint,
            &numbers,
            &"after".into(),
            &"assistant-answers".into(),
        )
    };
    assert_eq!(from(0.6), Some(PaysFrom::Nothing));
    match from(0.2) {
        Some(PaysFrom::From(share)) => near(Some(share.0), 0.205, 0.001),
        other => panic!("{other:?}"),
    }
    assert_eq!(from(0.0), Some(PaysFrom::Never));
}

#[test]
fn what_cannot_be_counted_has_no_terms_and_no_movers() {
    let blueprint = read("(variants: [(id: \"v\")])");
    let numbers = Numbers::of(&blueprint);
    assert!(movers(&blueprint, &numbers, &"v".into()).is_empty());
    assert_eq!(
        terms(&blueprint, &numbers, &"v".into(), named(CaseFigure::Cost)),
        None
    );
    assert_eq!(
        terms(
            &blueprint,
            &numbers,
            &"other".into(),
            named(CaseFigure::Cost)
        ),
        None
    );
}
