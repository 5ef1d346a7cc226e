//! The only way to the disk: every file that is read or written is opened here.
//!
//! A repository may be a stranger's. A name in it can be a pipe that never ends, a device, or a link to a file of the person who
//! runs this. So only regular files are read, never more of one than a bound, and what a project names must lie, links resolved,
//! in a folder of the project's. Files are opened without blocking and looked at again once they are open. A file is written
//! under another name first and takes its place as a whole, so that nothing is ever written through a link.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The largest manifest, list of packages or other file of a tool that is read, in bytes.
pub const LARGEST_OF_TOOLS: u64 = 50_000_000;

/// Where a file may lie.
#[derive(Clone, Copy, Debug)]
pub enum Bounds<'p> {
    /// Anywhere: a person named it.
    Anywhere,
    /// In this folder, given as an absolute path without links, once links are resolved.
    Within(&'p Path),
}

/// Why a file is not read or not written.
#[derive(Debug)]
pub enum Refusal {
    /// The system refused.
    Io(io::Error),
    /// There is no regular file of this name, but this.
    Kind(&'static str),
    /// It has more bytes than this.
    Size(u64),
    /// It is a link to outside of the folder that it should lie in.
    Outside,
}

impl Refusal {
    /// Whether there is nothing of this name.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Refusal::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Io(error) => error.fmt(out),
            Refusal::Kind(kind) => write!(out, "it is {kind}, not a regular file"),
            Refusal::Size(most) if *most < 1_000_000 => write!(out, "it is larger than {} kB", most / 1_000),
            Refusal::Size(most) => write!(out, "it is larger than {} MB", most / 1_000_000),
            Refusal::Outside => out.write_str("it is a symbolic link that leads out of the project"),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Refusal::Io(error)
    }
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
/// If it is none, is larger, lies outside of the bounds, or cannot be opened.
pub fn read(path: &Path, bounds: Bounds<'_>, most: u64) -> Result<Vec<u8>, Refusal> {
    let target = match bounds {
        // What the shell hands over has a name of the system's that no project can make.
        Bounds::Anywhere if is_handed_over(path) => return read_open(File::open(path)?, most),
        Bounds::Anywhere => path.to_owned(),
        Bounds::Within(folder) => {
            let target = path.canonicalize()?;
            if !target.starts_with(folder) {
                return Err(Refusal::Outside);
            }
            target
        }
    };
    // To open a device can already do something.
    expect_file(&fs::metadata(&target)?)?;
    read_file(unblocked(OpenOptions::new().read(true)).open(&target)?, most)
}

/// The same, of many files in a folder, which is given as an absolute path without links. A name in it that is a link is
/// followed within the bounds.
///
/// # Errors
/// As [`read`].
pub fn read_in(folder: &Path, name: &OsStr, bounds: Bounds<'_>, most: u64) -> Result<Vec<u8>, Refusal> {
    let path = folder.join(name);
    let is_within = match bounds {
        Bounds::Anywhere => true,
        Bounds::Within(bounds) => folder.starts_with(bounds),
    };
    let facts = fs::symlink_metadata(&path)?;
    if !is_within || facts.is_symlink() || !cfg!(unix) {
        return read(&path, bounds, most);
    }
    expect_file(&facts)?;
    read_file(not_following(OpenOptions::new().read(true)).open(&path)?, most)
}

/// Reads an open file, if it is one.
fn read_file(file: File, most: u64) -> Result<Vec<u8>, Refusal> {
    let facts = file.metadata()?;
    expect_file(&facts)?;
    if facts.len() > most {
        return Err(Refusal::Size(most));
    }
    let expected = usize::try_from(facts.len()).unwrap_or_default();
    read_at_least(file, most, expected)
}

/// The same, of a file whose text is wanted.
///
/// # Errors
/// As [`read`], and if it is not UTF-8.
pub fn read_text(path: &Path, bounds: Bounds<'_>, most: u64) -> Result<String, Refusal> {
    let bytes = read(path, bounds, most)?;
    String::from_utf8(bytes).map_err(|error| Refusal::Io(io::Error::new(io::ErrorKind::InvalidData, error.utf8_error())))
}

/// Reads what is left of an open file or of standard input, at most `most` bytes.
///
/// # Errors
/// If there is more, or it cannot be read.
pub fn read_open(from: impl Read, most: u64) -> Result<Vec<u8>, Refusal> {
    read_at_least(from, most, 0)
}

/// The same, where so many bytes are expected.
fn read_at_least(from: impl Read, most: u64, expected: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(Refusal::Size(most)) } else { Ok(bytes) }
}

