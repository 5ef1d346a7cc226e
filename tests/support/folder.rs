//! Projects in folders for temporary files, and the program as it is called in them.

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

/// A project with these files and the migration.
pub(crate) fn project(files: &[(&str, &str)]) -> TempDir {
    bare(&[&[(MIGRATION_PATH, MIGRATION)], files].concat())
}

/// A project with these files alone.
pub(crate) fn bare(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), "composer.json", "{}");
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

/// The program, called in a folder, without what the tests' own environment would change.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command.current_dir(folder);
    for name in
        ["NO_COLOR", "CI", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "GITLAB_CI", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"]
    {
        command.env_remove(name);
    }
    command
}
