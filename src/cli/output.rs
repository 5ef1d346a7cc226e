//! How `check` prints: which formats were chosen, and where each of them goes.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use super::load::Loaded;
use super::{CliError, remark};
use crate::report::{Format, Report, print_all, shortcomings};

/// A format, and the file that it is written to; standard output if there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    format: Format,
    file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = name.parse::<Format>()?;
        match file {
            Some("") => Err(format!("`{text}` names no file; write `{name}=FILE`, or `{name}` for standard output")),
            file => Ok(Output { format, file: file.map(PathBuf::from) }),
        }
    }
}

/// What help says of the formats.
pub(super) fn help() -> String {
    let width = Format::names().map(str::len).max().unwrap_or(0);
    let lines: Vec<String> = Format::descriptions().map(|(name, about)| format!("  {name:width$}  {about}")).collect();
    format!(
        "How to print what was found, and where: `FORMAT` for standard output, `FORMAT=FILE` for a file. May be given \
         several times, each with a file of its own.\n\n{}\n\nWithout it, the format is `text`; where \
         TEAMCITY_VERSION is set, `teamcity`; where GITHUB_ACTIONS is `true`, `text` and `github`.",
        lines.join("\n")
    )
}

/// What to print: what was asked for, else what suits the place where the program runs.
pub(super) fn choose(asked: &[Output], environment: impl Fn(&str) -> Option<String>) -> Result<Vec<Output>, CliError> {
    if asked.is_empty() {
        let formats: &[Format] = if environment("GITHUB_ACTIONS").as_deref() == Some("true") {
            &[Format::Text, Format::Github]
        } else if environment("TEAMCITY_VERSION").is_some_and(|version| !version.is_empty()) {
            &[Format::Teamcity]
        } else {
            // GitLab, too: it takes its report from a file, which somebody has to name.
            &[Format::Text]
        };
        return Ok(formats.iter().map(|&format| Output { format, file: None }).collect());
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
        return Some(format!("`--format {first}={file}` and `--format {second}={file}` name the same file; give each its own"));
    }
    if first == second {
        return Some(format!("`--format {first}` is given twice; leave one out, or send one to a file: `--format {first}=FILE`"));
    }
    // Lines of a log may be mixed; a document with something before or after it can be read by nobody.
    let document = [first, second].into_iter().find(|format| !format.is_lines())?;
    Some(format!("`{first}` and `{second}` cannot both go to standard output; send one to a file: `--format {document}=FILE`"))
}

/// Prints the report: first the files, then standard output, whose reader may go away early.
pub(super) fn print(outputs: &[Output], report: &Report, out: &mut dyn Write) -> Result<(), CliError> {
    for output in outputs {
        let Some(file) = &output.file else { continue };
        let mut text = Vec::new();
        // What is kept has no colours, and is the same for the same input.
        output.format.print(&Report { elapsed: None, colour: false, ..report.clone() }, &mut text)?;
        std::fs::write(file, text).map_err(|error| {
            let file = file.display();
            CliError::Argument(format!(
                "cannot write `{file}`: {error}; name a file in a folder that is there and may be written to"
            ))
        })?;
    }
    let shown: Vec<Format> = outputs.iter().filter(|output| output.file.is_none()).map(|output| output.format).collect();
    print_all(&shown, report, out)?;
    Ok(())
}

/// Says on standard error what formats for programs have no place for: that little is known of the database, or that a folder
/// does not look like a project.
pub(super) fn remark_what_is_not_told(outputs: &[Output], report: &Report) {
    for project in report.projects.iter().filter(|_| report.summary.migrations == 0) {
        if project.sources.find("composer.json").is_none() {
            let folder = if project.prefix.is_empty() { "this folder".to_owned() } else { format!("`{}`", project.prefix) };
            remark(&format!(
                "neither {folder} nor a folder above it has a `composer.json`, and there is no migration; \
                 call tablecheck in the folder of a Laravel project, or with its path"
            ));
        }
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
    for sentence in shortcomings(&loaded.analysis.summary) {
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
            (&[("GITLAB_CI", "true")], "text"),
            (&[("TEAMCITY_VERSION", "2024.12")], "teamcity"),
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
    fn what_cannot_be_combined_is_told() {
        for (asked, expected) in [
            (&["xml"] as &[&str], "unknown format `xml`"),
            (&["sarif="], "write `sarif=FILE`"),
            (&["text", "json"], "`text` and `json` cannot both go to standard output; send one to a file: `--format json=FILE`"),
            (&["sarif", "concise"], "`--format sarif=FILE`"),
            (&["text", "text"], "is given twice"),
            (&["json=a", "text", "sarif=a"], "name the same file"),
        ] {
            let error = chosen(asked, &[]).expect_err("this cannot be");
            assert!(error.contains(expected), "{asked:?}: {error}");
        }
    }
}
