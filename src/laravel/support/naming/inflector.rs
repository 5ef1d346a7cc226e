//! The English rules of `doctrine/inflector` 2, which Laravel's `Str::plural` and `Str::singular` stand on.
//!
//! Words that never change, then irregular words, then endings, of which the first that fits wins. The
//! lists are in the inflector's own order, mistakes included.

/// The plural of a word.
pub(super) fn pluralize(word: &str) -> String {
    let unchanged = never_changes(word) || is_one_of(word, "people trivia media") || is_word_before(word, "ware");
    if unchanged {
        return word.to_owned();
    }
    let irregular = irregular_words().find(|(singular, _)| word.eq_ignore_ascii_case(singular));
    irregular.map_or_else(|| apply(PLURAL_ENDINGS, word), |(_, plural)| with_first_letter_of(word, plural))
}

/// The singular of a word.
pub(super) fn singularize(word: &str) -> String {
    if never_changes(word) || ends_with(word, "ss") || is_one_of(word, ONE_SINGULAR) {
        return word.to_owned();
    }
    // `axis` and `axe` share a plural; the later one counts.
    let irregular = irregular_words().filter(|(_, plural)| word.eq_ignore_ascii_case(plural)).last();
    irregular.map_or_else(|| apply(SINGULAR_ENDINGS, word), |(singular, _)| with_first_letter_of(word, singular))
}

/// What becomes of a word.
enum Rule {
    /// A word that ends with one of these, in any letter case, loses some bytes and gains some text.
    Ends { with: &'static [&'static str], not_after: &'static str, cut: usize, add: &'static str },
    /// What no ending tells.
    Special(fn(&str) -> Option<String>),
}

/// A word with one of these endings loses `cut` bytes and gains `add`.
const fn ends(with: &'static [&'static str], cut: usize, add: &'static str) -> Rule {
    Rule::Ends { with, not_after: "", cut, add }
}

/// As [`ends`], where another letter than `not_after` has to stand before the ending.
const fn ends_not_after(with: &'static [&'static str], not_after: &'static str, cut: usize, add: &'static str) -> Rule {
    Rule::Ends { with, not_after, cut, add }
}

fn apply(rules: &[Rule], word: &str) -> String {
    let inflect = |rule: &Rule| match rule {
        Rule::Special(rule) => rule(word),
        Rule::Ends { with, not_after, cut, add } => {
            let fits =
                |end: &&str| ends_with(word, end) && may_stand_after(&word.as_bytes()[..word.len() - end.len()], not_after);
            with.iter().any(fits).then(|| format!("{}{add}", &word[..word.len() - cut]))
        }
    };
    rules.iter().find_map(inflect).unwrap_or_else(|| word.to_owned())
}

/// Whether an ending may follow these bytes: any if `not_after` is empty, else at least one, of another letter.
fn may_stand_after(before: &[u8], not_after: &str) -> bool {
    let other = |byte: &u8| !not_after.as_bytes().contains(&byte.to_ascii_lowercase());
    not_after.is_empty() || before.last().is_some_and(other)
}

/// Whether a word has one form only.
fn never_changes(word: &str) -> bool {
    let of_two_words = ["sea bass", "sea-bass", "social media"];
    is_one_of(word, UNINFLECTED)
        || of_two_words.iter().any(|other| word.eq_ignore_ascii_case(other))
        || is_word_before(word, "media")
}

fn is_one_of(word: &str, words: &str) -> bool {
    words.split_whitespace().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether a word consists of `end` and at least one letter, digit or underscore before it.
fn is_word_before(word: &str, end: &str) -> bool {
    let before = &word.as_bytes()[..word.len().saturating_sub(end.len())];
    ends_with(word, end) && !before.is_empty() && before.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn ends_with(word: &str, end: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= end.len() && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// The irregular words: singular and plural.
fn irregular_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    IRREGULAR.split_whitespace().filter_map(|pair| pair.split_once('>'))
}

/// An irregular form keeps a capital at the word's start, and no other.
fn with_first_letter_of(word: &str, form: &str) -> String {
    let mut form = form.to_owned();
    if word.starts_with(|first: char| first.is_ascii_uppercase()) {
        form[..1].make_ascii_uppercase();
    }
    form
}

/// `oxen` at the start of a word.
fn oxen(word: &str) -> Option<String> {
    let starts = word.as_bytes().get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"oxen"));
    starts.then(|| format!("{}{}", &word[..2], &word[4..]))
}

