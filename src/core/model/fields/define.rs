//! `record!`: how a record is written down, each field once.
//!
//! From one line a field gets its place in the struct, its default, its spelling in the file and its row in the table
//! of fields. What can be done with a value its type knows ([`Value`](crate::model::Value)); nothing here does.

/// Writes a record, or a part of one:
///
/// ```text
/// record! {
///     /// A card in one cell of one variant.
///     pub struct Step with ext {
///         /// The row it stands in.
///         lane: Option<LaneId> as "Lane";
///         /// How many moments it covers, 1 or more.
///         span: u32 = 1 as "Moments covered", and at_least_one;
///     }
/// }
/// ```
///
/// - Every field is public. Names and order are those of the file.
/// - `as "..."`: its label on screen, and with it its row in the table ([`Fields`](super::Fields)). What a variant
///   holds has neither: those are records of their own.
/// - `= 1`: what it is by default, where that is not the default of its type. At its default it is left out of the
///   file, and a field that a file leaves out is at its default.
/// - Marks after the label, `always` first and of the others one: `always` when it is written at its default too; `first` when steps that
///   it names are those of the first variant; `and check` for a function that notes faults beside those of the type;
///   `of unit` when it means one thing with the other fields of the unit, so that they are merged as one.
/// - `with ext`: other tools may keep data in it.
///
/// A field called `id` is what others call the record by: its row names nobody and cannot be typed.
macro_rules! record {
    (
        $(#[$about:meta])*
        pub struct $record:ident $(with $ext:ident)? {$(
            $(#[$doc:meta])*
            $name:ident: $type:ty $(= $default:tt)?
                $(as $label:literal $(, $mark:ident $($check:ident)?)*)?;
        )*}
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Deserialize)]
        #[serde(default)]
        pub struct $record {
            $($(#[$doc])* pub $name: $type,)*
            $(
                /// Data of other tools.
                pub $ext: $crate::model::Ext,
            )?
        }

        impl Default for $record {
            fn default() -> Self {
                Self {
                    $($name: $crate::model::fields::default!($type $(, $default)?),)*
                    $($ext: $crate::model::Ext::default(),)?
                }
            }
        }

        impl serde::Serialize for $record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;

                // Which of them are written.
                $(let $name = $crate::model::fields::is_written!(
                    self.$name != $crate::model::fields::default!($type $(, $default)?)
                    $($(, $mark)*)?
                );)*
                $(let $ext = !self.$ext.is_empty();)?
                let count = 0 $(+ usize::from($name))* $(+ usize::from($ext))?;
                let mut fields = serializer.serialize_struct(stringify!($record), count)?;
                $(if $name {
                    const NAME: &str = $crate::model::fields::plain(stringify!($name));
                    fields.serialize_field(NAME, &self.$name)?;
                })*
                $(if $ext {
                    fields.serialize_field(stringify!($ext), &self.$ext)?;
                })?
                fields.end()
            }
        }

        impl $crate::model::Fields for $record {
            const FIELDS: &'static [$crate::model::Field<Self>] = &[$($(
                $crate::model::fields::row!($record, $name: $label $(, $mark $($check)?)*),
            )?)*];

            fn own_id(&self) -> Option<&str> {
                None$(.or($crate::model::fields::id_in!(self, $name)))*
            }

            fn set_own_id(&mut self, id: &str) {
                let _ = id;
                $($crate::model::fields::set_id!(self, id, $name);)*
            }

            $(
                fn merge_ext(
                    all: $crate::model::Versions<&Self>,
                    into: &mut Self,
                    out: &mut $crate::model::Conflicts,
                ) {
                    into.$ext = $crate::model::merge::merge_ext(all.map(|record| &record.$ext), out);
                }
            )?
        }

        const _: () = assert!(
            $crate::model::fields::all_differ(&[$($($label,)?)*]),
            "two fields of a record have the same label",
        );
    };
}

/// What a field is by default: what its type says, unless the record does.
macro_rules! default {
    ($type:ty) => {
        <$type>::default()
    };
    ($type:ty, $default:tt) => {
        $default
    };
}

/// Whether a field is written: when it differs from its default, unless a mark says always.
macro_rules! is_written {
    ($differs:expr, always $(, $mark:ident)*) => {
        true
    };
    ($differs:expr $(, $mark:ident)*) => {
        $differs
    };
}

/// The id of a record, if that is what the field holds.
macro_rules! id_in {
    ($record:ident, id) => {
        Some($record.id.as_str())
    };
    ($record:ident, $name:ident) => {
        None
    };
}

/// Gives a record its id, if that is what the field holds.
macro_rules! set_id {
    ($record:ident, $value:ident, id) => {
        $record.id = $value.into()
    };
    ($record:ident, $value:ident, $name:ident) => {};
}

