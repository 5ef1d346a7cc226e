//! A picture of what a program prints to a terminal.

use std::fmt::Write;

/// The height of a line, and the width of a character.
const LINE: f64 = 19.0;
const CHARACTER: f64 = 8.43;

/// A command with what it prints, as an image. The text has the styles of ANSI that the program uses.
pub(crate) fn picture(command: &str, text: &str) -> String {
    let printed = format!("\u{1b}[2m$ \u{1b}[0m{command}\n{text}");
    let lines: Vec<&str> = printed.lines().collect();
    let longest = lines.iter().map(|line| plain(line).chars().count()).max().unwrap_or(0);
    let number = |value: usize| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
    let (width, height) = (number(longest) * CHARACTER + 32.0, number(lines.len()) * LINE + 32.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n\
         <title>{}</title>\n\
         <style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;fill:#d8dee9;white-space:pre}}\
         .s{{font-weight:700;fill:#fff}}.e{{font-weight:700;fill:#ff6b6b}}.w{{font-weight:700;fill:#f5c451}}.n{{font-weight:700;fill:#5fd7d7}}\
         .f{{fill:#7aa2f7}}.d{{fill:#8a93a6}}.g{{fill:#8fd06b}}</style>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f2a\"/>\n",
        escaped(command)
    );
    for (index, line) in lines.iter().enumerate() {
        let _ = writeln!(
            out,
            "<text x=\"16\" y=\"{:.0}\" xml:space=\"preserve\">{}</text>",
            30.0 + number(index) * LINE,
            spans(line)
        );
    }
    out + "</svg>\n"
}

/// A line with its styles.
fn spans(line: &str) -> String {
    let mut out = String::new();
    for (index, piece) in line.split("\u{1b}[").enumerate() {
        let (style, text) = if index == 0 { ("0", piece) } else { piece.split_once('m').unwrap_or(("0", piece)) };
        let class = match style {
            "1" => "s",
            "1;31" => "e",
            "1;33" => "w",
            "1;36" => "n",
            "34" => "f",
            "2" => "d",
            "32" => "g",
            _ => "",
        };
        if text.is_empty() {
            continue;
        }
        if class.is_empty() {
            out.push_str(&escaped(text));
        } else {
            let _ = write!(out, "<tspan class=\"{class}\">{}</tspan>", escaped(text));
        }
    }
    out
}

/// A line without styles.
fn plain(line: &str) -> String {
    let pieces = line.split("\u{1b}[").enumerate();
    pieces.map(|(index, piece)| if index == 0 { piece } else { piece.split_once('m').map_or("", |(_, text)| text) }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
