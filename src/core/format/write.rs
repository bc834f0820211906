//! Writes records as canonical RON: the same document always gives the same bytes.
//!
//! The project owns the spelling of numbers and texts, and the layout goes by the type of a record,
//! never by its width. Works from serde's derive alone: knows the names of four records, no fields.

use std::fmt::{self, Write as _};

use serde::ser::{self, Serialize};

/// Records that stand on one line; all others have one field a line.
const ONE_LINE: &[&str] = &["Lane", "Moment", "Role", "Connector"];

/// The name under which `ron` hands over a [`RawValue`](ron::value::RawValue). It is ron's own, not
/// documented; the golden file fails should it ever change.
const RAW_VALUE: &str = "$ron::private::RawValue";

/// `value` in canonical RON, without a line end after it.
///
/// # Errors
/// When the `Serialize` of `value` itself fails, which no record of a blueprint does.
pub(super) fn to_ron<T: Serialize + ?Sized>(value: &T) -> Result<String, Unwritable> {
    let mut writer = Writer::default();
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// What cannot be written, which is a fault of the program and not of a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot write this as RON: {0}")]
pub(super) struct Unwritable(String);

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Appends `text` in quotes.
///
/// Letters of all scripts stay as they are. What an editor would not show, or show in another order,
/// is escaped: control characters, line separators, marks that change the direction of text.
pub(super) fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                out.push_str("\\u{");
                push(out, format_args!("{:x}", u32::from(c)));
                out.push('}');
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether an editor or a terminal shows nothing for `c`, or shows what follows in another order.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

/// Appends the shortest spelling of `number` that reads back as the same number.
///
/// A whole number has no point, zero no sign. What is not finite has no spelling in a file: it is
/// written as `None`, which reads as unknown.
fn push_number(out: &mut String, number: f64) {
    let size = number.abs();
    if !number.is_finite() {
        out.push_str("None");
    } else if size == 0.0 {
        out.push('0');
    } else if (1e-5..1e16).contains(&size) {
        push(out, format_args!("{number}"));
    } else {
        push(out, format_args!("{number:e}"));
    }
}

/// Appends formatted text; writing to a `String` cannot fail.
fn push(out: &mut String, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// The state of writing: the text so far, and how its next line begins.
#[derive(Default)]
struct Writer {
    out: String,
    /// How far the current line is indented, in steps of four spaces.
    depth: usize,
    /// How many one-line records the place is in.
    inline: usize,
    /// The next value is an element of a list, which it separates from the one before it.
    element: Option<Element>,
    /// The next text is RON already.
    raw: bool,
}

/// Where in its list an element stands.
#[derive(Clone, Copy)]
enum Element {
    First,
    Later,
}

impl Writer {
    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("    ");
        }
    }

    /// What stands before a scalar: in a list it shares the line with the others.
    fn before_scalar(&mut self) {
        if let Some(Element::Later) = self.element.take() {
            self.out.push_str(", ");
        }
    }

    /// What stands before a record, list or map: in a list each has a line of its own.
    fn before_record(&mut self) {
        if self.inline > 0 {
            self.before_scalar();
        } else if let Some(element) = self.element.take() {
            if let Element::Later = element {
                self.out.push(',');
            }
            self.line();
        }
    }

    fn display(&mut self, value: impl fmt::Display) {
        self.before_scalar();
        push(&mut self.out, format_args!("{value}"));
    }

    /// Opens a list, a map or a record, and says how it is laid out and closed.
    fn open(&mut self, bracket: char, close: char, layout: Layout) -> Block<'_> {
        self.before_record();
        self.out.push(bracket);
        let one_line = matches!(layout, Layout::OneLine);
        self.inline += usize::from(one_line);
        self.depth += 1;
        Block {
            start: self.out.len(),
            writer: self,
            close,
            one_line,
        }
    }
}

/// How a block is laid out, unless it already stands in a one-line record.
#[derive(Clone, Copy)]
enum Layout {
    OneLine,
    Lines,
}

/// An open list, map, tuple or record.
struct Block<'w> {
    writer: &'w mut Writer,
    /// Where its content begins in the text.
    start: usize,
    close: char,
    one_line: bool,
}

impl Block<'_> {
    fn is_empty(&self) -> bool {
        self.writer.out.len() == self.start
    }

    /// Begins the next field or entry.
    fn entry(&mut self) {
        if self.writer.inline > 0 {
            if !self.is_empty() {
                self.writer.out.push_str(", ");
            }
        } else {
            if !self.is_empty() {
                self.writer.out.push(',');
            }
            self.writer.line();
        }
    }

    /// Writes the next element of a list.
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.element = Some(if self.is_empty() {
            Element::First
        } else {
            Element::Later
        });
        value.serialize(&mut *self.writer)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unwritable> {
        self.entry();
        self.writer.out.push_str(name);
        self.writer.out.push_str(": ");
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        let writer = self.writer;
        writer.depth -= 1;
        if writer.out.as_bytes().get(self.start) == Some(&b'\n') && writer.inline == 0 {
            writer.out.push(',');
            writer.line();
        }
        writer.inline -= usize::from(self.one_line);
        writer.out.push(self.close);
    }
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Block<'w>;
    type SerializeTuple = Block<'w>;
    type SerializeTupleStruct = Block<'w>;
    type SerializeTupleVariant = Block<'w>;
    type SerializeMap = Block<'w>;
    type SerializeStruct = Block<'w>;
    type SerializeStructVariant = Block<'w>;

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.display(value);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unwritable> {
        self.display(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritable> {
        self.display(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritable> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        self.before_scalar();
        push_number(&mut self.out, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.before_scalar();
        if std::mem::take(&mut self.raw) {
            self.out.push_str(value);
        } else {
            quote(&mut self.out, value);
        }
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritable> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.display("None");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.display("()");
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Unwritable> {
        self.display(name);
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        self.display(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.raw = name == RAW_VALUE;
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.display(variant);
        self.out.push('(');
        self.inline += 1;
        value.serialize(&mut *self)?;
        self.inline -= 1;
        self.out.push(')');
        Ok(())
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Block<'w>, Unwritable> {
        Ok(self.open('[', ']', Layout::Lines))
    }

    fn serialize_tuple(self, _len: usize) -> Result<Block<'w>, Unwritable> {
        Ok(self.open('(', ')', Layout::OneLine))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        len: usize,
    ) -> Result<Block<'w>, Unwritable> {
        self.serialize_tuple(len)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Block<'w>, Unwritable> {
        self.display(variant);
        self.serialize_tuple(len)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Block<'w>, Unwritable> {
        Ok(self.open('{', '}', Layout::Lines))
    }

    fn serialize_struct(self, name: &'static str, _len: usize) -> Result<Block<'w>, Unwritable> {
        // Only the outermost record says what it is; a field's name says it for the others.
        if self.out.is_empty() {
            self.out.push_str(name);
        }
        let layout = if ONE_LINE.contains(&name) {
            Layout::OneLine
        } else {
            Layout::Lines
        };
        Ok(self.open('(', ')', layout))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Block<'w>, Unwritable> {
        self.display(variant);
        Ok(self.open('(', ')', Layout::Lines))
    }
}

impl ser::SerializeSeq for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.element(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTuple for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.element(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleStruct for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.element(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleVariant for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.element(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeMap for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.entry();
        key.serialize(&mut *self.writer)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.out.push_str(": ");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.field(key, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Block<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.field(key, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}