/// Writes a file that is not there yet, with the folders above it.
///
/// # Errors
/// If something of this name is there, it would lie outside of the bounds, or it cannot be written.
pub fn create(path: &Path, bounds: Bounds<'_>, bytes: &[u8]) -> Result<(), Refusal> {
    let folder = folder_of(path, bounds, true)?;
    let mut beside = beside(&folder)?;
    beside.write_all(bytes)?;
    beside.persist_noclobber(folder.join(path.file_name().unwrap_or_default())).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file, which may be there, as a whole or not at all. A file keeps its permissions and its owner. A link is followed
/// within the bounds, and nowhere is it a way out of the folder that the file is named in.
///
/// # Errors
/// If there is something else of this name, it lies outside of the bounds, or it cannot be written.
pub fn replace(path: &Path, bounds: Bounds<'_>, bytes: &[u8]) -> Result<(), Refusal> {
    if matches!(bounds, Bounds::Anywhere) && (is_handed_over(path) || path == Path::new("/dev/null")) {
        return Ok(OpenOptions::new().write(true).open(path)?.write_all(bytes)?);
    }
    let folder = folder_of(path, bounds, false)?;
    let named = folder.join(path.file_name().unwrap_or_default());
    let target = match named.canonicalize() {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !named.is_symlink() => named,
        Err(error) => return Err(error.into()),
    };
    let is_within = match bounds {
        Bounds::Within(bounds) => target.starts_with(bounds),
        Bounds::Anywhere => target.starts_with(&folder),
    };
    if !is_within {
        return Err(Refusal::Outside);
    }
    let facts = match fs::metadata(&target) {
        Ok(facts) => Some(facts),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let mut beside = beside(target.parent().unwrap_or(&folder))?;
    if let Some(facts) = &facts {
        expect_file(facts)?;
        if facts.permissions().readonly() {
            return Err(Refusal::Io(io::ErrorKind::PermissionDenied.into()));
        }
        // Whether it may be written its folder does not know.
        drop(unblocked(OpenOptions::new().write(true)).open(&target)?);
    }
    beside.write_all(bytes)?;
    if let Some(facts) = &facts {
        beside.as_file().set_permissions(facts.permissions())?;
        keep_owner(beside.path(), facts)?;
    }
    beside.as_file().sync_all()?;
    beside.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file of the program's own, as a whole or not at all, into a folder that only its user can look into if it has to be
/// made. Whether it has reached the disk nobody waits for.
///
/// # Errors
/// If the system refuses.
pub fn store(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut beside = beside(folder)?;
    beside.write_all(bytes)?;
    beside.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

/// Removes the oldest of some files in a folder until they are at most `most` bytes together; one of them stays in any case.
pub fn shrink(folder: &Path, is_one: &dyn Fn(&str) -> bool, stays: &str, most: u64) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<(std::time::SystemTime, u64, PathBuf)> = Vec::new();
    let mut sum = 0;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| is_one(name)) else { continue };
        let Some(facts) = entry.metadata().ok().filter(Metadata::is_file) else { continue };
        sum += facts.len();
        if name != stays {
            files.push((facts.modified().unwrap_or(std::time::UNIX_EPOCH), facts.len(), entry.path()));
        }
    }
    files.sort();
    for (_, size, path) in files {
        if sum <= most {
            break;
        }
        if fs::remove_file(path).is_ok() {
            sum -= size;
        }
    }
}

/// Makes a folder that a person named, with those above it.
///
/// # Errors
/// If the system refuses.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// What there is of this name, if it is no regular file.
#[must_use]
pub fn kind_of(facts: &Metadata) -> Option<&'static str> {
    let kind = facts.file_type();
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
    }
    Some(if kind.is_dir() { "a folder" } else { "something else" })
}

fn expect_file(facts: &Metadata) -> Result<(), Refusal> {
    kind_of(facts).map_or(Ok(()), |kind| Err(Refusal::Kind(kind)))
}

/// Whether a name is the system's for what a shell hands over: standard input, or the end of a pipe, as in `<(mysqldump …)`.
fn is_handed_over(path: &Path) -> bool {
    cfg!(unix) && (["/dev/stdin", "/dev/stdout", "/dev/stderr"].map(Path::new).contains(&path) || path.starts_with("/dev/fd"))
}

