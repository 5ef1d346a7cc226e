//! How long an analysis takes, reading the disk left out: `cargo bench`.

use std::path::Path;

use divan::Bencher;
use tablecheck::analysis::analyze;
use tablecheck::config::Config;
use tablecheck::migrator::replay;
use tablecheck::php::files::Files;
use tablecheck::php::program::Program;
use tablecheck::project::Project;
use tablecheck::source::Sources;

fn main() {
    divan::main();
}

/// The healthy project of the test data.
fn shop() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects/clean-shop");
    Project::load(&root).expect("the test data is part of the repository").sources
}

/// The project's code many times over, some five megabytes of it, under other paths and namespaces.
fn large() -> Sources {
    let shop = shop();
    let mut files: Vec<(String, String)> =
        shop.iter().map(|(_, file)| (file.path().to_owned(), file.text().to_owned())).collect();
    let code: Vec<(String, String)> =
        files.iter().filter(|(path, _)| path.starts_with("app/") && path.ends_with(".php")).cloned().collect();
    let bytes: usize = code.iter().map(|(_, text)| text.len()).sum();
    for copy in 0..5_000_000 / bytes.max(1) {
        for (path, text) in &code {
            files.push((
                path.replacen("app/", &format!("app/Copy{copy}/"), 1),
                text.replace("App\\", &format!("App\\Copy{copy}\\")),
            ));
        }
    }
    Sources::from_files(files)
}

#[divan::bench]
fn parse_shop(bencher: Bencher) {
    let sources = shop();
    bencher.bench(|| {
        let files = Files::new(&sources);
        divan::black_box(Program::new(&sources, &files).code().len())
    });
}

#[divan::bench]
fn replay_shop(bencher: Bencher) {
    let sources = shop();
    let files = Files::new(&sources);
    let program = Program::new(&sources, &files);
    bencher.bench(|| divan::black_box(replay(&program, &Config::default()).migrations.len()));
}

#[divan::bench]
fn analyze_shop(bencher: Bencher) {
    let sources = shop();
    bencher.bench(|| divan::black_box(analyze(&sources, &Config::default()).summary));
}

#[divan::bench(sample_count = 5)]
fn analyze_five_megabytes(bencher: Bencher) {
    let sources = large();
    bencher.bench(|| divan::black_box(analyze(&sources, &Config::default()).summary));
}
