//! The readers of the formats that are lines: each takes a line apart as the program does that it is meant for.

use std::collections::BTreeMap;

/// A command to GitHub's runner.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) data: String,
}

/// The commands that the runner knows and that do something, whoever prints them.
const REGISTERED: [&str; 12] = [
    "add-mask",
    "add-matcher",
    "add-path",
    "debug",
    "echo",
    "endgroup",
    "error",
    "group",
    "notice",
    "remove-matcher",
    "stop-commands",
    "warning",
];

/// What the runner makes of a log: it obeys commands until it is told to stop, and again after the word that it was given.
pub(crate) fn github(log: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut stopped: Option<String> = None;
    for line in log.split(['\n', '\r']) {
        let Some(command) = github_command(line, stopped.as_deref()) else { continue };
        match &stopped {
            Some(word) if command.name.eq_ignore_ascii_case(word) => stopped = None,
            Some(_) => {}
            None if command.name == "stop-commands" => stopped = Some(command.data),
            None => commands.push(command),
        }
    }
    assert_eq!(stopped, None, "commands are taken again");
    commands
}

fn github_command(line: &str, word: Option<&str>) -> Option<Command> {
    let is_registered = |name: &str| {
        REGISTERED.iter().any(|known| known.eq_ignore_ascii_case(name))
            || word.is_some_and(|word| word.eq_ignore_ascii_case(name))
    };
    let trimmed = line.trim_start();
    // The older form may stand anywhere in a line.
    if !trimmed.starts_with("::") {
        let (head, data) = line.split_once("##[")?.1.split_once(']')?;
        let name = head.split(' ').next()?;
        let properties = BTreeMap::new();
        return is_registered(name).then(|| Command { name: name.to_owned(), properties, data: data.to_owned() });
    }
    let (head, data) = trimmed[2..].split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    if !is_registered(name) {
        return None;
    }
    let properties = properties.trim().split(',').filter_map(|property| property.split_once('='));
    // The order matters: the percent sign comes last.
    let property = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    let of_data = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
    let unescape = |text: &str, escapes: &[(&str, &str)]| {
        escapes.iter().fold(text.to_owned(), |text, (escape, meant)| text.replace(escape, meant))
    };
    Some(Command {
        name: name.to_owned(),
        properties: properties.map(|(key, value)| (key.to_owned(), unescape(value, &property))).collect(),
        data: unescape(data, &of_data),
    })
}

/// A service message of TeamCity: its name and attributes. Lines that are none are left out.
pub(crate) fn teamcity(log: &str) -> Vec<(String, BTreeMap<String, String>)> {
    log.lines().filter(|line| line.contains("##teamcity[")).map(teamcity_message).collect()
}

fn teamcity_message(line: &str) -> (String, BTreeMap<String, String>) {
    assert!(line.is_ascii(), "no encoding changes it: {line}");
    let inner = line.strip_prefix("##teamcity[").expect("a message begins its line");
    let mut rest = inner.chars().peekable();
    let name: String = std::iter::from_fn(|| rest.next_if(|c| *c != ' ')).collect();
    let mut attributes = BTreeMap::new();
    loop {
        match rest.next() {
            Some(' ') => {}
            Some(']') => break,
            other => panic!("{other:?} stands between attributes of {line}"),
        }
        let key: String = std::iter::from_fn(|| rest.next_if(|c| *c != '=')).collect();
        assert_eq!((rest.next(), rest.next()), (Some('='), Some('\'')), "{line}");
        let mut units: Vec<u16> = Vec::new();
        loop {
            let c = match rest.next().expect("a value ends") {
                '\'' => break,
                '|' => match rest.next().expect("an escape ends") {
                    'n' => '\n',
                    'r' => '\r',
                    '0' => {
                        assert_eq!(rest.next(), Some('x'), "{line}");
                        let digits: String = rest.by_ref().take(4).collect();
                        units.push(u16::from_str_radix(&digits, 16).expect("four digits stand for a unit"));
                        continue;
                    }
                    c @ ('|' | '\'' | '[' | ']') => c,
                    c => panic!("`|{c}` is no escape in {line}"),
                },
                c @ ('[' | ']') => panic!("`{c}` is not escaped in {line}"),
                c => c,
            };
            units.push(u16::try_from(u32::from(c)).expect("what is not ASCII is escaped"));
        }
        let value = String::from_utf16(&units).expect("pairs stay together");
        assert!(attributes.insert(key, value).is_none(), "an attribute comes once: {line}");
    }
    assert_eq!(rest.next(), None, "nothing follows a message: {line}");
    (name, attributes)
}

/// The cells of a row of a table in Markdown. Bars end them, save those behind a backslash, whatever stands before that.
pub(crate) fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut before = ' ';
    for c in row.chars() {
        match cells.last_mut() {
            Some(cell) if c != '|' || before == '\\' => cell.push(c),
            _ => cells.push(String::new()),
        }
        before = c;
    }
    cells
}
