//! Fonts of the system, for letters that the bundled ones lack.
//!
//! Gives files to whoever draws; knows no text and no picture. Whether a font can draw a letter is the
//! caller's to say: one in colour is of no use where outlines are filled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use fontique::{
    Collection, CollectionOptions, FallbackKey, GenericFamily, Language, Query, QueryFamily,
    QueryStatus, Script, SourceCache, SourceCacheOptions,
};
use unicode_script::UnicodeScript as _;

/// A font, as one of a file.
#[derive(Clone)]
pub struct SystemFont {
    /// The file's bytes; those of the system are mapped, not read.
    pub data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Which font of a collection.
    pub index: u32,
}

impl SystemFont {
    fn draws(&self, letter: char, draws: Draws<'_>) -> bool {
        draws((*self.data).as_ref(), self.index, letter)
    }
}

impl fmt::Debug for SystemFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font")
            .field("bytes", &(*self.data).as_ref().len())
            .field("index", &self.index)
            .finish()
    }
}

/// Says whether a font, by its bytes and which of a collection it is, draws a letter.
pub type Draws<'a> = &'a dyn Fn(&[u8], u32, char) -> bool;

/// Where fonts come from. Looking for one may take a second, and reads files: not for the window's thread.
pub trait Fonts: fmt::Debug + Send + Sync {
    /// Fonts that draw `letters` together, as far as there are such, the most fitting first.
    fn find(&self, letters: &BTreeSet<char>, draws: Draws<'_>) -> Vec<SystemFont>;
}

/// Those that are installed.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemFonts;

/// None.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFonts;

impl Fonts for NoFonts {
    fn find(&self, _letters: &BTreeSet<char>, _draws: Draws<'_>) -> Vec<SystemFont> {
        Vec::new()
    }
}

impl Fonts for SystemFonts {
    fn find(&self, letters: &BTreeSet<char>, draws: Draws<'_>) -> Vec<SystemFont> {
        if letters.is_empty() {
            return Vec::new();
        }
        let mut installed = Installed::new();
        let mut found: Vec<SystemFont> = Vec::new();
        for letter in letters {
            if !found.iter().any(|font| font.draws(*letter, draws)) {
                found.extend(installed.font_for(*letter, draws));
            }
        }
        found
    }
}

/// Families of letters that belong to no script, after the sans serif ones: signs, arrows, faces.
const OF_SIGNS: [GenericFamily; 5] = [
    GenericFamily::SystemUi,
    GenericFamily::Emoji,
    GenericFamily::Math,
    GenericFamily::Serif,
    GenericFamily::Monospace,
];

const HAN: Script = Script::from_bytes(*b"Hani");

/// Whose fonts are asked for a Han letter after the user's own: each has letters that others lack.
/// Simplified Chinese goes by Singapore, because fontique takes mainland China for "whichever".
const OF_HAN: [&str; 4] = ["zh-SG", "zh-TW", "ja", "ko"];

struct Installed {
    collection: Collection,
    files: SourceCache,
    /// The user's, which decides between a Japanese and a Chinese font, as it does in the window.
    language: Option<Language>,
    /// Every family, those without serifs first: asked when no better one has the letter.
    families: Vec<String>,
}

impl Installed {
    fn new() -> Self {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: true,
        });
        let by_kind: BTreeMap<(bool, String), ()> = collection
            .family_names()
            .map(|name| ((!name.contains("Sans"), name.to_owned()), ()))
            .collect();
        let locale = sys_locale::get_locale();
        Self {
            collection,
            files: SourceCache::new(SourceCacheOptions::default()),
            language: locale.and_then(|locale| Language::parse(&locale).ok()),
            families: by_kind.into_keys().map(|(_, name)| name).collect(),
        }
    }

    fn font_for(&mut self, letter: char, draws: Draws<'_>) -> Option<SystemFont> {
        let sans = QueryFamily::Generic(GenericFamily::SansSerif);
        for key in self.keys(letter) {
            let mut query = self.collection.query(&mut self.files);
            match key {
                Some(key) => {
                    query.set_families([sans]);
                    query.set_fallbacks(key);
                }
                None => {
                    let signs = OF_SIGNS.map(QueryFamily::Generic);
                    query.set_families(std::iter::once(sans).chain(signs));
                }
            }
            if let Some(font) = first(&mut query, letter, draws) {
                return Some(font);
            }
        }
        self.families.iter().find_map(|family| {
            let mut query = self.collection.query(&mut self.files);
            query.set_families([QueryFamily::Named(family)]);
            first(&mut query, letter, draws)
        })
    }

    /// What to ask the system for: the letter's script in the user's language, then in others.
    fn keys(&self, letter: char) -> Vec<Option<FallbackKey>> {
        use unicode_script::Script as S;
        let script = match letter.script() {
            S::Common | S::Inherited | S::Unknown => None,
            script => Script::parse(script.short_name()).ok(),
        };
        let Some(script) = script else {
            return vec![None];
        };
        let own = FallbackKey::new(script, self.language.as_ref());
        let mut keys = vec![Some(own)];
        if script == HAN {
            let others = OF_HAN
                .iter()
                .filter_map(|locale| Language::parse(locale).ok());
            keys.extend(others.map(|language| Some(FallbackKey::new(script, Some(&language)))));
        }
        keys
    }
}

/// The first font of a query that draws `letter`.
fn first(query: &mut Query<'_>, letter: char, draws: Draws<'_>) -> Option<SystemFont> {
    let mut found = None;
    query.matches_with(|font| {
        let has = font.charmap().and_then(|map| map.map(letter)).is_some();
        if !has {
            return QueryStatus::Continue;
        }
        let (data, _) = font.blob.clone().into_raw_parts();
        let font = SystemFont {
            data,
            index: font.index,
        };
        if !font.draws(letter, draws) {
            return QueryStatus::Continue;
        }
        found = Some(font);
        QueryStatus::Stop
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_asked_for_by_family_and_letters_by_script() {
        let installed = Installed {
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: false,
            }),
            files: SourceCache::default(),
            language: None,
            families: Vec::new(),
        };
        let count = |letter| {
            let keys = installed.keys(letter);
            (keys.len(), keys.iter().flatten().count())
        };
        assert_eq!(count('☂'), (1, 0));
        assert_eq!(count('ع'), (1, 1));
        assert_eq!(count('日'), (5, 5));
    }

    #[test]
    fn without_fonts_nothing_is_found() {
        let mut installed = Installed {
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: false,
            }),
            files: SourceCache::default(),
            language: None,
            families: vec!["Nobody Has This".to_owned()],
        };
        assert!(installed.font_for('日', &|_, _, _| true).is_none());
    }
}
