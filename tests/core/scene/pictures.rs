//! PNG and PDF of an example: what is in the bytes.

use std::{io::Read as _, ops::ControlFlow, path::Path, sync::Arc};

use frontstage::{
    format,
    model::{Blueprint, Id, Link},
    paint::{
        Area, Format, Legend, Page, PaintError, Paper, Picture, PrintScale, Sheets, pages, pdf,
        pixels, png, svg, svg_page,
    },
    scene::{Ink, Lens, Pane, Pos2, Rect, Scene, Shape, Show, TextMeasure, Theme, Vec2, pos2},
};

/// Where is my refund?
pub(crate) fn example() -> Blueprint {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints/refund-status.blueprint.ron");
    let bytes = std::fs::read(path).expect("an example can be read");
    format::read(&bytes).expect("an example opens").blueprint
}

fn scene(blueprint: &Blueprint) -> Scene {
    let show = Show::Compare("before".into(), "after".into());
    Scene::build(blueprint, &show.into(), &TextMeasure::default())
}

fn made(scene: &Scene, format: Format) -> Vec<Page<'_>> {
    let picture = Picture {
        name: "Compare".to_owned(),
        scene,
        area: Area::Everything,
    };
    pages(
        "Title",
        &[picture],
        (format, Legend::Without),
        &TextMeasure::default(),
    )
    .expect("an example has pages")
}

/// Where a place of the scene stands on the page.
fn on_page(page: &Page<'_>, pane: &Pane, at: Pos2) -> Pos2 {
    let cut = page
        .cutouts()
        .find(|cut| cut.pane.variant == pane.variant && cut.part.contains(at));
    let cut = cut.expect("it is on the page");
    cut.at.min + (at - cut.part.min) * page.scale
}

/// A PNG, unpacked.
struct Unpacked {
    width: u32,
    data: Vec<u8>,
}

fn read(bytes: &[u8]) -> Unpacked {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .expect("it is a PNG");
    let mut data = vec![0; reader.output_buffer_size().expect("it fits into memory")];
    let info = reader.next_frame(&mut data).expect("it is whole");
    Unpacked {
        width: info.width,
        data,
    }
}

/// A place of a page has this colour, two pixels a point.
fn check_pixel(picture: &Unpacked, at: Pos2, expected: Ink) {
    let (x, y) = ((at.x * 2.0) as usize, (at.y * 2.0) as usize);
    let start = (y * picture.width as usize + x) * 3;
    let expected = Theme::Light.rgb(expected).0;
    assert_eq!(picture.data[start..start + 3], expected, "{at:?}");
}

#[test]
fn a_png_shows_cards_and_badges_where_the_scene_has_them() {
    let blueprint = example();
    let scene = scene(&blueprint);
    let page = &made(&scene, Format::OwnSize)[0];
    let bytes = png(page, 2.0, Theme::Light, &[]).expect("it can be drawn");
    assert_eq!(bytes, png(page, 2.0, Theme::Light, &[]).expect("again"));
    let raw = pixels(page, 2.0, Theme::Light, &[]).expect("it can be drawn");
    assert_eq!(
        (raw.width, raw.height),
        (
            (page.size.x * 2.0).round() as u32,
            (page.size.y * 2.0).round() as u32
        )
    );
    let picture = read(&bytes);
    let mut badges = 0;
    for pane in &scene.panes {
        for card in pane.cards.values() {
            let Some(Shape::Rect { rect, .. }) = card.group().shapes.first().cloned() else {
                panic!("a card has a rectangle");
            };
            let fill = card.ground();
            let inside = on_page(
                page,
                pane,
                rect.left_bottom() + frontstage::scene::vec2(10.0, -5.0),
            );
            check_pixel(&picture, inside, fill);
            for shape in &card.group().shapes {
                if let Shape::Rect {
                    fill: Some(Ink::AiBadge),
                    rect,
                    ..
                } = shape
                {
                    badges += 1;
                    let inside = on_page(page, pane, pos2(rect.left() + 3.0, rect.center().y));
                    check_pixel(&picture, inside, Ink::AiBadge);
                }
            }
        }
    }
    assert!(badges > 0, "After has AI touchpoints");
}

#[test]
fn a_picture_too_large_for_memory_is_refused_with_what_would_do() {
    let blueprint = example();
    let scene = scene(&blueprint);
    let page = &made(&scene, Format::OwnSize)[0];
    let refused = png(page, 1000.0, Theme::Light, &[]);
    let Err(PaintError::TooManyPixels { fits, .. }) = refused else {
        panic!("a million pixels across are too many");
    };
    assert!(fits > 2.0 && fits < 1000.0);
    assert!(frontstage::paint::size_in_pixels(page, fits as f32).is_ok());
}

