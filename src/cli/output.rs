//! How `check` prints: which formats were chosen, and where each of them goes.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};

use super::{CliError, remark};
use crate::project::current_folder;
use crate::project::disk::{self, Bounds};
use crate::report::{Format, Report, print_all, shortcomings};
use crate::workspace::Loaded;

/// A format, and the file that it is written to; standard output if there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    format: Format,
    file: Option<PathBuf>,
}

/// The formats that were asked for, with their files.
#[derive(Clone, Debug, Default)]
pub(super) struct Outputs {
    /// In their order.
    pub(super) asked: Vec<Output>,
}

/// The name that GitLab's documentation gives its report of code quality.
const GITLAB_REPORT: &str = "gl-code-quality-report.json";

const FORMAT: &str = "format";
const FILE: &str = "output_file";

impl Args for Outputs {
    fn augment_args(command: Command) -> Command {
        let format = Arg::new(FORMAT)
            .short('f')
            .long("format")
            .value_name("FORMAT[=FILE]")
            .action(ArgAction::Append)
            .value_parser(OutputParser)
            .hide_possible_values(true)
            .help("The format of the report, and where to write it; `--help` lists the formats")
            .long_help(help());
        let file = Arg::new(FILE)
            .short('o')
            .long("output-file")
            .value_name("FILE")
            .action(ArgAction::Append)
            .value_parser(value_parser!(PathBuf))
            .help("The file for the `--format` before it, as in `FORMAT=FILE`; without a format, the file's extension decides");
        command.arg(format).arg(file)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let places = |id: &str| matches.indices_of(id).into_iter().flatten();
        let formats = matches.get_many::<Output>(FORMAT).into_iter().flatten().cloned();
        let mut asked: Vec<(usize, Output)> = places(FORMAT).zip(formats).collect();
        for (place, file) in places(FILE).zip(matches.get_many::<PathBuf>(FILE).into_iter().flatten()) {
            let refuse = |message: String| clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, message);
            let before = asked.iter_mut().rev().find(|(format, _)| *format < place);
            let name = file.display();
            match before {
                Some((_, output)) if output.file.is_none() => output.file = Some(file.clone()),
                Some((_, output)) => {
                    return Err(refuse(format!(
                        "`{}` already has a file; put `--output-file {name}` after another `--format`",
                        output.format
                    )));
                }
                None => match Format::of_file(file) {
                    Some(format) => {
                        asked.push((place, Output { format, file: Some(file.clone()) }));
                        asked.sort_by_key(|(place, _)| *place);
                    }
                    None => {
                        let unknown = file.extension().map_or_else(String::new, |extension| {
                            let names: Vec<&str> = Format::names().collect();
                            format!("`.{}` is not a format ({} are); ", extension.display(), names.join(", "))
                        });
                        return Err(refuse(format!(
                            "the name of `{name}` does not say in which format to write it; {unknown}name one with `--format` before it"
                        )));
                    }
                },
            }
        }
        Ok(Outputs { asked: asked.into_iter().map(|(_, output)| output).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Takes a format with or without a file, and lets shells offer the formats.
#[derive(Clone, Debug)]
struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Output, clap::Error> {
        let parse: fn(&str) -> Result<Output, String> = |text| text.parse();
        TypedValueParser::parse_ref(&parse, command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::descriptions().map(|(name, about)| PossibleValue::new(name).help(about))))
    }
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = name.parse::<Format>()?;
        match file {
            Some("") => Err(format!("`{text}` does not name a file; write `{name}=FILE`, or `{name}` for standard output")),
            file => Ok(Output { format, file: file.map(PathBuf::from) }),
        }
    }
}

/// What help says of the formats.
pub(super) fn help() -> String {
    let width = Format::names().map(str::len).max().unwrap_or(0);
    let lines: Vec<String> = Format::descriptions().map(|(name, about)| format!("  {name:width$}  {about}")).collect();
    format!(
        "The format of the report, and where to write it: `FORMAT` for standard output, `FORMAT=FILE` for a file. May be \
        repeated, each with its own file.\n\n{}\n\nBy default, the format is `text`, plus that of the CI it runs in: \
        `github` if GITHUB_ACTIONS is `true`, `teamcity` if TEAMCITY_VERSION is set, and `gitlab` in the file \
        `{GITLAB_REPORT}` if GITLAB_CI is `true`.",
        lines.join("\n")
    )
}

