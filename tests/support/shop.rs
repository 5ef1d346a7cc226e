//! A small project in a folder for temporary files, and the program called in it.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Makes a table `orders` with `id`, `number` and `notes`.
pub(crate) const MIGRATION: &str = "<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->string('number', 20)->unique();
            $table->text('notes')->nullable();
        });
    }
};
";
/// Where that migration lies.
pub(crate) const MIGRATION_PATH: &str = "database/migrations/2024_01_01_000000_create_orders_table.php";
/// Uses the table as it is.
pub(crate) const GOOD: &str = "<?php\n\nDB::table('orders')->where('notes', 'x')->delete();\n";
/// Names a table that does not exist, in line 3.
pub(crate) const BAD: &str = "<?php\n\nDB::table('order')->count();\n";

/// A project with these files and the migration.
pub(crate) fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), "composer.json", "{}");
    write(folder.path(), MIGRATION_PATH, MIGRATION);
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

/// Writes a file, and the folders that it lies in.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    /// On standard output.
    pub(crate) out: String,
    /// On standard error.
    pub(crate) err: String,
    /// Its exit code.
    pub(crate) code: i32,
}

/// Runs the program in a folder, without what the tests' own environment would change.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &str) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command.current_dir(folder).args(arguments);
    for name in ["NO_COLOR", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "GITLAB_CI", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let output = assert_cmd::Command::from_std(command).write_stdin(input).output().expect("the program can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Said { out: text(output.stdout), err: text(output.stderr), code: output.status.code().expect("it ends by itself") }
}

/// Runs `check` with the format of one line for each finding. Gives these lines without the closing ones, and all that was said.
pub(crate) fn check(folder: &Path, arguments: &[&str]) -> (Vec<String>, Said) {
    let said = run(folder, &[&["check", "--format", "concise"], arguments].concat(), "");
    let findings = said.out.lines().take_while(|line| !line.is_empty() && !line.starts_with("Checked ")).map(str::to_owned);
    (findings.collect(), said)
}

/// The paths of findings, each given by its line.
pub(crate) fn paths(findings: &[String]) -> Vec<&str> {
    findings.iter().map(|line| line.split(':').next().unwrap_or_default()).collect()
}
