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
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// Names that were probably meant, the best one first.
    pub suggestions: Vec<String>,
    /// The edit that mends it, where one is known.
    pub fix: Option<Fix>,
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
            labels: Vec::new(),
            help: Vec::new(),
            suggestions: Vec::new(),
            fix: None,
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