fn draw(title: &str, made: &[Page<'_>]) -> Vec<u8> {
    pdf(title, made, Theme::Light, &[], &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("it can be written")
}

/// The PDF with its compressed parts unpacked after it.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = bytes.to_vec();
    let starts = bytes
        .windows(7)
        .enumerate()
        .filter(|(_, word)| word == b"stream\n");
    for (at, _) in starts {
        let mut plain = Vec::new();
        let packed = &bytes[at + 7..];
        if flate2::read::ZlibDecoder::new(packed)
            .read_to_end(&mut plain)
            .is_ok()
        {
            text.push(b'\n');
            text.extend(plain);
        }
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}

fn count(text: &str, word: &str) -> usize {
    text.matches(word).count()
}

#[test]
fn a_pdf_has_text_links_bookmarks_and_few_letters() {
    let mut blueprint = example();
    let variant = Arc::make_mut(&mut blueprint.variants[0]);
    let step = variant.steps.values_mut().next().expect("Before has steps");
    let link = |address: &str| Link {
        address: address.to_owned(),
        ..Link::default()
    };
    Arc::make_mut(step).links = vec![link("https://example.org/case"), link("file:///secret")];
    let scene = scene(&blueprint);
    let own = made(&scene, Format::OwnSize);
    let bytes = draw("Where is my refund?", &own);
    assert_eq!(bytes, draw("Where is my refund?", &own), "the same bytes");
    assert!(
        bytes.len() < 200_000,
        "only letters that are used: {}",
        bytes.len()
    );
    let text = unpacked(&bytes);
    assert_eq!(count(&text, "/URI(https://example.org/case)"), 1);
    assert_eq!(
        count(&text, "secret"),
        0,
        "only addresses that may be opened"
    );
    assert_eq!(
        count(&text, "/FontFile3"),
        3,
        "Inter in three weights, as subsets"
    );
    assert!(count(&text, "/ToUnicode") >= 3, "text can be selected");
    assert!(text.contains("Where is my refund?"), "its title");
    for phase in &blueprint.phases {
        let mark = format!("/Title({})", phase.name);
        assert_eq!(count(&text, &mark), 1, "a bookmark for {}", phase.name);
    }
    for word in ["/Author", "/CreationDate", "/ModDate"] {
        assert_eq!(count(&text, word), 0, "{word}");
    }
}

#[test]
fn nothing_in_a_picture_hides_or_turns_what_stands_around_it() {
    const ODD: &str = "\u{0}\u{1b}\u{7f}\u{9f}\u{202e}\u{2066}\u{feff}\u{ffff}";
    let odd = |text: &mut String| text.push_str(ODD);
    let mut blueprint = example();
    blueprint
        .lanes
        .iter_mut()
        .for_each(|lane| odd(&mut Arc::make_mut(lane).name));
    blueprint
        .phases
        .iter_mut()
        .for_each(|phase| odd(&mut Arc::make_mut(phase).name));
    for variant in &mut blueprint.variants {
        let variant = Arc::make_mut(variant);
        odd(&mut variant.name);
        for step in variant.steps.values_mut() {
            let step = Arc::make_mut(step);
            odd(&mut step.title);
            step.links = vec![Link {
                address: format!("https://example.org/{ODD}é"),
                ..Link::default()
            }];
        }
    }
    let first = Arc::make_mut(&mut blueprint.variants[0]);
    let step = first.steps.values().next().unwrap().clone();
    first.steps.insert(Id::new(&format!("odd{ODD}")), step);
    let scene = scene(&blueprint);

    let drawn = svg(&scene, Theme::Light);
    let is_odd = |letter: char| ODD.contains(letter);
    assert_eq!(drawn.find(is_odd), None, "in the SVG");
    assert!(drawn.contains("data-id=\"odd\""));

    let picture = Picture {
        name: format!("Compare{ODD}"),
        scene: &scene,
        area: Area::Everything,
    };
    let text = TextMeasure::default();
    let title = format!("Title{ODD}");
    let made = pages(
        &title,
        &[picture],
        (Format::OwnSize, Legend::Without),
        &text,
    )
    .expect("it has pages");
    let text = unpacked(&draw(&title, &made));
    let address = "https://example.org/%00%1B%7F%C2%9F%E2%80%AE%E2%81%A6%EF%BB%BF%EF%BF%BF%C3%A9";
    assert!(text.contains(&format!("/URI({address})")));
    assert_eq!(
        count(&text, &format!("/Contents({address})")),
        count(&text, "/Contents(")
    );
    assert!(text.contains("/Title(Compare)") && text.contains("/Title(Title)"));
    for phase in &example().phases {
        assert!(
            text.contains(&format!("/Title({})", phase.name)),
            "{}",
            phase.name
        );
    }
}

#[test]
fn a_pdf_has_a_page_a_sheet() {
    let blueprint = example();
    let scene = scene(&blueprint);
    let sheets = Format::Sheets(Sheets {
        paper: Paper::A4,
        orientation: None,
        scale: PrintScale::Times(1.0),
    });
    let made = made(&scene, sheets);
    assert!(made.len() > 3);
    let text = unpacked(&draw("", &made));
    assert_eq!(count(&text, "/Type/Page/"), made.len());
}

#[test]
fn who_watches_can_stop_it() {
    let blueprint = example();
    let scene = scene(&blueprint);
    let own = made(&scene, Format::OwnSize);
    let stopped = pdf("", &own, Theme::Light, &[], &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped, Err(PaintError::Stopped));
}

#[test]
fn an_svg_has_letters_as_outlines_and_the_links_of_cards() {
    let mut blueprint = example();
    let after = Arc::make_mut(&mut blueprint.variants[1]);
    let step = after.steps.values_mut().next().expect("After has steps");
    Arc::make_mut(step).links = vec![Link {
        address: "https://example.org/case".to_owned(),
        ..Link::default()
    }];
    let scene = scene(&blueprint);
    let picture = svg(&scene, Theme::Light);
    assert_eq!(count(&picture, "<a href=\"https://example.org/case\">"), 1);
    // Who has no Inter sees the outlines; who searches finds the words.
    assert!(picture.contains("<use href=\"#w400-"));
    let unseen = picture.split("<text ").skip(1);
    assert!(unseen.clone().count() > 50);
    for text in unseen {
        assert!(text.contains("fill-opacity=\"0\""), "{text}");
    }
    let text = TextMeasure::default();
    let of = |area, legend| {
        let picture = Picture {
            name: "Compare".to_owned(),
            scene: &scene,
            area,
        };
        let pages = pages("", &[picture], (Format::OwnSize, legend), &text);
        svg_page(&pages.expect("there is a phase")[0], Theme::Light)
    };
    let phase = of(Area::Phase(0), Legend::Without);
    assert!(phase.contains("class=\"step ") && phase.len() < picture.len());
    // The legend tells the marks that occur, and no others.
    let legend = of(Area::Everything, Legend::OfMarks);
    assert!(legend.contains(">Work time<") && legend.contains(">Removed<"));
    assert!(!legend.contains(">Idea<") && !phase.contains(">Work time<"));
}

#[test]
fn every_sheet_names_the_lines_that_run_on_it() {
    let blueprint = example();
    let scene = scene(&blueprint);
    let sheets = Format::Sheets(Sheets {
        paper: Paper::A4,
        orientation: None,
        scale: PrintScale::Times(1.0),
    });
    let mut seen = 0;
    for page in made(&scene, sheets) {
        let picture = svg_page(&page, Theme::Light);
        for cut in page.cutouts().filter(|cut| cut.part.width() > 300.0) {
            let runs = |line: &&frontstage::scene::ServiceLine| cut.part.y_range().contains(line.y);
            for line in cut.pane.lines.iter().filter(runs) {
                let words = line.group.shapes.iter().find_map(|shape| match shape {
                    Shape::Text { text, .. } => Some(text),
                    _ => None,
                });
                let words = words.expect("a line has a name");
                assert!(picture.contains(&format!(">{words}<")), "{words}");
                seen += 1;
            }
        }
    }
    assert!(seen > 6);
}

#[test]
fn titles_are_whole_on_paper_and_questions_everywhere() {
    let mut blueprint = example();
    let long = "a title that is far too long for three lines of a card ".repeat(4);
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let id = before.steps.keys().next().expect("a step").clone();
    let lines = |blueprint: &Blueprint, lens: Lens| {
        let scene = Scene::build(blueprint, &lens, &TextMeasure::default());
        let card = scene.panes[0].cards[&id].group();
        let titles = card.shapes.iter().filter(|shape| {
            matches!(shape, Shape::Text { font, .. } if *font == frontstage::scene::font::TITLE)
        });
        titles.count()
    };
    Arc::make_mut(before.steps.get_mut(&id).expect("the step")).title = long;
    let show = || Lens::from(Show::One("before".into()));
    assert_eq!(lines(&blueprint, show()), 3);
    let whole = lines(&blueprint, show().on_paper());
    assert!(whole > 3);
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    Arc::make_mut(before.steps.get_mut(&id).expect("the step")).split =
        Some(frontstage::model::Split::Either);
    assert_eq!(lines(&blueprint, show()), whole);
}

#[test]
fn no_connector_crosses_the_name_of_a_line() {
    let blueprint = example();
    let mut moved = 0;
    for variant in &blueprint.variants {
        let view = Show::One(variant.id.clone());
        let scene = Scene::build(&blueprint, &view.into(), &TextMeasure::default());
        for pane in &scene.panes {
            for (line, right) in pane.lines.iter().flat_map(|line| {
                let views = (0..20_u8).map(|part| 700.0 + f32::from(part) * 80.0);
                views.map(move |right| (line, right))
            }) {
                let Some(at) = pane.name_place(line, (right - 600.0, right)) else {
                    continue;
                };
                moved += usize::from(at < line.last_place(right));
                let name = Rect::from_min_size(
                    Pos2::new(at, line.y - 5.0),
                    Vec2::new(line.name_width, 10.0),
                );
                for wire in pane.wires.values() {
                    let crosses = wire.legs().any(|leg| name.intersects(leg));
                    assert!(!crosses, "{} at {right}", wire.from);
                    let label = wire.label_rect.filter(|label| label.intersects(name));
                    assert_eq!(label, None, "{} at {right}", wire.from);
                }
            }
        }
    }
    assert!(moved > 0, "names make way");
}
