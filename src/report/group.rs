//! Findings that have one cause: the same rule says the same of the same table and column, in several places.

use super::ProjectReport;
use crate::baseline::fnv1a;
use crate::finding::{Finding, Severity};

/// What findings of one project have in common if they are one.
pub(super) type Cause<'a> = (&'a str, Severity, Option<&'a str>, Option<&'a str>, Option<&'a str>, &'a str);

/// The cause of a finding.
pub(super) fn cause(finding: &Finding) -> Cause<'_> {
    let (connection, table, column) = (finding.connection.as_deref(), finding.table.as_deref(), finding.column.as_deref());
    (finding.rule, finding.severity, connection, table, column, &finding.message)
}

/// A name for the cause, the same for all findings that have it, and from one run to the next.
pub(super) fn id(project: &ProjectReport, finding: &Finding) -> String {
    let (rule, _, connection, table, column, message) = cause(finding);
    let part = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let parts = [project.repository.clone(), rule.to_owned(), part(connection), part(table), part(column), message.to_owned()];
    format!("{:016x}", fnv1a(parts.join("\0").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn equal_findings_have_one_name() {
        example::with_report(|report| {
            let project = &report.projects[0];
            let ids: Vec<String> = project.findings.iter().map(|finding| id(project, finding)).collect();
            assert_eq!(ids[1], ids[2], "one table, two places");
            assert_ne!(ids[0], ids[1]);
        });
    }
}
