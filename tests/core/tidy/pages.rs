//! README and ARCHITECTURE say what the program does: the parts made from the code are compared with it.

use std::{fmt::Write as _, fs, process::Command};

use frontstage::session::{COMMANDS, Menu};

use super::{ROOMS, check, source::in_repository};

fn page(name: &str) -> String {
    let text = fs::read_to_string(in_repository(name)).expect("the page stands at the top");
    text.replace("\r\n", "\n")
}

/// The part of a page between `<!-- NAME -->` and `<!-- end of NAME -->` is `made`.
fn check_made(page_name: &str, part: &str, made: &str) {
    let text = page(page_name);
    let (begin, end) = (
        format!("<!-- {part} -->\n"),
        format!("<!-- end of {part} -->"),
    );
    let from = text.find(&begin).map(|at| at + begin.len());
    let from = from.unwrap_or_else(|| panic!("{page_name} has no line {begin}"));
    let length = text[from..].find(&end);
    let to = from + length.unwrap_or_else(|| panic!("{page_name} has no line {end}"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text = format!("{}{made}{}", &text[..from], &text[to..]);
        fs::write(in_repository(page_name), text).expect("the page can be written");
        return;
    }
    assert!(
        &text[from..to] == made,
        "the part “{part}” of {page_name} is old; \
         UPDATE_GOLDEN=1 cargo test --test core tidy:: writes it anew:\n{made}"
    );
}

#[test]
fn the_readme_has_every_command_with_its_keys() {
    let mut made = String::from("| menu | command | keys |\n| --- | --- | --- |\n");
    for menu in Menu::ALL {
        for info in COMMANDS.iter().filter(|info| info.menu == *menu) {
            let keys: Vec<String> = info.keys.iter().map(|key| format!("`{key}`")).collect();
            let (menu, keys) = (menu.name(), keys.join(", "));
            // Writing to a `String` cannot fail.
            let _ = writeln!(made, "| {menu} | {} | {keys} |", info.name);
        }
    }
    check_made("README.md", "commands", &made);
}

#[test]
fn the_architecture_has_every_room_with_its_ways() {
    let mut made = String::from("| room | may use |\n| --- | --- |\n");
    for (room, uses) in ROOMS {
        let uses = match uses {
            [] => "nothing here".to_owned(),
            uses => uses.join(", "),
        };
        let _ = writeln!(made, "| `{room}` | {uses} |");
    }
    check_made("ARCHITECTURE.md", "rooms", &made);
}

#[test]
fn the_map_of_the_crate_has_every_room() {
    let map = page("src/lib.rs") + &page("src/core/lib.rs");
    let missing: Vec<String> = ROOMS
        .iter()
        .filter(|(room, _)| *room != "main")
        .filter(|(room, _)| {
            let written = [format!("| [`{room}`]"), format!("| `{room}` |")];
            !written.iter().any(|written| map.contains(written))
        })
        .map(|(room, _)| (*room).to_owned())
        .collect();
    check(
        &missing,
        "src/lib.rs and src/core/lib.rs have a line for every room",
    );
}

#[test]
fn the_readme_names_every_subcommand() {
    let help = Command::new(env!("CARGO_BIN_EXE_frontstage"))
        .arg("--help")
        .output()
        .expect("the program runs");
    let help = String::from_utf8(help.stdout).expect("help is text");
    let section = help.split("Commands:").nth(1).unwrap_or_default();
    let names = section.lines().skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.contains(&"fmt"), "no subcommands in:\n{help}");
    let readme = page("README.md");
    let section = readme.split("\n## The command line\n").nth(1);
    let section = section.and_then(|rest| rest.split("\n## ").next());
    let section = section.expect("README.md has a section “The command line”");
    let missing: Vec<String> = names
        .iter()
        .filter(|name| !section.contains(&format!("frontstage {name} ")))
        .map(|name| (*name).to_owned())
        .collect();
    check(&missing, "the README's command line names every subcommand");
}

#[test]
fn pages_lead_to_files_that_exist() {
    let mut missing = Vec::new();
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = page(name);
        for link in text.split("](").skip(1) {
            let target = link.split([')', ' ', '#']).next().unwrap_or_default();
            // The pictures are taken from the app, all at once.
            let folder = "assets/pictures/";
            let is_taken = !target.starts_with(folder) || in_repository(folder).exists();
            let is_here = !target.is_empty() && !target.contains(':') && is_taken;
            if is_here && !in_repository(target).exists() {
                missing.push(format!("{name}: {target}"));
            }
        }
    }
    check(&missing, "links of the pages lead somewhere");
}
