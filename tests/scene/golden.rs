//! The pictures of the examples, kept as SVG. `UPDATE_GOLDEN=1 cargo test --test scene` draws them anew.

use std::{fs, path::Path};

use frontstage::{
    format,
    model::Blueprint,
    paint::svg,
    scene::{Scene, Show, TextMeasure, Theme},
};

/// Every example as it is exported: Before and After compared, or the only variant.
fn examples() -> Vec<(String, Blueprint)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints");
    let mut examples: Vec<(String, Blueprint)> = fs::read_dir(folder)
        .expect("the examples stand beside the sources")
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .map(|path| {
            let bytes = fs::read(&path).expect("an example can be read");
            let reading = format::read(&bytes).expect("an example opens");
            let name = path.file_name().expect("a file has a name");
            let name = name.to_string_lossy().replace(".blueprint.ron", "");
            (name, reading.blueprint)
        })
        .collect();
    examples.sort_by(|a, b| a.0.cmp(&b.0));
    examples
}

fn all_of(blueprint: &Blueprint) -> Show {
    match &*blueprint.variants {
        [first, second, ..] => Show::Compare(first.id.clone(), second.id.clone()),
        [only] => Show::One(only.id.clone()),
        [] => Show::One("".into()),
    }
}

fn check_golden(name: &str, picture: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, picture).expect("a golden picture can be written");
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden.replace("\r\n", "\n") == picture,
        "{name}.svg looks different; see it with UPDATE_GOLDEN=1 and git diff"
    );
}

#[test]
fn examples_look_as_they_did() {
    let text = TextMeasure::default();
    for (name, blueprint) in examples() {
        let scene = Scene::build(&blueprint, &all_of(&blueprint), &text);
        check_golden(&name, &svg(&scene, Theme::Light));
    }
}

#[test]
fn dark_differs_only_in_its_colours() {
    let text = TextMeasure::default();
    let without_colours = |picture: String| {
        picture
            .split('#')
            .map(|part| part.get(6..).unwrap_or_default().to_owned())
            .collect::<Vec<String>>()
    };
    for (_, blueprint) in examples() {
        let scene = Scene::build(&blueprint, &all_of(&blueprint), &text);
        let (light, dark) = (svg(&scene, Theme::Light), svg(&scene, Theme::Dark));
        assert_ne!(light, dark);
        assert!(without_colours(light) == without_colours(dark));
    }
}

#[test]
#[ignore = "scratch"]
fn scratch() {
    let text = TextMeasure::default();
    for (name, blueprint) in examples() {
        let start = std::time::Instant::now();
        let scene = Scene::build(&blueprint, &all_of(&blueprint), &text);
        println!("{name} {:?}", start.elapsed());
        fs::write(
            format!("/tmp/pic/{name}-light.svg"),
            svg(&scene, Theme::Light),
        )
        .unwrap();
        fs::write(
            format!("/tmp/pic/{name}-dark.svg"),
            svg(&scene, Theme::Dark),
        )
        .unwrap();
        let scene = Scene::build(
            &blueprint,
            &Show::One(blueprint.variants.last().unwrap().id.clone()),
            &text,
        );
        fs::write(
            format!("/tmp/pic/{name}-one.svg"),
            svg(&scene, Theme::Light),
        )
        .unwrap();
    }
}

#[test]
#[ignore = "scratch"]
fn big() {
    use frontstage::model::*;
    use std::sync::Arc;
    use std::time::Instant;
    let mut b = Blueprint::default();
    for l in 0..12 {
        b.lanes.push(Arc::new(Lane {
            id: format!("l{l}").as_str().into(),
            name: format!("Lane {l}"),
            kind: LaneKind::Frontstage,
            ..Lane::default()
        }));
    }
    for p in 0..20 {
        b.phases.push(Arc::new(Phase {
            id: format!("p{p}").as_str().into(),
            name: format!("Phase {p}"),
            moments: (0..5)
                .map(|m| Moment {
                    id: format!("m{}", p * 5 + m).as_str().into(),
                    ..Moment::default()
                })
                .collect(),
            ..Phase::default()
        }));
    }
    let mut v = Variant {
        id: "before".into(),
        ..Variant::default()
    };
    for s in 0..2000 {
        let mut step = Step::new(
            format!("l{}", s % 12).as_str().into(),
            format!("m{}", (s / 12) % 100).as_str().into(),
            &format!("Agent number {s} looks up the case and writes"),
        );
        step.work = Some(Written::Unread("40s".into()));
        v.steps
            .insert(format!("s{s:04}").as_str().into(), Arc::new(step));
        v.connectors.insert(
            format!("c{s:04}").as_str().into(),
            Arc::new(Connector {
                from: format!("s{s:04}").as_str().into(),
                to: format!("s{:04}", (s + 7) % 2000).as_str().into(),
                ..Connector::default()
            }),
        );
    }
    b.variants.push(Arc::new(v));
    let t = Instant::now();
    let text = TextMeasure::default();
    println!("fonts {:?}", t.elapsed());
    let titles: Vec<String> = (0..10_000)
        .map(|i| format!("Agent number {i} looks up the case and writes"))
        .collect();
    let t = Instant::now();
    for x in &titles {
        std::hint::black_box(text.lines(x, frontstage::scene::font::TITLE, 136.0, 2));
    }
    println!("10k titles {:?}", t.elapsed());
    let show = Show::One("before".into());
    for _ in 0..3 {
        let t = Instant::now();
        let mut scene = Scene::build(&b, &show, &text);
        println!("build {:?}", t.elapsed());
        let mut new = b.clone();
        let var = Arc::make_mut(&mut new.variants[0]);
        Arc::make_mut(var.steps.get_mut(&"s0500".into()).unwrap()).title = "Other".into();
        let t = Instant::now();
        scene.update(&b, &new, &text);
        println!("update {:?}", t.elapsed());
        let t = Instant::now();
        let s = svg(&scene, Theme::Light);
        println!("svg {:?} {}", t.elapsed(), s.len());
    }
}
