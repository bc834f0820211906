//! Figures of the window: time to its second frame, memory, and frames drawn while nothing happens, each beside
//! those of a bare window.
//!
//! Starts the real program and itself with `--bare` in turn; without a display, all of it under `xvfb-run`.

use std::{
    env,
    io::{BufRead as _, BufReader},
    process::{Child, Command, ExitCode, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each window is opened; the figure is the median.
const RUNS: usize = 7;
/// How long a window may take to settle before its memory is read.
const SETTLE: Duration = Duration::from_secs(2);
/// How long nothing happens while frames are counted.
const IDLE: Duration = Duration::from_secs(5);
/// How long a window may take to open.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many times as much as a bare window is aimed at.
const AIM: f64 = 1.5;

fn main() -> ExitCode {
    if env::args().any(|argument| argument == "--bare") {
        return bare();
    }
    let displays = ["WAYLAND_DISPLAY", "DISPLAY"];
    if cfg!(target_os = "linux") && displays.iter().all(|name| env::var_os(name).is_none()) {
        return under_xvfb();
    }
    let data = env::temp_dir().join(format!("frontstage-window-{}", std::process::id()));
    let itself = env::current_exe().unwrap_or_default();
    let mut bare = Vec::new();
    let mut real = Vec::new();
    for _ in 0..RUNS {
        bare.push(measure(Command::new(&itself).arg("--bare")));
        let mut program = Command::new(env!("CARGO_BIN_EXE_frontstage"));
        real.push(measure(program.env("FRONTSTAGE_DATA", &data)));
    }
    _ = std::fs::remove_dir_all(&data);
    let median = |runs: &[Run], of: fn(&Run) -> f64| {
        let mut figures: Vec<f64> = runs.iter().map(of).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    for (what, unit, of) in [
        (
            "second frame",
            "ms",
            (|run| run.milliseconds) as fn(&Run) -> f64,
        ),
        ("memory", "MB", |run| run.megabytes),
    ] {
        let (real, bare) = (median(&real, of), median(&bare, of));
        let ratio = real / bare;
        println!(
            "window/{what}: {real:.0} {unit}; bare window: {bare:.0} {unit}; ratio {ratio:.2}, aim {AIM}"
        );
    }
    let frames = real.iter().map(|run| run.idle_frames).max().unwrap_or(0);
    println!(
        "window/idle: {frames} frames in {} s; aim 0",
        IDLE.as_secs()
    );
    ExitCode::SUCCESS
}

/// One opening of a window.
struct Run {
    /// From the start of the process to the end of its second frame.
    milliseconds: f64,
    /// Resident memory once it has settled; not known but on Linux.
    megabytes: f64,
    /// Frames drawn in a while in which nothing happens.
    idle_frames: usize,
}

/// Opens a window that says `frame` for each frame it drew.
fn measure(command: &mut Command) -> Run {
    let start = Instant::now();
    let mut process = command
        .env("FRONTSTAGE_FRAMES", "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let frames = frames(&mut process);
    for _ in 0..2 {
        if frames.recv_timeout(PATIENCE).is_err() {
            _ = process.kill();
            panic!("{command:?} drew no second frame");
        }
    }
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    thread::sleep(SETTLE);
    let megabytes = resident(process.id());
    frames.try_iter().for_each(drop);
    // A bare window draws on input alone, and there is none: only the real one is of interest.
    let watched = command.get_args().next().is_none();
    if watched {
        thread::sleep(IDLE);
    }
    let idle_frames = frames.try_iter().count();
    _ = process.kill();
    _ = process.wait();
    Run {
        milliseconds,
        megabytes,
        idle_frames,
    }
}

/// A message for each line that the process prints.
fn frames(process: &mut Child) -> Receiver<()> {
    let (told, frames) = mpsc::channel();
    if let Some(output) = process.stdout.take() {
        thread::spawn(move || {
            for _ in BufReader::new(output).lines().map_while(Result::ok) {
                if told.send(()).is_err() {
                    break;
                }
            }
        });
    }
    frames
}

/// Resident memory of a process in megabytes; not a number where the system does not say it.
fn resident(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kilobytes.map_or(f64::NAN, |kilobytes: f64| kilobytes / 1e3)
}

/// Does it all again on a virtual display.
fn under_xvfb() -> ExitCode {
    let again = env::current_exe().and_then(|itself| {
        Command::new("xvfb-run")
            .args(["--auto-servernum", "--server-args=-screen 0 1600x1000x24"])
            .arg(itself)
            .status()
    });
    match again {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(status) => {
            eprintln!("xvfb-run ended with {status}");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("window: no figures, there is no display and no xvfb-run ({error})");
            ExitCode::SUCCESS
        }
    }
}

/// The least that a window of egui can be: one label, drawn by the same renderer.
fn bare() -> ExitCode {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let opened = eframe::run_native(
        "bare",
        options,
        Box::new(|_| Ok(Box::<Bare>::default() as Box<dyn eframe::App>)),
    );
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Bare {
    frames: usize,
}

impl eframe::App for Bare {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        ui.label("A bare window");
        self.frames += 1;
        println!("frame");
        if self.frames < 2 {
            ui.ctx().request_repaint();
        }
    }
}
