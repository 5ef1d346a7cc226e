//! What a rule has to say, as plain data. Rendering, sorting and filtering happen elsewhere.

use crate::source::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Note,
    /// Likely a defect, or one in waiting.
    Warning,
    /// Fails when the code runs.
    Error,
}

impl Severity {
    /// The word that every format prints.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A second place that belongs to a finding, and what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A short sentence without a full stop.
    pub message: String,
}

/// Whether an edit can be applied without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// It does what the author meant.
    Safe,
    /// It may change behaviour; a person should look.
    Unsafe,
}

impl Safety {
    /// The word that every format prints.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        }
    }
}

/// A replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// Edits that together mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it can be applied without looking.
    pub safety: Safety,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

/// What the database does with rows when the row that they refer to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// They are deleted, too.
    Cascade,
    /// They refer to nothing from then on.
    Null,
    /// The row cannot be deleted as long as they are there.
    Restrict,
    /// As [`OnDelete::Restrict`], but checked at the end of the statement, or of the transaction.
    NoAction,
}

impl OnDelete {
    /// The method of Laravel's `ForeignKeyDefinition`.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            OnDelete::Cascade => "cascadeOnDelete",
            OnDelete::Null => "nullOnDelete",
            OnDelete::Restrict => "restrictOnDelete",
            OnDelete::NoAction => "noActionOnDelete",
        }
    }

    /// The words of SQL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            OnDelete::Cascade => "cascade",
            OnDelete::Null => "set null",
            OnDelete::Restrict => "restrict",
            OnDelete::NoAction => "no action",
        }
    }

    /// The action of Phinx's foreign keys.
    #[must_use]
    pub fn in_phinx(self) -> &'static str {
        match self {
            OnDelete::Cascade => "CASCADE",
            OnDelete::Null => "SET_NULL",
            OnDelete::Restrict => "RESTRICT",
            OnDelete::NoAction => "NO_ACTION",
        }
    }

    /// The action of these words of SQL.
    #[must_use]
    pub fn from_sql(words: &str) -> Option<OnDelete> {
        let all = [OnDelete::Cascade, OnDelete::Null, OnDelete::Restrict, OnDelete::NoAction];
        all.into_iter().find(|action| action.as_str().eq_ignore_ascii_case(words.trim()))
    }
}

/// What a new migration can add to a table to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A foreign key.
    Key {
        /// The referring columns.
        columns: Vec<String>,
        /// The table referred to.
        target: String,
        /// The columns referred to, as many as `columns`.
        references: Vec<String>,
        /// What a delete of the row referred to should do.
        on_delete: OnDelete,
    },
    /// An index.
    Index {
        /// Its columns, in order.
        columns: Vec<String>,
    },
    /// A unique index.
    Unique {
        /// Its columns, in order.
        columns: Vec<String>,
        /// The columns that are NULL in the rows that it keeps apart; none if it keeps all apart.
        nulls: Vec<String>,
    },
}

/// One thing that is wrong, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// The literal to change.
    pub span: Span,
    /// The connection that the finding is about.
    pub connection: Option<String>,
    /// The table that the finding is about.
    pub table: Option<String>,
    /// The column that the finding is about.
    pub column: Option<String>,
    /// The names that it lists, where each of them is wrong by itself: with fewer of them it is the same finding.
    pub names: Vec<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// Names that were probably meant, the best one first.
    pub suggestions: Vec<String>,
    /// The edit that mends it, where one is known.
    pub fix: Option<Fix>,
    /// What a new migration can add to the table to mend it.
    pub remedy: Option<Remedy>,
}

impl Finding {
    /// A finding with a message and a place, and nothing else yet.
    #[must_use]
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Finding {
            rule,
            severity,
            message: message.into(),
            span,
            connection: None,
            table: None,
            column: None,
            names: Vec::new(),
            labels: Vec::new(),
            help: Vec::new(),
            suggestions: Vec::new(),
            fix: None,
            remedy: None,
        }
    }

    /// Names the table (and its connection) that the finding is about.
    #[must_use]
    pub fn on_table(mut self, connection: &str, table: &str) -> Self {
        self.connection = Some(connection.to_owned());
        self.table = Some(table.to_owned());
        self
    }

    /// Names the column that the finding is about.
    #[must_use]
    pub fn on_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    /// Names what is wrong, each by itself.
    #[must_use]
    pub fn about<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.names = names.into_iter().map(str::to_owned).collect();
        self
    }

    /// Adds a place that explains the finding. A place that is labelled already is left as it is.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        if !self.labels.iter().any(|label| label.span == span) {
            self.labels.push(Label { span, message: message.into() });
        }
        self
    }

    /// Adds a sentence on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}
