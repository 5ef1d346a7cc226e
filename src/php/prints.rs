//! Fingerprints of all answers that a program can give, to find out which of them differ between two programs.

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::asked::{Asked, Question, Subject, question};
use super::program::{ClassDecl, Program};
use crate::source::FileId;

/// A fingerprint.
pub type Print = u128;

/// What a program answers, by the question. What is not listed is not there.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Prints {
    answers: HashMap<Question, Print>,
    /// The files, by their paths, in order.
    files: Vec<(String, Print)>,
    /// What the classes of each of these files are called, and what they are made from; zero for files without classes.
    outlines: Vec<Print>,
    /// What everything rests on.
    ground: Print,
}

/// The fingerprint of several values, one after the other.
#[derive(Default)]
pub struct Mixer(Xxh3);

impl Mixer {
    /// Takes a text in.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len() as u128);
        self.0.update(text.as_bytes());
        self
    }

    /// Takes a number or another fingerprint in.
    pub fn number(&mut self, number: u128) -> &mut Self {
        self.0.update(&number.to_le_bytes());
        self
    }

    /// The fingerprint.
    #[must_use]
    pub fn print(&self) -> Print {
        self.0.digest128()
    }
}

impl Prints {
    /// Of what a program answers by itself. `ground` is what everything rests on beside it.
    #[must_use]
    pub fn of<'a>(program: &Program<'a>, ground: Print) -> Self {
        let sources = program.sources();
        let mut prints = Prints { ground, ..Prints::default() };
        let text_of = |file: FileId| sources.file(file).print();
        for (_, file) in sources.iter() {
            let (path, print) = (file.path(), file.print());
            prints.set(Subject::File, path, print);
            prints.add(Subject::Named, path.rsplit('/').next().unwrap_or(path), Mixer::default().text(path).print());
            prints.files.push((path.to_owned(), print));
        }
        // The declaration that counts, and all that it has from others.
        let declaration = |class: ClassDecl<'_>, mixer: &mut Mixer| {
            mixer.text(sources.path(class.file())).number(text_of(class.file())).number(u128::from(class.decl.span.start));
        };
        let print_of = |class: ClassDecl<'a>| {
            let mut mixer = Mixer::default();
            declaration(class, &mut mixer);
            for name in program.ancestors(class) {
                mixer.text(name);
                match program.class(name) {
                    Some(part) => declaration(part, &mut mixer),
                    None => drop(mixer.number(0)),
                }
            }
            (class, mixer.print())
        };
        let classes: Vec<ClassDecl<'a>> = program.classes().collect();
        let classes: Vec<(ClassDecl<'a>, Print)> = classes.into_par_iter().map(print_of).collect();
        prints.outlines = vec![0; prints.files.len()];
        for (class, _) in &classes {
            let mut mixer = Mixer::default();
            for name in program.ancestors(*class) {
                mixer.text(name);
            }
            if let Some(outline) = prints.outlines.get_mut(class.file().0 as usize) {
                *outline = outline.wrapping_add(mixer.text(&format!("{:?}", class.decl.kind)).print());
            }
        }
        for (class, print) in classes {
            prints.set(Subject::Class, &class.name().to_ascii_lowercase(), print);
            for above in program.lineage(class) {
                // The last one may have a parent outside of the project.
                for parent in &above.decl.extends {
                    prints.add(Subject::Children, &parent.resolved.to_ascii_lowercase(), print);
                }
            }
        }
        for (name, function) in program.functions() {
            let place = (sources.path(function.span.file), text_of(function.span.file), function.span.start);
            prints.set(Subject::Function, name, place_print(place));
        }
        for (name, value) in program.constants() {
            let place = (sources.path(value.span.file), text_of(value.span.file), value.span.start);
            prints.set(Subject::Constant, name, place_print(place));
        }
        prints
    }

    /// The same, where everything rests on more than before.
    #[must_use]
    pub fn on(self, ground: Print) -> Self {
        Prints { ground: Mixer::default().number(self.ground).number(ground).print(), ..self }
    }

    /// Whether the files are those of another program by their paths, whatever is in them.
    #[must_use]
    pub fn has_files_of(&self, other: &Prints) -> bool {
        self.files.len() == other.files.len() && self.files.iter().zip(&other.files).all(|((path, _), (known, _))| path == known)
    }

    /// The numbers of the files that have another text in another program with the same files, and whether the classes in each
    /// are called and made from what they were.
    pub fn changed_files<'p>(&'p self, other: &'p Prints) -> impl Iterator<Item = (usize, bool)> + 'p {
        let files = self.files.iter().zip(&other.files).enumerate().filter(|(_, ((_, print), (_, other)))| print != other);
        files.map(|(at, _)| (at, self.outlines.get(at) == other.outlines.get(at)))
    }

    /// Sets what is answered.
    pub fn set(&mut self, subject: Subject, name: &str, print: Print) {
        self.answers.insert(question(subject, name), print);
    }

    /// Adds to what is answered; the order does not matter.
    fn add(&mut self, subject: Subject, name: &str, print: Print) {
        let sum = self.answers.entry(question(subject, name)).or_default();
        *sum = sum.wrapping_add(print);
    }

    /// What differs between this program and another one.
    #[must_use]
    pub fn changes(&self, other: &Prints) -> Changes {
        let differs = |a: &Prints, b: &Prints| -> Vec<Question> {
            let differing = a.answers.iter().filter(|(question, print)| b.answers.get(question) != Some(print));
            differing.map(|(question, _)| *question).collect()
        };
        let mut answers: HashSet<Question> = HashSet::default();
        answers.extend(differs(self, other));
        answers.extend(differs(other, self));
        let mut paths: Vec<String> = Vec::new();
        let (mut before, mut after) = (self.files.iter().peekable(), other.files.iter().peekable());
        loop {
            match (before.peek(), after.peek()) {
                (Some(a), Some(b)) if a.0 == b.0 => {
                    if a.1 != b.1 {
                        paths.push(a.0.clone());
                    }
                    before.next();
                    after.next();
                }
                (Some(a), Some(b)) if a.0 < b.0 => paths.extend(before.next().map(|file| file.0.clone())),
                (Some(_), None) => paths.extend(before.next().map(|file| file.0.clone())),
                (_, Some(_)) => paths.extend(after.next().map(|file| file.0.clone())),
                (None, None) => break,
            }
        }
        Changes { answers, paths, all: self.ground != other.ground }
    }
}

/// What differs between two programs.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    answers: HashSet<Question>,
    /// The files that are new, gone, or have another text, in order.
    paths: Vec<String>,
    all: bool,
}

impl Changes {
    /// Whether an evaluation would get another answer to one of its questions.
    #[must_use]
    pub fn touch(&self, asked: &Asked) -> bool {
        (asked.everything && !self.paths.is_empty()) || self.answers(asked)
    }

    /// The same, of the questions that are about something by its name.
    #[must_use]
    pub fn answers(&self, asked: &Asked) -> bool {
        if self.all {
            return true;
        }
        let in_folder = |prefix: &String| self.paths.iter().any(|path| path.starts_with(prefix.as_str()));
        let few = self.answers.len() < asked.questions.len() / 8;
        let answered = if few {
            self.answers.iter().any(|question| asked.questions.binary_search(question).is_ok())
        } else {
            asked.questions.iter().any(|question| self.answers.contains(question))
        };
        answered || asked.folders.iter().any(in_folder)
    }
}

fn place_print((path, text, start): (&str, Print, u32)) -> Print {
    Mixer::default().text(path).number(text).number(u128::from(start)).print()
}