/// What to print: what was asked for, else what suits the place where the program runs.
pub(super) fn choose(asked: &[Output], environment: impl Fn(&str) -> Option<String>) -> Result<Vec<Output>, CliError> {
    if asked.is_empty() {
        let text = Output { format: Format::Text, file: None };
        let beside = if environment("GITHUB_ACTIONS").as_deref() == Some("true") {
            Some(Output { format: Format::Github, file: None })
        } else if environment("GITLAB_CI").as_deref() == Some("true") {
            // GitLab takes its report from a file, which a job names as an artifact.
            Some(Output { format: Format::Gitlab, file: Some(PathBuf::from(GITLAB_REPORT)) })
        } else if environment("TEAMCITY_VERSION").is_some_and(|version| !version.is_empty()) {
            Some(Output { format: Format::Teamcity, file: None })
        } else {
            None
        };
        return Ok([text].into_iter().chain(beside).collect());
    }
    for (index, output) in asked.iter().enumerate() {
        let before = &asked[..index];
        if let Some(reason) = before.iter().find_map(|other| clash(other, output)) {
            return Err(CliError::Argument(reason));
        }
    }
    Ok(asked.to_vec())
}

/// Why two formats cannot both be printed where they should.
fn clash(one: &Output, other: &Output) -> Option<String> {
    let (first, second) = (one.format, other.format);
    if one.file != other.file {
        return None;
    }
    if let Some(file) = &one.file {
        let file = file.display();
        return Some(format!("`--format {first}={file}` and `--format {second}={file}` name the same file; use two files"));
    }
    if first == second {
        return Some(format!("`--format {first}` is given twice; remove one, or write one to a file: `--format {first}=FILE`"));
    }
    // Lines of a log may be mixed; a document with something before or after it can be read by nobody.
    let document = [first, second].into_iter().find(|format| !format.is_lines())?;
    Some(format!("`{first}` and `{second}` cannot both go to standard output; write one to a file: `--format {document}=FILE`"))
}

/// Refuses a count of the findings where nothing that is printed would show one.
pub(super) fn refuse_stats(outputs: &[Output]) -> Result<(), CliError> {
    let Some(format) = outputs.iter().map(|output| output.format).find(|format| !format.counts()) else { return Ok(()) };
    Err(CliError::Argument(format!("`--stats` counts findings for people, and `{format}` lists them all; remove one of the two")))
}

/// Prints the report: first the files, then standard output, whose reader may go away early.
pub(super) fn print(outputs: &[Output], report: &Report, out: &mut dyn Write) -> Result<(), CliError> {
    for output in outputs {
        let Some(file) = &output.file else { continue };
        let mut text = Vec::new();
        // What is kept has no colours, and is the same for the same input.
        output.format.print(&Report { elapsed: None, look: report.look.kept(), ..report.clone() }, &mut text)?;
        write(file, &text)?;
    }
    let shown: Vec<Format> = outputs.iter().filter(|output| output.file.is_none()).map(|output| output.format).collect();
    print_all(&shown, report, out)?;
    Ok(())
}

/// Writes a file that somebody asked for.
pub(super) fn write(file: &Path, text: &[u8]) -> Result<(), CliError> {
    disk::replace(file, bounds_of(file, &current_folder()), text).map_err(|error| {
        let file = file.display();
        CliError::Argument(format!("cannot write `{file}`: {error}; name a file in an existing, writable folder"))
    })
}

/// Where a report may be written: a name below the folder that somebody is in must not lead out of it by a link of the project's.
fn bounds_of<'p>(file: &Path, here: &'p Path) -> Bounds<'p> {
    let is_below = file.is_relative() && !file.components().any(|part| part == Component::ParentDir);
    if is_below && here.is_absolute() { Bounds::Within(here) } else { Bounds::Anywhere }
}

/// Says on standard error what formats for programs have no place for: that little is known of the database, or that a folder
/// does not look like a project.
pub(super) fn remark_what_is_not_told(outputs: &[Output], report: &Report) {
    for project in report.projects.iter().filter(|_| report.summary.migrations == 0) {
        if project.sources.find("composer.json").is_none() {
            let folder =
                if project.way.prefix().is_empty() { "this folder".to_owned() } else { format!("`{}`", project.way.prefix()) };
            remark(&format!(
                "neither {folder} nor a folder above it has a `composer.json`, and there is no migration; run tablecheck \
                in the folder of a Laravel project, or pass its path"
            ));
        }
    }
    let closes = outputs.iter().any(|output| output.file.is_none() && output.format.is_lines()) && !report.look.quiet;
    if let Some(unread) = report.unread().filter(|_| !closes) {
        remark(&unread);
    }
    // Formats that are lines end with it.
    if !outputs.iter().any(|output| output.file.is_none() && output.format.is_lines()) {
        for sentence in report.shortcomings() {
            remark(&sentence);
        }
    }
}

