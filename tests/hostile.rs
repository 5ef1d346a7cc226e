//! The program on projects that are made to keep it busy, to fill its memory or to stop it.

#[path = "hostile/bounds.rs"]
mod bounds;
#[path = "support/folder.rs"]
mod folder;
#[path = "hostile/limits.rs"]
mod limits;