/// `alias`, however many `es` follow.
fn alias(word: &str) -> Option<String> {
    let mut stem = word;
    while ends_with(stem, "es") {
        stem = &stem[..stem.len() - 2];
    }
    ends_with(stem, "alias").then(|| stem.to_owned())
}

/// `faxes`, `taxes`, `waxes` anywhere in a word.
fn taxes(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let mut out = String::new();
    let mut done = 0;
    while let Some(at) = ["faxes", "taxes", "waxes"].iter().filter_map(|part| lower[done..].find(part)).min() {
        out.push_str(&word[done..done + at + 3]);
        done += at + 5;
    }
    (done > 0).then(|| out + &word[done..])
}

/// `bases` alone; `databases` is none of it.
fn bases(word: &str) -> Option<String> {
    word.eq_ignore_ascii_case("bases").then(|| format!("{}sis", &word[..2]))
}

/// `regatta`, which is no plural of `regattum`, and `tights` and `shorts` alone.
fn stays(word: &str) -> Option<String> {
    (ends_with(word, "regatta") || is_one_of(word, "tights shorts")).then(|| word.to_owned())
}

const PLURAL_ENDINGS: &[Rule] = &[
    ends(&["status"], 5, "tatuses"),
    ends(&["quiz"], 0, "zes"),
    ends(&["mouse", "louse", "|ouse"], 4, "ice"),
    ends(&["matrix", "matrex", "vertix", "vertex", "indix", "index"], 2, "ices"),
    ends(&["x", "ch", "ss", "sh"], 0, "es"),
    ends_not_after(&["y"], "aeiouy", 1, "ies"),
    ends(&["quy"], 1, "ies"),
    ends(&["hive", "gulf"], 0, "s"),
    ends_not_after(&["fe"], "f", 2, "ves"),
    ends(&["lf", "rf"], 1, "ves"),
    ends(&["sis"], 3, "ses"),
    ends(&["tum", "ium"], 2, "a"),
    ends(&["taxon"], 2, "a"),
    ends(&["criterion"], 8, "riteria"),
    ends(&["person"], 5, "eople"),
    ends(&["man"], 2, "en"),
    ends(&["child"], 4, "hildren"),
    ends(&["foot"], 3, "eet"),
    ends(&["buffalo", "hero", "potato", "tomato", "volcano"], 1, "oes"),
    ends(&["alumnus", "bacillus", "cactus", "focus", "fungus", "nucleus"], 2, "i"),
    ends(&["radius", "stimulus", "syllabus", "terminus", "virus"], 2, "i"),
    ends(&["us"], 2, "uses"),
    ends(&["alias"], 0, "es"),
    ends(&["analysis", "axis", "crisis", "testis", "thesis"], 2, "es"),
    ends(&["s"], 1, "s"),
    ends(&[""], 0, "s"),
];