/// The row of a field in the table.
macro_rules! row {
    ($record:ty, $name:ident: $label:literal, always $($marks:tt)*) => {
        $crate::model::fields::row!($record, $name: $label $($marks)*)
    };
    ($record:ty, $name:ident: $label:literal, first) => {
        $crate::model::Field {
            seen: |record, path, names| {
                $crate::model::Value::seen(&record.$name, path, &names.in_first())
            },
            set: |record, path, edit, names| {
                $crate::model::Value::set(&mut record.$name, path, edit, &names.in_first())
            },
            faults: |record, at| {
                at.in_first(|at| $crate::model::Value::faults(&record.$name, at));
            },
            refs: |record, visit| {
                $crate::model::Value::refs(&record.$name, &mut |name| visit(name.in_first()));
            },
            forget: |record, gone| {
                $crate::model::Value::forget(&mut record.$name, &gone.in_first());
            },
            rename: |record, to| {
                $crate::model::Value::rename(&mut record.$name, &|name| to(name.in_first()));
            },
            ..$crate::model::fields::row!($record, $name: $label)
        }
    };
    ($record:ty, $name:ident: $label:literal, and $check:ident) => {
        $crate::model::Field {
            faults: |record, at| {
                $check(&record.$name, at);
                $crate::model::Value::faults(&record.$name, at);
            },
            ..$crate::model::fields::row!($record, $name: $label)
        }
    };
    ($record:ty, $name:ident: $label:literal, of $unit:ident) => {
        $crate::model::Field {
            unit: Some(stringify!($unit)),
            ..$crate::model::fields::row!($record, $name: $label)
        }
    };
    ($record:ty, $name:ident: $label:literal, $($marks:tt)*) => {
        compile_error!(concat!(
            "`", stringify!($($marks)*), "` of `", stringify!($name),
            "`: after a label stands `always`, and then one of `first`, `and CHECK`, `of UNIT`",
        ))
    };
    ($record:ty, id: $label:literal) => {
        $crate::model::Field {
            name: "id",
            label: $label,
            unit: None,
            input: || $crate::model::Input::Part,
            same: |a, b| a.id == b.id,
            words: |record: &$record, _| record.id.to_string(),
            seen: |_, _, _| None,
            typed: |record, _| record.id.to_string(),
            set: |_, _, _, _| Err("An id stays as it was made".to_owned()),
            items: |_, _, _| None,
            same_way: |_, _, _| None,
            copy: |from, to| to.id.clone_from(&from.id),
            faults: |_, _| {},
            refers: false,
            refs: |_, _| {},
            texts: |_, _, _| {},
            rewrite: |_, _| Ok(()),
            forget: |_, _| {},
            rename: |_, _| {},
            ron: |record| $crate::model::merge::to_ron(&record.id),
            set_ron: |record, text| {
                record.id = $crate::model::merge::from_ron(text)?;
                Ok(())
            },
            merge: |all, into, out| into.id = out.plain(all.map(|record| &record.id)),
        }
    };
    ($record:ty, $name:ident: $label:literal) => {
        $crate::model::Field {
            name: $crate::model::fields::plain(stringify!($name)),
            label: $label,
            unit: None,
            input: || $crate::model::fields::input(|record: &$record| &record.$name),
            same: |a, b| a.$name == b.$name,
            words: |record: &$record, names| {
                $crate::model::Words::in_words(&record.$name, names)
            },
            seen: |record, path, names| $crate::model::Value::seen(&record.$name, path, names),
            typed: |record, names| $crate::model::Value::typed(&record.$name, names),
            set: |record, path, edit, names| {
                $crate::model::Value::set(&mut record.$name, path, edit, names)
            },
            items: |record, path, most| $crate::model::Value::items(&record.$name, path, most),
            same_way: |record, other, path| {
                $crate::model::Value::same_way(&record.$name, &other.$name, path)
            },
            copy: |from, to| to.$name.clone_from(&from.$name),
            faults: |record, at| $crate::model::Value::faults(&record.$name, at),
            refers: $crate::model::fields::type_refers(|record: &$record| &record.$name),
            refs: |record, visit| $crate::model::Value::refs(&record.$name, visit),
            texts: |record, names, visit| {
                $crate::model::Value::texts(&record.$name, names, visit);
            },
            rewrite: |record, change| {
                $crate::model::Value::rewrite(&mut record.$name, change)
            },
            forget: |record, gone| $crate::model::Value::forget(&mut record.$name, gone),
            rename: |record, to| $crate::model::Value::rename(&mut record.$name, to),
            ron: |record| $crate::model::merge::to_ron(&record.$name),
            set_ron: |record, text| {
                record.$name = $crate::model::merge::from_ron(text)?;
                Ok(())
            },
            merge: |all, into, out| {
                into.$name = $crate::model::Value::merge(all.map(|record| &record.$name), out);
            },
        }
    };
}

/// What a field is called in the file: one that is called as a word of Rust is written `r#use` here.
pub(in crate::model) const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

pub(in crate::model) use {default, id_in, is_written, record, row, set_id};
