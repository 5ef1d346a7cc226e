//! Writes the method of a relation into a model, in the style of its file.

use super::imports::{Imports, indent, line_rest};
use crate::finding::{Edit, Fix, Safety};
use crate::php::ast::{Class, File, Function};
use crate::source::Span;

/// Laravel's class of such relations.
const BELONGS_TO: &str = "Illuminate\\Database\\Eloquent\\Relations\\BelongsTo";

/// A relation to be written.
pub(super) struct Relation<'r> {
    /// The method's name.
    pub(super) name: &'r str,
    /// The related class, with its namespace.
    pub(super) related: &'r str,
    /// The column, where Laravel would look for another one.
    pub(super) foreign_key: Option<&'r str>,
    /// The column referred to, where Laravel would look for another one.
    pub(super) owner_key: Option<&'r str>,
    /// Whether it says what it returns.
    pub(super) typed: bool,
}

/// The method as one line, and the edits that write it into the class.
pub(super) fn write(
    relation: &Relation<'_>,
    (text, tree): (&str, &File),
    class: &Class,
    last: Option<&Function>,
) -> Option<(String, Fix)> {
    let mut imports = Imports::of(text, tree, class);
    let related = imports.name(relation.related);
    let returned = if relation.typed { format!(": {}", imports.name(BELONGS_TO)) } else { String::new() };
    let keys = match (relation.foreign_key, relation.owner_key) {
        (foreign_key, Some(owner)) => format!(", '{}', '{owner}'", foreign_key?),
        (Some(foreign_key), None) => format!(", '{foreign_key}'"),
        (None, None) => String::new(),
    };
    let head = format!("public function {}(){returned}", relation.name);
    let body = format!("return $this->belongsTo({related}::class{keys});");

    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let outer = indent(text, class.span.start as usize);
    let inner = inner_indent(text, class, outer);
    let step = inner.strip_prefix(outer).filter(|step| !step.is_empty()).unwrap_or("    ");
    // The brace stands where those of the other methods stand.
    let example = last.or(class.methods.last());
    let opens =
        if example.is_some_and(|method| opens_on_line(text, method)) { " {".to_owned() } else { format!("{line_end}{inner}{{") };
    let method = format!("{inner}{head}{opens}{line_end}{inner}{step}{body}{line_end}{inner}}}");
    let (offset, written) = match last {
        Some(last) => {
            let end = last.span.end as usize;
            let offset = line_rest(text, end);
            // The class may end on the same line.
            let closes = text.get(offset..)?.split('\n').next()?.trim_start().starts_with('}');
            let rest = if closes { format!("{line_end}{outer}") } else { String::new() };
            (offset, format!("{line_end}{line_end}{method}{rest}"))
        }
        None => at_end(text, class, &method, line_end, outer)?,
    };
    let mut edits = imports.edits(line_end);
    edits.push(Edit { span: Span::new(class.span.file, offset, offset), text: written });
    Some((format!("{head} {{ {body} }}"), Fix { safety: Safety::Unsafe, edits }))
}

/// Before the class's last brace: the place, and what is written there.
fn at_end(text: &str, class: &Class, method: &str, line_end: &str, outer: &str) -> Option<(usize, String)> {
    let whole = text.get(class.span.range())?;
    let before = whole.strip_suffix('}')?;
    let kept = before.trim_end();
    let rest = before.get(kept.len()..)?;
    let blank = if kept.ends_with('{') { "" } else { line_end };
    let close = if rest.contains('\n') { String::new() } else { format!("{line_end}{outer}") };
    Some((class.span.start as usize + kept.len(), format!("{line_end}{blank}{method}{close}")))
}

/// The blanks before the members of a class.
fn inner_indent(text: &str, class: &Class, outer: &str) -> String {
    let methods = class.methods.iter().map(|method| method.span.start);
    let properties = class.properties.iter().map(|property| property.span.start);
    let traits = class.traits.iter().flat_map(|used| &used.names).map(|name| name.span.start);
    let constants = class.constants.iter().map(|constant| constant.name_span.start);
    let members = methods.chain(properties).chain(traits).chain(constants);
    let found = members.map(|start| indent(text, start as usize)).find(|found| found.len() > outer.len());
    let tabs = || text.lines().any(|line| line.starts_with('\t'));
    found.map_or_else(|| format!("{outer}{}", if tabs() { "\t" } else { "    " }), str::to_owned)
}

