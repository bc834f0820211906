//! Figures of pictures: a board of 2,000 cards as SVG, PDF and PNG, drawn from a scene that is there.

mod figures;
mod generated;

use std::{hint::black_box, ops::ControlFlow};

use figures::Figures;
use frontstage::{
    paint::{Area, Format, Legend, Paper, Picture, PrintScale, Sheets, pages, pdf, png, svg},
    scene::{Scene, Show, TextMeasure, Theme},
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CARDS: usize = 2_000;
const PIXELS: f32 = 15e6;

fn main() {
    let figures = Figures::new();
    let text = TextMeasure::default();
    let blueprint = generated::blueprint(CARDS / generated::LANES);
    let scene = Scene::build(&blueprint, &Show::One("before".into()).into(), &text);
    let picture = Picture {
        name: "Before".to_owned(),
        scene: &scene,
        area: Area::Everything,
    };
    let made = |format| {
        let made = pages(
            "Generated",
            std::slice::from_ref(&picture),
            (format, Legend::Without),
            &text,
        );
        made.expect("the board has pages")
    };
    let own = made(Format::OwnSize);
    let sheets = Format::Sheets(Sheets {
        paper: Paper::A3,
        orientation: None,
        scale: PrintScale::Readable,
    });
    let many = made(sheets);
    let go_on = &mut |_| ControlFlow::Continue(());
    let mut draw = |pages: &[_]| pdf("Generated", pages, Theme::Light, &[], go_on);
    figures.bench("paint", "pdf-2000-cards", || draw(black_box(&own)));
    figures.bench("paint", "pdf-2000-cards-on-a3", || draw(black_box(&many)));
    figures.bench("paint", "pages-2000-cards-on-a3", || {
        made(black_box(sheets))
    });
    let area = own[0].size.x * own[0].size.y;
    let scale = (PIXELS / area).sqrt();
    figures.bench("paint", "png-2000-cards-15-megapixels", || {
        png(black_box(&own[0]), scale, Theme::Light, &[])
    });
    figures.bench("paint", "svg-2000-cards", || {
        svg(black_box(&scene), Theme::Light)
    });
    let bytes =
        |made: Result<Vec<u8>, _>| made.map_or(0, |bytes: Vec<u8>| bytes.len()) as f64 / 1e6;
    println!(
        "2,000 cards: PDF {:.1} MB; {} sheets of A3 {:.1} MB; PNG {:.1} MB",
        bytes(draw(&own)),
        many.len(),
        bytes(draw(&many)),
        bytes(png(&own[0], scale, Theme::Light, &[])),
    );
    figures.against_aim("paint/pdf-2000-cards", 300.0);
    figures.against_aim("paint/png-2000-cards-15-megapixels", 500.0);
    figures.against_base("paint/pdf-2000-cards-on-a3", "paint/pdf-2000-cards", 2.0);
    figures.finish();
}
