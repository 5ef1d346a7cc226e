//! Functions that encode, decode and digest bytes.

use md5::Digest;

use super::super::numbers;
use super::super::operators::to_text;
use super::super::strings::MAX_MADE;
use super::super::value::{Array, Value};
use super::{Answer, Given, of_bytes};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "md5" => digest(given, "md5", 0, 1),
        "sha1" => digest(given, "sha1", 0, 1),
        "hash" => given.text(0).and_then(|algorithm| digest(given, &algorithm.to_ascii_lowercase(), 1, 2)),
        "crc32" => given.text(0).map(|text| Value::Int(i64::from(crc32fast::hash(text.as_bytes())))),
        "bin2hex" => given.text(0).filter(|text| text.len() < MAX_MADE).map(|text| Value::string(hex(text.as_bytes()))),
        "hex2bin" => given.text(0).and_then(|text| unhex(&text)).and_then(of_bytes),
        "base64_encode" => given.text(0).filter(|text| text.len() < MAX_MADE).map(|text| Value::string(base64(text.as_bytes()))),
        "base64_decode" => given.text(0).and_then(|text| unbase64(&text)).and_then(of_bytes),
        "chr" => given.int(0).and_then(|code| of_bytes(vec![u8::try_from(code.rem_euclid(256)).ok()?])),
        "mb_chr" => given
            .int(0)
            .and_then(|code| char::from_u32(u32::try_from(code).ok()?))
            .map(|letter| Value::string(letter.to_string())),
        "urlencode" => given.text(0).map(|text| Value::string(percent(&text, true))),
        "rawurlencode" => given.text(0).map(|text| Value::string(percent(&text, false))),
        "urldecode" => given.text(0).and_then(|text| unpercent(&text.replace('+', " "))).and_then(of_bytes),
        "rawurldecode" => given.text(0).and_then(|text| unpercent(&text)).and_then(of_bytes),
        "http_build_query" => {
            // PHP_QUERY_RFC1738 is 1, PHP_QUERY_RFC3986 2.
            let form = given.int_or(3, 1).map(|encoding| encoding == 1);
            let plain = !given.has(2) && given.text_or(1, "").as_deref() == Some("");
            given.complete(0).zip(form.filter(|_| plain)).and_then(|(list, form)| query(list, form)).map(Value::string)
        }
        "str_rot13" => given.text(0).map(|text| Value::string(text.chars().map(rot13).collect::<String>())),
        "soundex" => given.text(0).and_then(|text| soundex(&text)).map(Value::string),
        "serialize" | "unserialize" | "metaphone" | "crypt" | "password_hash" | "gzcompress" | "convert_uuencode"
        | "uuid_create" | "md5_file" | "sha1_file" | "hash_file" | "hash_hmac" | "igbinary_serialize" => None,
        _ => return None,
    })
}

fn digest<'a>(given: Given<'_, 'a>, algorithm: &str, data: usize, binary: usize) -> Answer<'a> {
    let text = given.text(data)?;
    if given.flag(binary, false)? {
        return None;
    }
    let bytes = text.as_bytes();
    Some(Value::string(match algorithm {
        "md5" => hex(&md5::Md5::digest(bytes)),
        "sha1" => hex(&sha1::Sha1::digest(bytes)),
        "sha224" => hex(&sha2::Sha224::digest(bytes)),
        "sha256" => hex(&sha2::Sha256::digest(bytes)),
        "sha384" => hex(&sha2::Sha384::digest(bytes)),
        "sha512" => hex(&sha2::Sha512::digest(bytes)),
        "crc32b" => format!("{:08x}", crc32fast::hash(bytes)),
        "adler32" => format!("{:08x}", adler32(bytes)),
        _ => return None,
    }))
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (a + b) % 65521)
    });
    b << 16 | a
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in letters and digits, as pages and mails carry them.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let digit = (word >> (18 - 6 * at)) & 63;
            out.push(if at <= chunk.len() { char::from(DIGITS[digit as usize]) } else { '=' });
        }
    }
    out
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut word, mut bits) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        word = (word << 6 | u32::try_from(digit).ok()?) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(word >> bits & 255).ok()?);
        }
    }
    Some(out)
}

fn percent(text: &str, form: bool) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b'~' if !form => out.push('~'),
            b' ' if form => out.push('+'),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

fn unpercent(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).filter(|code| byte == b'%' && code.bytes().all(|b| b.is_ascii_hexdigit()));
        match code {
            Some(code) => {
                out.push(u8::from_str_radix(code, 16).ok()?);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Some(out)
}

/// A flat list as a query string.
fn query(list: &Array<'_>, form: bool) -> Option<String> {
    let mut parts = Vec::new();
    for entry in &list.entries {
        let value = match &entry.value {
            Value::Null => continue,
            Value::Bool(truth) => i64::from(*truth).to_string(),
            value @ (Value::Int(_) | Value::Float(_) | Value::Str(_)) => to_text(value).as_str()?.to_string(),
            _ => return None,
        };
        let key = to_text(&numbers::key(&entry.key)).as_str()?;
        parts.push(format!("{}={}", percent(&key, form), percent(&value, form)));
    }
    Some(parts.join("&"))
}

fn rot13(letter: char) -> char {
    let turned = |base: u8, byte: u8| char::from((byte - base + 13) % 26 + base);
    match u8::try_from(letter) {
        Ok(byte @ b'a'..=b'z') => turned(b'a', byte),
        Ok(byte @ b'A'..=b'Z') => turned(b'A', byte),
        _ => letter,
    }
}

fn soundex(text: &str) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_alphabetic()) || text.is_empty() {
        return None;
    }
    let code = |letter: char| match letter.to_ascii_lowercase() {
        'b' | 'f' | 'p' | 'v' => Some('1'),
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => Some('2'),
        'd' | 't' => Some('3'),
        'l' => Some('4'),
        'm' | 'n' => Some('5'),
        'r' => Some('6'),
        _ => None,
    };
    let mut out = String::new();
    let mut last = None;
    for letter in text.chars() {
        let this = code(letter);
        if out.is_empty() {
            out.push(letter.to_ascii_uppercase());
            last = this;
        } else if !matches!(letter.to_ascii_lowercase(), 'h' | 'w') {
            if let Some(digit) = this.filter(|_| this != last) {
                out.push(digit);
            }
            last = this;
        }
    }
    out.truncate(4);
    Some(format!("{out:0<4}"))
}
