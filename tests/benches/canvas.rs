//! Figures of the canvas: whole frames of the real App, tessellation included.

mod figures;
mod generated;

use std::{
    fs,
    path::{Path, PathBuf},
};

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
    format,
    model::Blueprint,
    session::Session,
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
        frames(&figures, group, &blueprint);
        frames_after_edits(&figures, group, &blueprint);
    }
    for (name, many) in [
        ("lanes", generated::many_lanes as fn(usize) -> Blueprint),
        ("pains-on-a-step", generated::many_pains),
    ] {
        let [few, most] = [2_000, 20_000].map(|count| {
            let group = format!("{count}-{name}");
            extremes(&figures, &group, &many(count));
            group
        });
        for what in ["open", "select"] {
            figures.against_aim(&format!("{most}/{what}"), 1000.0);
            figures.against_base(&format!("{most}/{what}"), &format!("{few}/{what}"), 12.0);
        }
    }
    figures.against_aim("10k-steps/drag", 8.0);
    figures.against_base("10k-steps/drag", "1k-steps/drag", 1.0);
    figures.against_aim("10k-steps/pan", 1.5);
    figures.against_base("10k-steps/pan", "1k-steps/pan", 1.0);
    figures.against_base("10k-steps/pan-accesskit", "10k-steps/pan", 2.0);
    figures.against_aim("10k-steps/zoomed-to-fit", 4.0);
    for name in ["frame-after-edit", "frame-after-edit-in-compare"] {
        figures.against_aim(&format!("10k-steps/{name}-inspector-open"), 4.0);
    }
    figures.finish();
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
    drag(figures, group, &mut stage);
    stage.press(Key::Num1, Modifiers::SHIFT);
    figures.bench(group, "zoomed-to-fit", || stage.frame(Vec::new()));
}

/// The first frame of another state of the document, while a step is selected and the inspector shows it.
/// What the edit itself takes, `edits` measures.
fn frames_after_edits(figures: &Figures, group: &str, blueprint: &Blueprint) {
    let mut stage = Stage::open(blueprint);
    stage.press(Key::Num0, Modifiers::COMMAND);
    let Some(card) = stage.a_card() else {
        return;
    };
    stage.click(card);
    stage.press(Key::F2, Modifiers::NONE);
    stage.frame(vec![Event::Text("Another title".to_owned())]);
    stage.press(Key::Enter, Modifiers::NONE);
    let is_changed = |stage: &Stage| stage.app.session().is_some_and(Session::is_dirty);
    assert!(is_changed(&stage), "the title was typed");
    for name in ["frame-after-edit", "frame-after-edit-in-compare"] {
        let stage = std::cell::RefCell::new(&mut stage);
        let name = format!("{name}-inspector-open");
        let go = || {
            let stage = &mut **stage.borrow_mut();
            let was = is_changed(stage);
            let shift = if was {
                Modifiers::NONE
            } else {
                Modifiers::SHIFT
            };
            stage.key(Key::Z, Modifiers::COMMAND | shift);
            assert_ne!(was, is_changed(stage), "undone or done again");
            let selection = stage.app.session().map(Session::selection);
            assert_eq!(
                selection.map(|s| s.steps().len()),
                Some(1),
                "a step is shown"
            );
        };
        figures.bench_after(group, &name, go, |()| {
            stage.borrow_mut().frame(Vec::new());
        });
        stage.borrow_mut().press(Key::Num3, Modifiers::COMMAND);
    }
}

/// Much more of something than anybody has: until it is drawn, and until a step of it is selected.
fn extremes(figures: &Figures, group: &str, blueprint: &Blueprint) {
    let (_folder, file) = Stage::file(blueprint);
    figures.bench(group, "open", || Stage::open_file(&file));
    let mut stage = Stage::open_file(&file);
    stage.press(Key::Num0, Modifiers::COMMAND);
    let Some(card) = stage.a_card() else {
        return;
    };
    figures.bench(group, "select", || {
        stage.click(card);
        assert!(
            !stage
                .app
                .session()
                .is_none_or(|s| s.selection().steps().is_empty()),
            "a step is selected"
        );
        stage.key(Key::Escape, Modifiers::NONE);
    });
}

/// Frames of a card being dragged to and fro.
fn drag(figures: &Figures, group: &str, stage: &mut Stage) {
    let Some(card) = stage.a_card() else {
        return;
    };
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    stage.frame(vec![Event::PointerMoved(card)]);
    stage.frame(vec![button(card, true)]);
    let mut at = card;
    let mut by = 7.0;
    figures.bench(group, "drag", || {
        at.x += by;
        if (at.x - card.x).abs() > 150.0 {
            by = -by;
        }
        stage.frame(vec![Event::PointerMoved(at)])
    });
    let escape = |pressed| Event::Key {
        key: Key::Escape,
        physical_key: Some(Key::Escape),
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    stage.frame(vec![escape(true), escape(false)]);
    stage.frame(vec![button(at, false)]);
    stage.frame(vec![Event::PointerMoved(Stage::middle())]);
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
    /// The file of a blueprint, as long as its folder is held.
    fn file(blueprint: &Blueprint) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::TempDir::new().expect("a folder");
        let file = folder.path().join("generated.blueprint.ron");
        fs::write(&file, format::write(blueprint)).expect("a file");
        (folder, file)
    }

    fn open(blueprint: &Blueprint) -> Self {
        let (_folder, file) = Self::file(blueprint);
        Self::open_file(&file)
    }

    fn open_file(file: &Path) -> Self {
        let ctx = Context::default();
        let mut app = App::new(&ctx, Store::disk(), Box::new(NoDialogs), None);
        app.open(file);
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

    /// Presses a key, and waits until all that follows has happened.
    fn press(&mut self, key: Key, modifiers: Modifiers) {
        self.key(key, modifiers);
        for _ in 0..20 {
            self.frame(Vec::new());
        }
    }

    /// The frame in which a key is pressed.
    fn key(&mut self, key: Key, modifiers: Modifiers) {
        let modifiers = match modifiers.command {
            true => modifiers | Modifiers::CTRL,
            false => modifiers,
        };
        let press = |pressed| Event::Key {
            key,
            physical_key: Some(key),
            pressed,
            repeat: false,
            modifiers,
        };
        self.frame(vec![press(true), press(false)]);
    }

    fn click(&mut self, at: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(at)]);
        self.frame(vec![button(true)]);
        self.frame(vec![button(false)]);
        self.frame(vec![Event::PointerMoved(Self::middle())]);
    }

    /// How many cards are on screen, as a screen reader would count them.
    fn cards(&mut self) -> usize {
        self.card_places().len()
    }

    /// The middle of a card near the middle of the canvas.
    fn a_card(&mut self) -> Option<Pos2> {
        let distance = |at: &Pos2| at.distance(Self::middle());
        let places = self.card_places().into_iter();
        places.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// The middles of all cards on screen.
    fn card_places(&mut self) -> Vec<Pos2> {
        self.ctx.enable_accesskit();
        self.frame(Vec::new());
        let (_, tree) = self.run(Vec::new());
        self.ctx.disable_accesskit();
        let nodes = tree.map(|tree| tree.nodes).unwrap_or_default();
        let is_card = |node: &accesskit::Node| node.role() == accesskit::Role::ListItem;
        let cards = nodes.iter().filter(|(_, node)| is_card(node));
        let bounds = cards.filter_map(|(_, node)| node.bounds());
        bounds
            .map(|b| pos2((b.x0 + b.x1) as f32 / 2.0, (b.y0 + b.y1) as f32 / 2.0))
            .collect()
    }
}
