//! Code for the small project of `folder.rs`.

/// Uses the table as it is.
pub(crate) const GOOD: &str = "<?php\n\nDB::table('orders')->where('notes', 'x')->delete();\n";
/// Names a table that does not exist, in line 3.
pub(crate) const BAD: &str = "<?php\n\nDB::table('order')->count();\n";
