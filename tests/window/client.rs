//! The real program, started and operated through egui's inspection protocol: keys and clicks go in, the tree
//! that screen readers see and pictures of the window come out. Knows no blueprint.

use std::{
    ffi::OsStr,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use egui::{Event, Key, Modifiers, PointerButton, Pos2, accesskit, pos2};
use egui_inspection::protocol::{Request, Response, read_handshake, read_message, write_message};

/// How long anything may take: software rendering on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program with its window open.
pub(crate) struct Program {
    process: Child,
    stream: TcpStream,
}

/// Something on screen with a name.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) role: accesskit::Role,
    pub(crate) name: String,
    pub(crate) value: String,
    /// Its middle, in points of the window.
    pub(crate) middle: Option<Pos2>,
}

impl Program {
    /// Starts the program with these arguments and waits for its window. Settings and recovery data go to `data`.
    pub(crate) fn start<A: AsRef<OsStr>>(data: &Path, arguments: &[A]) -> Self {
        // A port that is free now is free in a moment too.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.expect("a free port").to_string();
        let mut process = Command::new(env!("CARGO_BIN_EXE_frontstage"))
            .args(arguments)
            .env("EGUI_INSPECTION", &address)
            .env("FRONTSTAGE_DATA", data)
            // A script cannot reach into the system's file dialogs: a field for the path opens instead.
            .env("FRONTSTAGE_DIALOGS", "path")
            .spawn()
            .expect("the program starts");
        let start = Instant::now();
        let stream = loop {
            // While the program starts, a connection may be taken and dropped again.
            if let Ok(stream) = TcpStream::connect(&address)
                && stream.set_read_timeout(Some(PATIENCE)).is_ok()
                && read_handshake(&stream).is_ok()
            {
                break stream;
            }
            let ended = process.try_wait().expect("the program can be asked");
            assert!(ended.is_none(), "the program ended: {ended:?}");
            if start.elapsed() > PATIENCE {
                _ = process.kill();
                panic!("no window after {PATIENCE:?}");
            }
            thread::sleep(Duration::from_millis(50));
        };
        let mut program = Self { process, stream };
        program.settle();
        program
    }

    fn ask(&mut self, request: &Request) -> Response {
        write_message(&self.stream, request).expect("the program listens");
        match read_message(&self.stream).expect("the program answers") {
            Response::Error { message } => panic!("{request:?}: {message}"),
            response => response,
        }
    }

    fn send(&mut self, events: Vec<Event>) {
        self.ask(&Request::ApplyEvents { events });
    }

    fn settle(&mut self) {
        self.ask(&Request::Settle { max_steps: 60 });
    }

    /// Everything on screen that has a name or a value.
    pub(crate) fn nodes(&mut self) -> Vec<Node> {
        let tree = match self.ask(&Request::GetTree) {
            Response::Tree {
                accesskit: Some(tree),
                ..
            } => tree,
            other => panic!("no tree: {other:?}"),
        };
        // A field that another node labels bears that label's name.
        let words = |id: &accesskit::NodeId| {
            let (_, node) = tree.nodes.iter().find(|(other, _)| other == id)?;
            node.label().or(node.value())
        };
        let name = |node: &accesskit::Node| match node.label() {
            Some(label) => label.to_owned(),
            None => {
                let labels: Vec<&str> = node.labelled_by().iter().filter_map(words).collect();
                labels.join(" ")
            }
        };
        let nodes = tree.nodes.iter();
        nodes
            .filter(|(_, node)| node.role() != accesskit::Role::TextRun)
            .map(|(_, node)| Node {
                role: node.role(),
                name: name(node),
                value: node.value().unwrap_or_default().to_owned(),
                middle: node.bounds().map(|bounds| {
                    let middle = |a: f64, b: f64| ((a + b) / 2.0) as f32;
                    pos2(middle(bounds.x0, bounds.x1), middle(bounds.y0, bounds.y1))
                }),
            })
            .filter(|node| !node.name.is_empty() || !node.value.is_empty())
            .collect()
    }

    /// Waits for something to come on screen, and says where its middle is.
    pub(crate) fn wait_for(&mut self, role: accesskit::Role, name: &str) -> Pos2 {
        let start = Instant::now();
        loop {
            let nodes = self.nodes();
            let found = nodes.iter().find(|node| node.is(role, name));
            if let Some(place) = found.and_then(|node| node.middle) {
                return place;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "no {role:?} “{name}” among {nodes:#?}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Clicks in the middle of something.
    pub(crate) fn click(&mut self, role: accesskit::Role, name: &str) {
        let pos = self.wait_for(role, name);
        self.send(vec![Event::PointerMoved(pos)]);
        for pressed in [true, false] {
            self.send(vec![Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            }]);
        }
        self.settle();
    }

    /// Types text into what has the keyboard.
    pub(crate) fn write(&mut self, text: &str) {
        self.send(vec![Event::Text(text.to_owned())]);
        self.settle();
    }

    /// Copies what is selected, as the system's chord does.
    pub(crate) fn copy(&mut self) {
        self.send(vec![Event::Copy]);
        self.settle();
    }

    /// Pastes, as the system's chord does, which hands over the text that is on the clipboard.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send(vec![Event::Paste(text.to_owned())]);
        self.settle();
    }

    /// Presses a chord such as `Ctrl+Shift+S`.
    pub(crate) fn press(&mut self, chord: &str) {
        self.send(chord_events(chord));
        self.settle();
    }

    /// A picture of the window: its size in pixels and the PNG.
    pub(crate) fn picture(&mut self) -> ([u32; 2], Vec<u8>) {
        let pixels_per_point = None;
        match self.ask(&Request::GetScreenshot { pixels_per_point }) {
            Response::Screenshot(png) => (png.size, png.bytes),
            other => panic!("no picture: {other:?}"),
        }
    }

    /// Presses a chord that ends the program, and waits for the end.
    pub(crate) fn quit(mut self, chord: &str) -> ExitStatus {
        // It may be gone before it can answer.
        let events = chord_events(chord);
        write_message(&self.stream, &Request::ApplyEvents { events }).expect("the program listens");
        self.wait_for_end()
    }

    /// Waits until the program ends by itself.
    fn wait_for_end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().expect("the program can be asked") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A test that failed leaves no window behind; one that ended well has none.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

impl Node {
    fn is(&self, role: accesskit::Role, name: &str) -> bool {
        self.role == role && (self.name == name || self.value == name)
    }
}

fn chord_events(chord: &str) -> Vec<Event> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for word in chord.split('+') {
        match word {
            "Ctrl" => modifiers = modifiers | Modifiers::COMMAND | Modifiers::CTRL,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "Alt" => modifiers |= Modifiers::ALT,
            name => key = Key::from_name(name),
        }
    }
    let key = key.unwrap_or_else(|| panic!("{chord} has no key"));
    let press = |pressed| Event::Key {
        key,
        physical_key: Some(key),
        pressed,
        repeat: false,
        modifiers,
    };
    vec![
        Event::ModifiersChanged(modifiers),
        press(true),
        press(false),
        Event::ModifiersChanged(Modifiers::NONE),
    ]
}
