//! Projects that are made to do harm: nothing of them runs, nothing outside of them is read or written, nothing hangs or fills the
//! memory, and what is in order is checked all the same.
#![cfg(unix)]

#[path = "hostile/bounds.rs"]
mod bounds;
#[path = "support/code.rs"]
mod code;
#[path = "hostile/files.rs"]
mod files;
#[path = "support/folder.rs"]
mod folder;
#[path = "support/git.rs"]
mod git;
#[path = "hostile/limits.rs"]
mod limits;
#[path = "hostile/repositories.rs"]
mod repositories;
