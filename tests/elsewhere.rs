//! Projects whose schema is not where Laravel has it: dumps and folders that the configuration or the command line names.

#[path = "support/called.rs"]
#[expect(dead_code, reason = "these projects have migrations of their own")]
mod called;

use called::{run, stderr, stdout, write};

const CODE: &str = "<?php
use Illuminate\\Support\\Facades\\DB;
DB::table('tickets')->where('title', 'x')->get();
DB::table('tickets')->where('titel', 'x')->get();
DB::table('ticket_notes')->get();
";

const DUMP: &str = "-- MySQL dump
CREATE TABLE `tickets` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `title` varchar(100) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
";

/// Installers' migrations: classes whose files have no dates, in an order in which one lacks another's table.
const NOTES: &str = "<?php
namespace Desk\\Install;
class AddNotes extends \\Illuminate\\Database\\Migrations\\Migration {
    public function up(): void
    {
        \\Illuminate\\Support\\Facades\\Schema::create('ticket_notes', function ($table) {
            $table->id();
            $table->foreignId('ticket_id')->constrained()->cascadeOnDelete();
        });
    }
}
";
const TICKETS: &str = "<?php
namespace Desk\\Install;
class CreateTickets extends \\Illuminate\\Database\\Migrations\\Migration {
    public function up(): void
    {
        \\Illuminate\\Support\\Facades\\Schema::create('tickets', function ($table) {
            $table->id();
            $table->string('title');
        });
    }
}
";
const INSTALL: [(&str, &str); 3] =
    [("src/Tickets.php", CODE), ("install/steps/AddNotes.php", NOTES), ("install/steps/CreateTickets.php", TICKETS)];

/// A project without migrations of Laravel's.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), "composer.json", r#"{"type": "project"}"#);
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

/// What is found, as `line: rule`.
fn found(folder: &std::path::Path, arguments: &[&str]) -> Vec<String> {
    let text = stdout(&run(folder, &[&["check", "--format", "concise"], arguments].concat()).code(1));
    let line = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let rule = rest.split_once('[')?.1.split_once(']')?.0;
        Some(format!("{}: {rule}", place.split(':').nth(1)?))
    };
    text.lines().filter(|line| line.contains(".php:")).filter_map(line).collect()
}

#[test]
fn a_named_dump_is_the_schema() {
    let project = project(&[("src/Tickets.php", CODE), ("setup/desk.txt", DUMP)]);
    let blind = stdout(&run(project.path(), &["check"]).code(1));
    assert!(blind.contains("error: the code names tables in 3 places"), "{blind}");
    assert_eq!(found(project.path(), &["--schema", "setup/desk.txt"]), ["4: unknown-column", "5: unknown-table"]);
    let outside = tempfile::tempdir().expect("there is a folder for temporary files");
    std::fs::write(outside.path().join("live.sql"), DUMP).expect("the file can be written");
    let live = outside.path().join("live.sql").display().to_string();
    assert_eq!(found(project.path(), &["--schema", &live]), ["4: unknown-column", "5: unknown-table"]);
    std::fs::write(project.path().join("tablecheck.yaml"), "schema: [setup/desk.txt]\n").expect("the file can be written");
    assert_eq!(found(project.path(), &[]), ["4: unknown-column", "5: unknown-table"]);
    let tables = stdout(&run(project.path(), &["schema", "--table", "tickets"]).code(0));
    assert!(tables.contains("setup/desk.txt:2"), "{tables}");
}

#[test]
fn a_dump_is_the_database_as_it_is() {
    let migration = "<?php return new class extends \\Illuminate\\Database\\Migrations\\Migration { function up() {
        \\Illuminate\\Support\\Facades\\Schema::create('tickets', fn ($table) => $table->id()); } };";
    let files = [("src/Tickets.php", CODE), ("database/migrations/2024_01_01_000000_create_tickets.php", migration)];
    let project = project(&[&files[..], &[("live.sql", DUMP)]].concat());
    assert_eq!(found(project.path(), &["--schema", "live.sql"]), ["4: unknown-column", "5: unknown-table"], "nothing twice");
}

#[test]
fn a_dump_that_is_not_there_is_named() {
    let project = project(&[("src/Tickets.php", CODE)]);
    let refused = stderr(&run(project.path(), &["check", "--schema", "no.sql"]).code(2));
    assert!(refused.contains("cannot read the dump `no.sql`: "), "{refused}");
    std::fs::write(project.path().join("tablecheck.yaml"), "schema: [../../etc/hostname]\n").expect("the file can be written");
    let refused = stderr(&run(project.path(), &["check"]).code(2));
    assert!(refused.contains("cannot read the dump"), "{refused}");
}

#[test]
fn a_folder_of_migrations_that_is_not_there_is_named() {
    let project = project(&INSTALL);
    let configured = |text: &str| {
        std::fs::write(project.path().join("tablecheck.yaml"), text).expect("the file can be written");
        run(project.path(), &["check"])
    };
    let refused = stderr(&configured("paths: [.]\nmigrations:\n  - no/such\n").code(2));
    assert!(refused.contains("tablecheck.yaml:3: there is no `no/such`; `migrations` are relative to"), "{refused}");
    let refused = stderr(&run(project.path(), &["schema"]).code(2));
    assert!(refused.contains("there is no `no/such`"), "{refused}");
    std::fs::create_dir_all(project.path().join("empty")).expect("the folder can be made");
    let told = stderr(&configured("migrations: [empty]\n"));
    assert!(told.contains("tablecheck.yaml:1: tablecheck finds no PHP file to read in `empty`"), "{told}");
}

#[test]
fn a_named_folder_holds_migrations_whatever_they_are_called() {
    let project = project(&INSTALL);
    let blind = stdout(&run(project.path(), &["check"]).code(1));
    assert!(
        blind.contains(
            "2 files in `install/steps` call `Schema::create`: add the folder to tablecheck.yaml, `migrations: [install/steps]`"
        ),
        "{blind}"
    );
    std::fs::write(project.path().join("tablecheck.yaml"), "migrations: [install/steps]\n").expect("the file can be written");
    assert_eq!(found(project.path(), &[]), ["4: unknown-column"]);
}