/// Whether the brace of a method stands on the line of its head.
fn opens_on_line(text: &str, method: &Function) -> bool {
    let after_name = text.get(method.name_span.end as usize..method.span.end as usize).unwrap_or_default();
    let head = after_name.split('{').next().unwrap_or_default();
    let close = head.rfind(')').map_or(head, |at| head.get(at..).unwrap_or_default());
    after_name.contains('{') && !close.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::ast::StmtKind;
    use crate::source::FileId;

    const USER: Relation<'_> =
        Relation { name: "user", related: "App\\Models\\User", foreign_key: None, owner_key: None, typed: true };

    /// A file after the relation was written into its last class, behind the last of its methods that makes a relation.
    #[track_caller]
    fn written(text: &str, relation: &Relation<'_>) -> String {
        let tree = crate::php::parse(FileId(0), text);
        let mut classes = Vec::new();
        tree.declarations(&mut |stmt| {
            if let StmtKind::Class(class) = &stmt.kind {
                classes.push(class);
            }
        });
        let class = classes.pop().expect("there is a class");
        let makes = |method: &&Function| text[method.span.range()].contains("$this->");
        let (_, fix) = write(relation, (text, &tree), class, class.methods.iter().rfind(makes)).expect("it can be written");
        let mut edits = fix.edits;
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut after = text.to_owned();
        for edit in edits {
            after.replace_range(edit.span.range(), &edit.text);
        }
        assert!(crate::php::parse(FileId(0), &after).errors.is_empty(), "{after}");
        after
    }

    #[track_caller]
    fn check(before: &str, relation: &Relation<'_>, after: &str) {
        assert_eq!(written(before, relation), after);
    }

    #[test]
    fn behind_the_last_relation_with_imports_in_their_order() {
        check(
            "<?php\n\nnamespace App\\Blog;\n\nuse App\\Models\\Team;\nuse Illuminate\\Database\\Eloquent\\Model;\n\nclass Post extends Model\n{\n    \
             public function team()\n    {\n        return $this->belongsTo(Team::class);\n    } // the owner\n\n    \
             public function words(): int\n    {\n        return 1;\n    }\n}\n",
            &USER,
            "<?php\n\nnamespace App\\Blog;\n\nuse App\\Models\\Team;\nuse App\\Models\\User;\nuse Illuminate\\Database\\Eloquent\\Model;\n\
             use Illuminate\\Database\\Eloquent\\Relations\\BelongsTo;\n\nclass Post extends Model\n{\n    \
             public function team()\n    {\n        return $this->belongsTo(Team::class);\n    } // the owner\n\n    \
             public function user(): BelongsTo\n    {\n        return $this->belongsTo(User::class);\n    }\n\n    \
             public function words(): int\n    {\n        return 1;\n    }\n}\n",
        );
    }

    #[test]
    fn behind_the_last_import_where_they_have_no_order() {
        check(
            "<?php\nnamespace App\\Blog;\nuse Zoo\\Animal;\nuse App\\Models\\Team;\nuse Mid\\Way;\nuse function Some\\helper;\nclass Post\n{\n}\n",
            &USER,
            "<?php\nnamespace App\\Blog;\nuse Zoo\\Animal;\nuse App\\Models\\Team;\nuse Mid\\Way;\nuse App\\Models\\User;\n\
             use Illuminate\\Database\\Eloquent\\Relations\\BelongsTo;\nuse function Some\\helper;\nclass Post\n{\n    \
             public function user(): BelongsTo\n    {\n        return $this->belongsTo(User::class);\n    }\n}\n",
        );
    }

    #[test]
    fn before_the_first_import_and_before_those_of_functions() {
        let untyped = Relation { typed: false, ..USER };
        let end =
            "\n\nclass Post\n{\n    public function user()\n    {\n        return $this->belongsTo(User::class);\n    }\n}\n";
        for (before, after) in [
            ("namespace Blog;\n\nuse Zoo\\Animal;", "namespace Blog;\n\nuse App\\Models\\User;\nuse Zoo\\Animal;"),
            ("namespace Blog;\n\nuse function a\\b;", "namespace Blog;\n\nuse App\\Models\\User;\nuse function a\\b;"),
            ("namespace Blog;", "namespace Blog;\n\nuse App\\Models\\User;"),
            ("namespace App\\Models;", "namespace App\\Models;"),
            ("declare(strict_types=1);", "declare(strict_types=1);\n\nuse App\\Models\\User;"),
        ] {
            check(&format!("<?php\n\n{before}\n\nclass Post\n{{\n}}\n"), &untyped, &format!("<?php\n\n{after}{end}"));
        }
    }

    #[test]
    fn names_that_the_file_has_for_the_classes() {
        let of = |imports: &str, related: &str, returned: &str| {
            let head = format!("<?php\n\nnamespace Blog;\n\n{imports}\n\nclass Post\n{{\n");
            let method = format!(
                "    public function user(): {returned}\n    {{\n        return $this->belongsTo({related}::class);\n    }}\n}}\n"
            );
            check(&format!("{head}}}\n"), &USER, &format!("{head}{method}"));
        };
        of(
            "use App\\Models\\User as Account;\nuse Illuminate\\Database\\Eloquent\\Relations\\BelongsTo as Owner;",
            "Account",
            "Owner",
        );
        of("use App\\Models;\nuse Illuminate\\Database\\Eloquent\\Relations;", "Models\\User", "Relations\\BelongsTo");
        // Another class has the name already.
        of(
            "use Other\\User;\nuse Other\\BelongsTo;",
            "\\App\\Models\\User",
            "\\Illuminate\\Database\\Eloquent\\Relations\\BelongsTo",
        );
        of(
            "use Illuminate\\Database\\Eloquent\\Relations\\BelongsTo;\n\nfunction f(): User\n{\n}",
            "\\App\\Models\\User",
            "BelongsTo",
        );
    }

    #[test]
    fn the_blanks_and_braces_of_the_file() {
        let untyped = Relation { typed: false, ..USER };
        check(
            "<?php\r\nnamespace App\\Models;\r\n\r\nclass Post {\r\n\tuse Sorts;\r\n\r\n\tfunction words() {\r\n\t\treturn 1;\r\n\t}\r\n}\r\n",
            &untyped,
            "<?php\r\nnamespace App\\Models;\r\n\r\nclass Post {\r\n\tuse Sorts;\r\n\r\n\tfunction words() {\r\n\t\treturn 1;\r\n\t}\r\n\r\n\
             \tpublic function user() {\r\n\t\treturn $this->belongsTo(User::class);\r\n\t}\r\n}\r\n",
        );
        let method = "    public function user()\n    {\n        return $this->belongsTo(User::class);\n    }\n}\n";
        check(
            "<?php\nnamespace App\\Models;\nclass Post {}\n",
            &untyped,
            &format!("<?php\nnamespace App\\Models;\nclass Post {{\n{method}"),
        );
        let inner = "  public function user()\n  {\n    return $this->belongsTo(User::class);\n  }\n";
        let head = "<?php\nnamespace App\\Models;\nclass Post\n{\n  protected $guarded = []; // none\n";
        check(&format!("{head}}}\n"), &untyped, &format!("{head}\n{inner}}}\n"));
    }

    #[test]
    fn where_no_import_may_stand_classes_have_their_whole_names() {
        check(
            "<?php\nif (true) {\n    class Post\n    {\n    }\n}\n",
            &USER,
            "<?php\nif (true) {\n    class Post\n    {\n        \
             public function user(): \\Illuminate\\Database\\Eloquent\\Relations\\BelongsTo\n        {\n            \
             return $this->belongsTo(\\App\\Models\\User::class);\n        }\n    }\n}\n",
        );
    }

    #[test]
    fn namespaces_in_braces_and_none_at_all() {
        let untyped = Relation { typed: false, ..USER };
        check(
            "<?php\nnamespace App\\Models {\n    class Team\n    {\n    }\n}\nnamespace Blog {\n    class Post\n    {\n    }\n}\n",
            &untyped,
            "<?php\nnamespace App\\Models {\n    class Team\n    {\n    }\n}\nnamespace Blog {\n    use App\\Models\\User;\n\n    class Post\n    {\n        \
             public function user()\n        {\n            return $this->belongsTo(User::class);\n        }\n    }\n}\n",
        );
        check(
            "<?php\n\n/** A post. */\nclass Post extends Eloquent\n{\n}\n",
            &Relation { related: "User", ..untyped },
            "<?php\n\n/** A post. */\nclass Post extends Eloquent\n{\n    \
             public function user()\n    {\n        return $this->belongsTo(User::class);\n    }\n}\n",
        );
    }

    #[test]
    fn keys_are_told_where_convention_would_not_find_them() {
        let text = "<?php\nnamespace App\\Models;\nclass Post\n{\n}\n";
        let by = |foreign_key, owner_key| Relation { foreign_key, owner_key, ..USER };
        assert!(written(text, &by(Some("created_by"), None)).contains("belongsTo(User::class, 'created_by');"));
        assert!(written(text, &by(Some("code"), Some("number"))).contains("belongsTo(User::class, 'code', 'number');"));
    }
}
