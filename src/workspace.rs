//! Projects that are worked with: from paths and settings to what is known of each project, from one analysis to the next, and
//! from one run of the program to the next.
//!
//! [`Workspace`] is the only way in; [`Session`] keeps one of its projects open while it changes. It finds the roots that the
//! paths mean, reads configurations, files and what git knows of their changes, and gives each project as [`Loaded`]: read, analysed, and knowing what of it is of interest. Command line
//! and editor ask it the same way. It prints nothing: it tells a [`Listener`].
//!
//! A module imports only those before it: `error`, `listener`, `settings` → `root` → `dumps` → `configuration` and `cache` → `analyzer` →
//! `focus` → `loaded` → `baseline` and `expected` → `view` → `load` and `session`.

mod analyzer;
mod baseline;
mod cache;
mod configuration;
mod dumps;
mod error;
mod expected;
mod focus;
mod listener;
mod load;
mod loaded;
mod root;
mod session;
mod settings;
mod view;

pub use baseline::{BaselineWish, KnownFindings};
pub use configuration::Configured;
pub use error::{Error, WrongConfig};
pub use expected::{NAME_ANOTHER, NOT_EXPECTED};
pub use listener::{Listener, Running, Step};
pub use load::Workspace;
pub use loaded::Loaded;
pub use session::{Session, Snapshot};
pub use settings::{Keeping, Settings};
pub use view::View;
