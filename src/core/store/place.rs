//! Where files go: the user's data folder, names of blueprints, and paths as text.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

/// The folder for recovery and settings: `FRONTSTAGE_DATA` if set, else where the system keeps a
/// program's data on this machine. `None` when the user has no home folder.
pub fn data_dir() -> Option<PathBuf> {
    data_dir_from(env::var_os("FRONTSTAGE_DATA"))
}

/// The path with `.blueprint.ron` added, unless it ends in `.ron` already.
pub fn with_extension(path: &Path) -> PathBuf {
    let ends_in = |extension: &str| {
        path.extension()
            .is_some_and(|found| found.eq_ignore_ascii_case(extension))
    };
    let missing = match () {
        () if ends_in("ron") => return path.into(),
        () if ends_in("blueprint") => ".ron",
        () => ".blueprint.ron",
    };
    // Not `Path::with_extension`: that takes the ".2" off "Refunds 1.2".
    let mut name = path
        .file_name()
        .map(OsStr::to_os_string)
        .unwrap_or_default();
    name.push(missing);
    path.with_file_name(name)
}

fn data_dir_from(variable: Option<OsString>) -> Option<PathBuf> {
    match variable {
        Some(folder) if !folder.is_empty() => Some(folder.into()),
        // Local, not roaming: a recovery file belongs to the machine where the crash was.
        _ => ProjectDirs::from("", "", "frontstage").map(|dirs| dirs.data_local_dir().into()),
    }
}

/// Paths in RON, for serde's `with`: as they are when they are text, which nearly all are; else
/// a NUL, which no path contains, and the bytes.
pub(super) mod path_text {
    use std::{fmt::Write, path::Path};

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::PathBuf;

    /// Serde's way for a path that may be missing.
    pub(in crate::store) mod option {
        use super::{
            Deserialize, Deserializer, Error, PathBuf, Serialize, Serializer, from_text, to_text,
        };

        pub(in crate::store) fn serialize<S: Serializer>(
            path: &Option<PathBuf>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            path.as_deref().map(to_text).serialize(serializer)
        }

        pub(in crate::store) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<PathBuf>, D::Error> {
            let text = Option::<String>::deserialize(deserializer)?;
            text.map(|text| {
                from_text(&text).ok_or_else(|| D::Error::custom("no path of this system"))
            })
            .transpose()
        }
    }

    /// Serde's way for a list of paths.
    pub(in crate::store) mod list {
        use super::{
            Deserialize, Deserializer, PathBuf, Serialize, Serializer, from_text, to_text,
        };

        pub(in crate::store) fn serialize<S: Serializer>(
            paths: &[PathBuf],
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            let texts: Vec<_> = paths.iter().map(|path| to_text(path)).collect();
            texts.serialize(serializer)
        }

        pub(in crate::store) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Vec<PathBuf>, D::Error> {
            let texts = Vec::<String>::deserialize(deserializer)?;
            Ok(texts.iter().filter_map(|text| from_text(text)).collect())
        }
    }

    #[cfg(unix)]
    pub(super) fn to_text(path: &Path) -> String {
        use std::os::unix::ffi::OsStrExt;
        if let Some(text) = path.to_str() {
            return text.into();
        }
        let mut text = String::from("\0");
        for byte in path.as_os_str().as_bytes() {
            // Writing to a string does not fail.
            _ = write!(text, "{byte:02x}");
        }
        text
    }

    #[cfg(unix)]
    pub(super) fn from_text(text: &str) -> Option<PathBuf> {
        use std::{ffi::OsString, os::unix::ffi::OsStringExt};
        let Some(digits) = text.strip_prefix('\0') else {
            return Some(text.into());
        };
        let bytes: Option<Vec<u8>> = digits
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        bytes.map(|bytes| OsString::from_vec(bytes).into())
    }

    #[cfg(not(unix))]
    pub(super) fn to_text(path: &Path) -> String {
        let mut text = String::new();
        _ = write!(text, "{}", path.display());
        text
    }

    #[cfg(not(unix))]
    pub(super) fn from_text(text: &str) -> Option<PathBuf> {
        Some(text.into())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{data_dir_from, with_extension};

    #[test]
    fn adds_the_extension_once() {
        let check = |given: &str, expected: &str| {
            assert_eq!(with_extension(Path::new(given)), Path::new(expected));
        };
        check("Refunds", "Refunds.blueprint.ron");
        check("a/Refunds 1.2", "a/Refunds 1.2.blueprint.ron");
        check("Refunds.blueprint", "Refunds.blueprint.ron");
        check("Refunds.blueprint.ron", "Refunds.blueprint.ron");
        check("Refunds.ron", "Refunds.ron");
        check("Refunds.RON", "Refunds.RON");
        check("/a.ron/b", "/a.ron/b.blueprint.ron");
    }

    #[test]
    fn the_variable_names_the_data_folder() {
        let folder = data_dir_from(Some("/somewhere".into()));
        assert_eq!(folder.as_deref(), Some(Path::new("/somewhere")));
        assert_eq!(data_dir_from(Some("".into())), data_dir_from(None));
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_text_survive() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

        use super::path_text::{from_text, to_text};

        for bytes in [
            b"/tmp/Gr\xfc\xdfe.ron".as_slice(),
            "/tmp/Grüße.ron".as_bytes(),
        ] {
            let path = Path::new(OsStr::from_bytes(bytes));
            assert_eq!(from_text(&to_text(path)).as_deref(), Some(path));
        }
    }
}
