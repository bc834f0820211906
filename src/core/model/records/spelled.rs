//! A register that older files spell as a list of records with their ids, and newer ones as a map by id.

use std::{fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

use crate::model::{Id, Record, Records};

/// Reads either spelling.
pub(in crate::model) fn map_or_list<'de, D, T>(
    deserializer: D,
) -> Result<Records<Id<T>, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Record,
{
    deserializer.deserialize_any(Register(PhantomData))
}

struct Register<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for Register<T> {
    type Value = Records<Id<T>, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by their ids", T::KIND.plural())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut records = Records::new();
        while let Some((id, record)) = map.next_entry()? {
            records.insert(id, Arc::new(record));
        }
        Ok(records)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut records = Records::new();
        while let Some((id, record)) = list.next_element_seed(WithId(PhantomData))? {
            records.insert(id, Arc::new(record));
        }
        Ok(records)
    }
}

/// A record with a field `id`, which its type does not have.
struct WithId<T>(PhantomData<T>);

impl<'de, T: Record> DeserializeSeed<'de> for WithId<T> {
    type Value = (Id<T>, T);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_struct(T::KIND.spelled(), &[], self)
    }
}

impl<'de, T: Record> Visitor<'de> for WithId<T> {
    type Value = (Id<T>, T);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} with its id", T::KIND.noun())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut id = Id::default();
        let fields = Fields { map, id: &mut id };
        let record = T::deserialize(MapAccessDeserializer::new(fields))?;
        Ok((id, record))
    }
}

/// The fields of a record but `id`, which is kept.
struct Fields<'i, A, T> {
    map: A,
    id: &'i mut Id<T>,
}

impl<'de, A: MapAccess<'de>, T> MapAccess<'de> for Fields<'_, A, T> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        use serde::de::IntoDeserializer;
        while let Some(name) = self.map.next_key::<Word>()? {
            if name.0 == "id" {
                *self.id = self.map.next_value()?;
                continue;
            }
            return seed.deserialize(name.0.into_deserializer()).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A word without quotes: the name of a field, or of what stands before brackets.
pub(in crate::model) struct Word(pub(in crate::model) String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word")
            }

            fn visit_str<E>(self, name: &str) -> Result<Word, E> {
                Ok(Word(name.to_owned()))
            }
        }

        deserializer.deserialize_identifier(Name)
    }
}