const SINGULAR_ENDINGS: &[Rule] = &[
    ends(&["statuses"], 7, "tatus"),
    ends(&["status"], 5, "tatus"),
    ends(&["campus"], 5, "ampus"),
    ends(&["menus"], 1, ""),
    ends(&["quizzes"], 3, ""),
    ends(&["matrices"], 4, "ix"),
    ends(&["vertices", "indices"], 4, "ex"),
    Rule::Special(oxen),
    Rule::Special(alias),
    ends(&["buffaloes", "heroes", "potatoes", "tomatoes", "volcanoes"], 3, "o"),
    ends(&["alumni", "bacilli", "cacti", "foci", "fungi", "nuclei"], 1, "us"),
    ends(&["radii", "stimuli", "syllabi", "termini", "viri", "virii"], 1, "us"),
    Rule::Special(taxes),
    ends(&["analyses", "axes", "crises", "testes", "theses"], 2, "is"),
    ends(&["shoes", "slaves"], 1, ""),
    ends(&["oes"], 2, ""),
    ends(&["ouses"], 5, "ouse"),
    ends_not_after(&["uses"], "a", 4, "us"),
    ends(&["mice", "lice", "|ice"], 3, "ouse"),
    ends(&["xes", "ches", "sses", "shes"], 2, ""),
    ends(&["movies"], 5, "ovie"),
    ends(&["series"], 5, "eries"),
    ends_not_after(&["ies"], "aeiouy", 3, "y"),
    ends(&["quies"], 3, "y"),
    ends(&["lves", "rves"], 3, "f"),
    ends(&["tives", "hives", "drives", "dives", "olives"], 1, ""),
    ends_not_after(&["ves"], "fo", 3, "fe"),
    Rule::Special(bases),
    ends(&["diagnoses", "prognoses", "synopses"], 3, "sis"),
    ends(&["taxa"], 1, "on"),
    ends(&["criteria"], 7, "riterion"),
    Rule::Special(stays),
    ends(&["ta", "ia"], 1, "um"),
    ends(&["people"], 5, "erson"),
    ends(&["men"], 2, "an"),
    ends(&["children"], 7, "hild"),
    ends(&["feet"], 3, "oot"),
    ends(&["news"], 3, "ews"),
    ends(&["eaus"], 4, "eau"),
    ends(&["s"], 1, ""),
];

/// Words that are their own singular where another word's plural might be seen in them.
const ONE_SINGULAR: &str = "clothes data fascia fuchsia galleria mafia militia pants petunia sepia trivia utopia";

/// Words with one form.
const UNINFLECTED: &str = "\
    advice aircraft amoyese art audio baggage bison borghese bream breeches britches buffalo butter cantus carp cattle \
    chassis clippers clothing coal cod coitus compensation congoese contretemps coreopsis corps cotton data debris deer \
    diabetes djinn education eland elk emoji equipment evidence faroese feedback fish flounder flour foochowese food \
    furniture gallows genevese genoese gilbertese gold headquarters herpes hijinks homework hottentotese impatience \
    information innings jackanapes jeans jedi kin kiplingese knowledge kongoese leather love lucchese luggage mackerel \
    maltese management metadata mews money moose mumps music nankingese news nexus niasese nutrition offspring oil \
    patience pekingese piedmontese pincers pistoiese plankton pliers pokemon police polish portuguese proceedings progress \
    rabies rain research rhinoceros rice salmon sand sarawakese scissors series shavese shears sheep siemens silk sms soap \
    spam species staff sugar swine talent toothpaste traffic travel trousers trout tuna us vermontese vinegar weather \
    wenchowese wheat whiting wildebeest wood wool yengeese";

/// Irregular words, each as `singular>plural`.
const IRREGULAR: &str = "\
    atlas>atlases axis>axes axe>axes beef>beefs blouse>blouses brother>brothers cafe>cafes cave>caves chateau>chateaux \
    niveau>niveaux child>children canvas>canvases cookie>cookies brownie>brownies corpus>corpuses cow>cows \
    criterion>criteria curriculum>curricula demo>demos domino>dominoes echo>echoes epoch>epochs foot>feet fungus>fungi \
    ganglion>ganglions gas>gases genie>genies genus>genera goose>geese graffito>graffiti hippopotamus>hippopotami \
    hoof>hoofs human>humans iris>irises larva>larvae leaf>leaves lens>lenses loaf>loaves man>men medium>media \
    memorandum>memoranda money>monies mongoose>mongooses motto>mottoes move>moves mythos>mythoi niche>niches \
    nucleus>nuclei numen>numina occiput>occiputs octopus>octopuses opus>opuses ox>oxen passerby>passersby penis>penises \
    person>people plateau>plateaux runner-up>runners-up safe>safes sex>sexes sieve>sieves soliloquy>soliloquies \
    son-in-law>sons-in-law syllabus>syllabi testis>testes thief>thieves tooth>teeth tornado>tornadoes trilby>trilbys \
    turf>turfs valve>valves volcano>volcanoes abuse>abuses avalanche>avalanches cache>caches curve>curves \
    emphasis>emphases foe>foes grave>graves hoax>hoaxes neurosis>neuroses save>saves wave>waves oasis>oases zombie>zombies";
