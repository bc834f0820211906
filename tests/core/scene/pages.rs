//! Laws of pages: nothing is lost, nothing is cut through, everything is named.

use frontstage::{
    model::Blueprint,
    paint::{
        Area, Cutout, Format, Legend, Orientation, Page, PagesError, Paper, Picture, PrintScale,
        Sheets, missing_letters, pages, svg_page,
    },
    scene::{Pane, Rect, Scene, Show, TextMeasure, Theme, pos2, vec2},
};
use proptest::prelude::*;

use crate::scene::random::blueprints;

fn sheets(paper: Paper, orientation: Option<Orientation>, scale: PrintScale) -> Format {
    Format::Sheets(Sheets {
        paper,
        orientation,
        scale,
    })
}

fn formats() -> impl Strategy<Value = Format> {
    let paper = prop::sample::select(Paper::ALL.to_vec());
    let orientation = prop::sample::select(vec![
        None,
        Some(Orientation::Portrait),
        Some(Orientation::Landscape),
    ]);
    let scale = prop_oneof![
        Just(PrintScale::Readable),
        Just(PrintScale::OneSheet),
        (0.3_f32..2.0).prop_map(PrintScale::Times),
    ];
    prop_oneof![
        Just(Format::OwnSize),
        (paper, orientation, scale).prop_map(|(paper, orientation, scale)| sheets(
            paper,
            orientation,
            scale
        )),
    ]
}

/// The cutouts of `pane` that show cells, each with its page's number.
fn cells<'a>(made: &[Page<'a>], pane: &Pane) -> Vec<(usize, Cutout<'a>)> {
    let numbered = made.iter().enumerate();
    let all = numbered.flat_map(|(number, page)| page.cutouts().map(move |cut| (number, cut)));
    let body = cells_of(pane).expand(0.5);
    all.filter(|(_, cut)| cut.pane.variant == pane.variant && body.contains_rect(cut.part))
        .collect()
}

/// The part of a pane that holds cells and the rows under the lanes.
fn cells_of(pane: &Pane) -> Rect {
    Rect::from_min_max(pane.body.min, pane.rect.max)
}