/// The folder of a file to be written, without links.
fn folder_of(path: &Path, bounds: Bounds<'_>, make: bool) -> Result<PathBuf, Refusal> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Bounds::Within(bounds) = bounds {
        // Before anything is made: what is there of the way may lead out.
        let present = folder.ancestors().find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(folder);
        if !present.canonicalize()?.starts_with(bounds) {
            return Err(Refusal::Outside);
        }
    }
    if make {
        fs::create_dir_all(folder)?;
    }
    Ok(folder.canonicalize()?)
}

/// A new file in a folder, with a name of its own until it is whole.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tablecheck-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new file; the person's own mask is applied to it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Options that make opening return at once, whatever it is that has the name.
#[cfg(unix)]
fn unblocked(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
}

#[cfg(not(unix))]
fn unblocked(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// The same options, which open no link.
#[cfg(unix)]
fn not_following(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_NOFOLLOW)
}

#[cfg(not(unix))]
fn not_following(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Gives a new file the owner of the old one, where they differ: somebody may run this for somebody else.
#[cfg(unix)]
fn keep_owner(path: &Path, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let new = fs::metadata(path)?;
    let (uid, gid) = ((new.uid() != old.uid()).then(|| old.uid()), (new.gid() != old.gid()).then(|| old.gid()));
    if uid.is_some() || gid.is_some() { chown(path, uid, gid) } else { Ok(()) }
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().canonicalize().expect("it is there");
        (folder, path)
    }

    fn refusal<T: fmt::Debug>(result: Result<T, Refusal>) -> String {
        result.expect_err("it is refused").to_string()
    }

    #[test]
    fn only_regular_files_within_bounds_are_read() {
        let (_keep, top) = folder();
        let (_keep, other) = folder();
        fs::write(other.join("a"), "secret").expect("it can be written");
        fs::write(top.join("a"), "12345").expect("it can be written");
        symlink(other.join("a"), top.join("out")).expect("links can be made");
        symlink("a", top.join("in")).expect("links can be made");
        symlink("/dev/zero", top.join("zero")).expect("links can be made");
        let within = Bounds::Within(&top);
        assert_eq!(read(&top.join("a"), within, 5).expect("it is read"), b"12345");
        assert_eq!(read(&top.join("in"), within, 5).expect("it is read"), b"12345");
        assert_eq!(read(&top.join("out"), Bounds::Anywhere, 9).expect("it is read"), b"secret");
        assert_eq!(refusal(read(&top.join("a"), within, 4)), "it is larger than 0 kB");
        assert_eq!(refusal(read(&top.join("out"), within, 9)), "it is a symbolic link that leads out of the project");
        assert_eq!(refusal(read(&top.join("zero"), Bounds::Anywhere, 9)), "it is a device, not a regular file");
        assert_eq!(refusal(read(&top, within, 9)), "it is a folder, not a regular file");
        assert!(read(&top.join("b"), within, 9).expect_err("it is not there").is_missing());
    }

    #[test]
    fn nothing_is_written_through_a_link_that_leads_out() {
        let (_keep, top) = folder();
        let (_keep, other) = folder();
        fs::write(other.join("a"), "theirs").expect("it can be written");
        symlink(other.join("a"), top.join("out")).expect("links can be made");
        symlink(other.join("b"), top.join("new")).expect("links can be made");
        symlink(&other, top.join("folder")).expect("links can be made");
        for bounds in [Bounds::Within(&top), Bounds::Anywhere] {
            assert!(replace(&top.join("out"), bounds, b"ours").is_err());
            assert!(replace(&top.join("new"), bounds, b"ours").is_err());
            assert!(create(&top.join("out"), bounds, b"ours").is_err());
        }
        assert!(create(&top.join("folder/sub/c"), Bounds::Within(&top), b"ours").is_err());
        assert!(replace(&top.join("folder/c"), Bounds::Within(&top), b"ours").is_err());
        assert_eq!(fs::read_to_string(other.join("a")).expect("it is there"), "theirs");
        assert_eq!(fs::read_dir(&other).expect("it can be read").count(), 1);
        create(&top.join("d/e"), Bounds::Within(&top), b"1").expect("it can be written");
        symlink("d/e", top.join("f")).expect("links can be made");
        replace(&top.join("f"), Bounds::Within(&top), b"2").expect("it can be written");
        assert!(top.join("f").is_symlink(), "the link stays");
        assert_eq!(fs::read_to_string(top.join("d/e")).expect("it is there"), "2");
        assert!(create(&top.join("d/e"), Bounds::Within(&top), b"3").is_err(), "it is there");
    }
}
