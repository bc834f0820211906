//! The pictures of the examples, kept as SVG. `UPDATE_GOLDEN=1 cargo test --test core scene::` draws them anew.

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
        let scene = Scene::build(&blueprint, &all_of(&blueprint).into(), &text);
        check_golden(&name, &svg(&scene, Theme::Light));
        if name == "refund-status" {
            let overlay = Show::Overlay("before".into(), "after".into());
            let scene = Scene::build(&blueprint, &overlay.into(), &text);
            check_golden("refund-status-overlay", &svg(&scene, Theme::Light));
        }
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
        let scene = Scene::build(&blueprint, &all_of(&blueprint).into(), &text);
        let (light, dark) = (svg(&scene, Theme::Light), svg(&scene, Theme::Dark));
        assert_ne!(light, dark);
        assert!(without_colours(light) == without_colours(dark));
    }
}
