//! Figures of the canvas: layout, one edit, compare, and whole frames of the real App, tessellation included.

mod figures;
mod generated;

use std::{fs, hint::black_box, sync::Arc};

use egui::{
    Context, Event, Key, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, accesskit,
    pos2, vec2,
};
use figures::Figures;
use frontstage::{
    app::{
        App,
        files::dialogs::{Answer, FileDialogs, Request},
    },
    edit::Edit,
    format,
    model::{Blueprint, Ids, Step, StepId, VariantId},
    patch,
    scene::{Scene, Show, TextMeasure},
    session::{Action, Command, Selection, Session},
    store::Store,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The window of the figures, in points.
const WINDOW: [f32; 2] = [1600.0, 1000.0];

fn main() {
    let figures = Figures::new();
    for (group, moments) in [("1k-steps", 125), ("10k-steps", 1250)] {
        let blueprint = generated::blueprint(moments);
        scenes(&figures, group, &blueprint);
        session(&figures, group, &blueprint, moments);
        frames(&figures, group, &blueprint);
    }
    figures.against_aim("10k-steps/scene-build", 1000.0);
    figures.against_aim("10k-steps/scene-update", 8.0);
    figures.against_aim("10k-steps/edit-and-undo", 8.0);
    figures.against_base("10k-steps/edit-and-undo", "1k-steps/edit-and-undo", 1.0);
    figures.against_aim("10k-steps/diff-variants", 50.0);
    figures.against_aim("10k-steps/pan", 1.5);
    figures.against_base("10k-steps/pan", "1k-steps/pan", 1.0);
    figures.against_base("10k-steps/pan-accesskit", "10k-steps/pan", 2.0);
    figures.against_aim("10k-steps/zoomed-to-fit", 4.0);
    figures.finish();
}

/// A step in the middle of Before, renamed.
fn renamed(blueprint: &Blueprint, moments: usize) -> (VariantId, StepId, Step) {
    let variant: VariantId = "before".into();
    let id: StepId = format!("step-{:04}-4", moments / 2).as_str().into();
    let step = blueprint.step(&variant, &id).expect("the step is there");
    let mut step = (**step).clone();
    step.title.push_str(", and says so");
    (variant, id, step)
}

fn scenes(figures: &Figures, group: &str, blueprint: &Blueprint) {
    let text = TextMeasure::default();
    let show = Show::One("before".into()).into();
    figures.bench(group, "scene-build", || {
        Scene::build(black_box(blueprint), &show, &text)
    });
    let compare = Show::Compare("before".into(), "after".into()).into();
    figures.bench(group, "scene-build-compare", || {
        Scene::build(black_box(blueprint), &compare, &text)
    });
    let (variant, id, step) = renamed(blueprint, blueprint.moments().count());
    let mut new = blueprint.clone();
    let edit = Edit::PutStep {
        variant,
        id,
        step: Box::new(step),
    };
    edit.apply(&mut new).expect("a step can be renamed");
    let mut scene = Scene::build(blueprint, &show, &text);
    let mut sides = [blueprint, &new];
    figures.bench(group, "scene-update", || {
        scene.update(sides[0], sides[1], &text);
        sides.reverse();
    });
    figures.bench(group, "diff-variants", || {
        patch::diff_variants(black_box(blueprint), &"before".into(), &"after".into())
    });
}

fn session(figures: &Figures, group: &str, blueprint: &Blueprint, moments: usize) {
    let text = Arc::new(TextMeasure::default());
    let ids = Ids::from_seed(1);
    let mut session = Session::new(blueprint.clone(), None, ids, text);
    let (variant, id, step) = renamed(blueprint, moments);
    let selection = Selection::step(&variant, &id);
    figures.bench(group, "edit-and-undo", || {
        let (variant, id, step) = (variant.clone(), id.clone(), Box::new(step.clone()));
        let edit = Edit::PutStep { variant, id, step };
        session.run(Action::EditThen(edit, selection.clone()));
        session.run(Action::Command(Command::Undo));
        session.take_effects()
    });
    assert_eq!(**session.blueprint(), *blueprint, "undone");
}

/// Whole frames: what the App does with a frame's input, and its shapes turned into triangles.
fn frames(figures: &Figures, group: &str, blueprint: &Blueprint) {
    let mut stage = Stage::open(blueprint);
    stage.press(Key::Num0, Modifiers::COMMAND);
    let cards = stage.cards();
    println!("{group}: {cards} cards on screen at 100 %");
    let mut to_and_fro = 0_usize;
    let mut pan = |stage: &mut Stage| {
        // Back and forth, so that neither end of the board is reached.
        to_and_fro += 1;
        let by = if (to_and_fro / 40).is_multiple_of(2) {
            -6.0
        } else {
            6.0
        };
        stage.frame(vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(by, 0.0),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Unknown,
        }])
    };
    figures.bench(group, "pan", || pan(&mut stage));
    stage.ctx.enable_accesskit();
    figures.bench(group, "pan-accesskit", || pan(&mut stage));
    stage.ctx.disable_accesskit();
    // At 10,000 steps this ends at the smallest zoom, where not all of the board fits.
    stage.press(Key::Num1, Modifiers::SHIFT);
    figures.bench(group, "zoomed-to-fit", || stage.frame(Vec::new()));
}