/// Says on standard error that little is known of a project's database, for commands that print no report.
pub(super) fn remark_shortcomings(loaded: &Loaded) {
    for sentence in shortcomings(&loaded.analysis.summary, &loaded.project.sources) {
        remark(&sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(asked: &[&str], environment: &[(&str, &str)]) -> Result<String, String> {
        let asked = asked.iter().map(|text| text.parse::<Output>()).collect::<Result<Vec<_>, _>>()?;
        let variable = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let outputs = choose(&asked, variable).map_err(|error| error.to_string())?;
        let shown = outputs.iter().map(|output| match &output.file {
            Some(file) => format!("{}={}", output.format, file.display()),
            None => output.format.to_string(),
        });
        Ok(shown.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn the_environment_chooses_where_nothing_is_asked_for() {
        for (environment, expected) in [
            (&[] as &[(&str, &str)], "text"),
            (&[("GITHUB_ACTIONS", "true")], "text github"),
            (&[("GITHUB_ACTIONS", "false")], "text"),
            (&[("GITLAB_CI", "true")], "text gitlab=gl-code-quality-report.json"),
            (&[("TEAMCITY_VERSION", "2024.12")], "text teamcity"),
            (&[("TEAMCITY_VERSION", "")], "text"),
        ] {
            assert_eq!(chosen(&[], environment).as_deref(), Ok(expected), "{environment:?}");
        }
        assert_eq!(chosen(&["json"], &[("GITHUB_ACTIONS", "true")]).as_deref(), Ok("json"));
    }

    #[test]
    fn formats_are_combined_where_they_can_be() {
        for asked in [&["text", "github"] as &[&str], &["json", "sarif=a.sarif", "junit=b.xml"], &["sarif=a=b"]] {
            assert_eq!(chosen(asked, &[]), Ok(asked.join(" ")));
        }
    }

    #[test]
    fn a_file_is_for_the_format_before_it() {
        let read = |words: &str| {
            let command = Outputs::augment_args(Command::new("check").no_binary_name(true));
            let matches = command.try_get_matches_from(words.split_whitespace()).map_err(|error| error.to_string())?;
            let outputs = Outputs::from_arg_matches(&matches).map_err(|error| error.to_string())?;
            let asked: Vec<&Output> = outputs.asked.iter().collect();
            Ok::<_, String>(asked.iter().map(|output| (output.format.to_string(), output.file.clone())).collect::<Vec<_>>())
        };
        let file = |name: &str| Some(PathBuf::from(name));
        let expected = vec![("text".to_owned(), None), ("sarif".to_owned(), file("a")), ("json".to_owned(), file("b"))];
        assert_eq!(read("--format text --format sarif --output-file a --format json=b"), Ok(expected));
        let expected = vec![("json".to_owned(), file("a.json")), ("markdown".to_owned(), file("b/c.MD"))];
        assert_eq!(read("-o a.json -f markdown -o b/c.MD"), Ok(expected), "a file's name says its format");
        let expected = vec![("sarif".to_owned(), file("a")), ("text".to_owned(), None)];
        assert_eq!(read("--format=sarif --output-file=a --format text"), Ok(expected));
        for (words, expected) in [
            ("--output-file a", "the name of `a` does not say in which format to write it; name one with `--format` before it"),
            ("-o a.pdf", "`.pdf` is not a format (text, full, concise, json, github, "),
            ("-o a -f json", "name one with `--format` before it"),
            ("--format json=a --output-file b", "already has a file"),
        ] {
            let error = read(words).expect_err("this cannot be");
            assert!(error.contains(expected), "{words}: {error}");
        }
    }

    #[test]
    fn what_cannot_be_combined_is_told() {
        for (asked, expected) in [
            (&["xml"] as &[&str], "unknown format `xml`"),
            (&["sarif="], "write `sarif=FILE`"),
            (&["text", "json"], "`text` and `json` cannot both go to standard output; write one to a file: `--format json=FILE`"),
            (&["sarif", "concise"], "`--format sarif=FILE`"),
            (&["text", "text"], "is given twice"),
            (&["json=a", "text", "sarif=a"], "name the same file"),
        ] {
            let error = chosen(asked, &[]).expect_err("this cannot be");
            assert!(error.contains(expected), "{asked:?}: {error}");
        }
    }
}