/// What holds for the pages of a whole scene.
fn check_pages(scene: &Scene, made: &[Page<'_>]) {
    for page in made {
        let paper = Rect::from_min_size(pos2(0.0, 0.0), page.size).expand(0.5);
        for cut in page.cutouts() {
            assert!(paper.contains_rect(cut.at), "{:?} on {paper:?}", cut.at);
            let drawn = cut.part.size() * page.scale;
            assert!((drawn - cut.at.size()).length() < 0.1, "drawn to scale");
        }
    }
    for pane in &scene.panes {
        let cells = cells(made, pane);
        for (id, card) in &pane.cards {
            let bounds = card.bounds();
            let touching: Vec<_> = cells
                .iter()
                .filter(|(_, cut)| cut.part.intersect(bounds.shrink(0.1)).is_positive())
                .collect();
            assert_eq!(touching.len(), 1, "{id} stands on one page");
            let part = touching[0].1.part.expand(0.1);
            assert!(part.contains_rect(bounds), "{id} is whole");
        }
        let area: f64 = cells
            .iter()
            .map(|(_, cut)| f64::from(cut.part.area()))
            .sum();
        let whole = f64::from(cells_of(pane).area());
        assert!(
            (area - whole).abs() <= whole * 1e-3 + 1.0,
            "{area} of {whole}"
        );
        for pair in cells.windows(2) {
            let [(page, before), (next, after)] = pair else {
                continue;
            };
            assert!(page < next, "one part of a pane a page");
            let further = after.part.left() >= before.part.right() - 0.1;
            let lower = after.part.top() >= before.part.bottom() - 0.1;
            assert!(further || lower, "pages follow each other as one reads");
        }
        for (number, cut) in &cells {
            check_names(pane, &made[*number], cut);
        }
    }
}

/// Every lane and phase that is seen among `cells` says its name on the same page.
fn check_names(pane: &Pane, page: &Page<'_>, cells: &Cutout<'_>) {
    let shown = |rect: Rect, least: f32| {
        let rect = Rect::from_min_size(rect.min, rect.size().min(vec2(least, least)));
        page.cutouts().any(|cut| {
            cut.pane.variant == pane.variant && cut.part.expand(0.5).contains_rect(rect.shrink(0.1))
        })
    };
    for lane in &pane.lanes {
        let seen =
            lane.rect.bottom().min(cells.part.bottom()) - lane.rect.top().max(cells.part.top());
        assert!(
            seen <= 0.5 || shown(lane.rect, seen.min(20.0)),
            "{}",
            lane.id
        );
    }
    for phase in &pane.phases {
        let seen =
            phase.rect.right().min(cells.part.right()) - phase.rect.left().max(cells.part.left());
        assert!(
            seen <= 0.5 || shown(phase.rect, seen.min(20.0)),
            "{}",
            phase.id
        );
    }
}

fn check_blueprint(blueprint: &Blueprint, format: Format, text: &TextMeasure) {
    for show in [
        Show::One("before".into()),
        Show::Compare("before".into(), "after".into()),
    ] {
        let scene = Scene::build(blueprint, &show.into(), text);
        let picture = Picture {
            name: "Before".to_owned(),
            scene: &scene,
            area: Area::Everything,
        };
        match pages("Title", &[picture], (format, Legend::Without), text) {
            Ok(made) => check_pages(&scene, &made),
            Err(PagesError::Empty) => {
                let pane = &scene.panes[0];
                assert!(pane.lanes.is_empty() || pane.columns.is_empty());
            }
            Err(PagesError::TooLarge { scale, fits, .. }) => {
                assert!(fits < scale, "{fits} is smaller than {scale}");
                assert!(
                    matches!(format, Format::Sheets(sheets) if sheets.scale == PrintScale::Times(scale)),
                    "only who asks for a scale is refused"
                );
            }
            Err(PagesError::NotShown) => panic!("both variants are shown"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn pages_show_all_of_it_and_cut_no_card(blueprint in blueprints(), format in formats()) {
        check_blueprint(&blueprint, format, &TextMeasure::default());
    }
}

/// How many pages an example takes.
fn check_count(show: Show, format: Format, expected: usize) {
    let blueprint = crate::scene::pictures::example();
    let text = TextMeasure::default();
    let scene = Scene::build(&blueprint, &show.into(), &text);
    let picture = Picture {
        name: "Before".to_owned(),
        scene: &scene,
        area: Area::Everything,
    };
    let made =
        pages("Title", &[picture], (format, Legend::Without), &text).expect("an example has pages");
    check_pages(&scene, &made);
    assert_eq!(made.len(), expected, "{format:?}, of {}", scene.size);
}

#[test]
fn an_example_takes_as_few_sheets_as_can_be_read() {
    let before = || Show::One("before".into());
    check_count(before(), Format::OwnSize, 1);
    check_count(before(), sheets(Paper::A0, None, PrintScale::Readable), 1);
    check_count(before(), sheets(Paper::A4, None, PrintScale::OneSheet), 1);
    let large = PrintScale::Times(1.0);
    let wide = Some(Orientation::Landscape);
    check_count(before(), sheets(Paper::A4, wide, large), 12);
    check_count(before(), sheets(Paper::A3, wide, large), 3);
}

#[test]
fn a_phase_and_a_selection_keep_their_names() {
    let blueprint = crate::scene::pictures::example();
    let text = TextMeasure::default();
    let show = Show::Compare("before".into(), "after".into());
    let scene = Scene::build(&blueprint, &show.into(), &text);
    let of = |area| {
        let picture = Picture {
            name: "Compare".to_owned(),
            scene: &scene,
            area,
        };
        pages("", &[picture], (Format::OwnSize, Legend::Without), &text)
    };
    let phase = of(Area::Phase(1)).expect("there is a second phase");
    assert_eq!(phase[0].phases.len(), 1);
    assert_eq!(phase[0].phases[0].0, scene.panes[0].phases[1].name);
    let card = scene.panes[1]
        .cards
        .values()
        .next()
        .expect("After has cards");
    let around = of(Area::Around(1, card.rect)).expect("it is shown");
    assert!(around[0].size.x < phase[0].size.x);
    let cells = cells(&around, &scene.panes[1]);
    assert!(cells[0].1.part.contains_rect(card.bounds()));
    assert_eq!(of(Area::Phase(99)).err(), Some(PagesError::NotShown));
    assert!(missing_letters(&around, &[]).is_empty());
}

/// The words on each page, in the order in which they are drawn.
fn words(show: &str, area: Area, format: Format) -> Vec<String> {
    let blueprint = crate::scene::pictures::example();
    let text = TextMeasure::default();
    let scene = Scene::build(&blueprint, &Show::One(show.into()).into(), &text);
    let picture = Picture {
        name: String::new(),
        scene: &scene,
        area,
    };
    let made = pages("", &[picture], (format, Legend::Without), &text).expect("it has pages");
    let words = made.iter().map(|page| {
        let drawn = svg_page(page, Theme::Light);
        let texts = drawn.split("<text ").skip(1);
        let texts = texts.filter_map(|text| text.split_once('>')?.1.split_once("</text>"));
        let words: Vec<&str> = texts.map(|(words, _)| words).collect();
        words.join(" ").replace('\u{a0}', " ")
    });
    words.collect()
}

#[test]
fn a_connector_that_is_cut_says_where_it_leads() {
    let a4 = sheets(Paper::A4, None, PrintScale::Readable);
    let [first, second, third] = &words("before", Area::Everything, a4)[..] else {
        panic!("Before takes three sheets");
    };
    assert!(first.contains("→ Look up: Checks identity, finds order"));
    assert!(second.contains("← Ask: Types order and return details"));
    // A way back says so with its share, on the sheets that it only passes too.
    let answer = "↩ 18 % Asks again → Answer: Reads the answer";
    let chat = "↩ 18 % Asks again ← Ask: Opens chat and picks a topic";
    assert!(first.contains(answer) && second.contains(answer));
    assert!(second.contains(chat) && third.contains(chat));
    // A label is not said twice on one sheet.
    assert_eq!(second.matches("72 % On its way").count(), 1);
    assert!(third.contains("72 % On its way ← Look up: Judges the status"));

    // A board cut between lanes says what is above and below.
    let wide = Some(Orientation::Landscape);
    let large = sheets(Paper::A4, wide, PrintScale::Times(1.0));
    let all = words("after", Area::Everything, large);
    let says = |words: &str| all.iter().any(|page| page.contains(words));
    assert!(says("↓ Look up: Traces the return parcel"));
    assert!(says("↑ Look up: Takes over with a summary"));

    // So does the picture of a phase alone, and the whole on one page has nothing to say.
    let phase = &words("before", Area::Phase(1), Format::OwnSize)[0];
    assert!(
        phase.contains("← Notice: Sees no refund in the account"),
        "{phase}"
    );
    let whole = &words("before", Area::Everything, Format::OwnSize)[0];
    assert!(!whole.contains(['→', '←', '↑', '↓']), "{whole}");
}