/// The App without a window, as egui would run it.
struct Stage {
    ctx: Context,
    app: App,
    time: f64,
}

/// Nobody is asked for a file.
struct NoDialogs;

impl FileDialogs for NoDialogs {
    fn ask(&mut self, _: &Request, _: &Context) {}
    fn poll(&mut self, _: &Context) -> Option<Answer> {
        None
    }
}

impl Stage {
    fn open(blueprint: &Blueprint) -> Self {
        let folder = tempfile::TempDir::new().expect("a folder");
        let file = folder.path().join("generated.blueprint.ron");
        fs::write(&file, format::write(blueprint)).expect("a file");
        let ctx = Context::default();
        let mut app = App::new(&ctx, Store::disk(), Box::new(NoDialogs), None);
        app.open(&file);
        let mut stage = Self {
            ctx,
            app,
            time: 0.0,
        };
        // The file is read on a thread of its own.
        while stage.app.session().is_none() {
            stage.frame(Vec::new());
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        for _ in 0..5 {
            stage.frame(vec![Event::PointerMoved(Stage::middle())]);
        }
        stage
    }

    /// A place on the canvas.
    fn middle() -> Pos2 {
        pos2(WINDOW[0] * 0.4, WINDOW[1] * 0.5)
    }

    /// One frame; gives the number of meshes and textures to draw.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.run(events).0
    }

    fn run(&mut self, events: Vec<Event>) -> (usize, Option<accesskit::TreeUpdate>) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, WINDOW.into())),
            time: Some(self.time),
            events,
            focused: true,
            ..RawInput::default()
        };
        let output = self.ctx.run_ui(input, |ui| self.app.frame_ui(ui));
        let drawn = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        (drawn.len(), output.platform_output.accesskit_update)
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        let modifiers = match modifiers {
            Modifiers::COMMAND => Modifiers::COMMAND | Modifiers::CTRL,
            other => other,
        };
        let press = |pressed| Event::Key {
            key,
            physical_key: Some(key),
            pressed,
            repeat: false,
            modifiers,
        };
        self.frame(vec![press(true), press(false)]);
        for _ in 0..20 {
            self.frame(Vec::new());
        }
    }

    /// How many cards are on screen, as a screen reader would count them.
    fn cards(&mut self) -> usize {
        self.ctx.enable_accesskit();
        self.frame(Vec::new());
        let (_, tree) = self.run(Vec::new());
        self.ctx.disable_accesskit();
        let nodes = tree.map(|tree| tree.nodes).unwrap_or_default();
        let is_card = |node: &accesskit::Node| node.role() == accesskit::Role::ListItem;
        nodes.iter().filter(|(_, node)| is_card(node)).count()
    }
}
