//! Findings that have one cause: the same rule says the same of the same table and column, in several places.

use std::collections::BTreeMap;

use super::{ProjectReport, Report};
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

/// Findings with one cause, in order, but the one that says most comes first.
pub(super) struct Group<'r, 'a> {
    pub(super) project: &'r ProjectReport<'a>,
    /// At least one.
    pub(super) findings: Vec<&'a Finding>,
}

/// The findings of a report by their causes, in the order in which the first ones come. If not `together`, each is alone.
pub(super) fn groups<'r, 'a>(report: &'r Report<'a>, together: bool) -> Vec<Group<'r, 'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for project in &report.projects {
        let mut known = BTreeMap::new();
        for finding in project.findings {
            let at = *known.entry(cause(finding)).or_insert(groups.len());
            if at < groups.len() && together {
                groups[at].findings.push(finding);
            } else {
                groups.push(Group { project, findings: vec![finding] });
            }
        }
    }
    for group in &mut groups {
        let says = |finding: &Finding| (finding.fix.is_some(), !finding.suggestions.is_empty());
        let most = group.findings.iter().map(|finding| says(finding)).max();
        let first = group.findings.iter().position(|finding| Some(says(finding)) == most).unwrap_or(0);
        group.findings[..=first].rotate_right(1);
    }
    groups
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
