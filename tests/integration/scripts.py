"""Writes the shell scripts that stand in YAML into files: `scripts.py FOLDER FILE...`.

Of workflows and actions of GitHub each `run`, of GitLab's jobs `before_script` and `script`. Files are named after the job and the
step's `id`, or its number where it has none.
"""
import pathlib
import sys

import yaml


def github(steps):
    for number, step in enumerate(steps):
        if "run" in step:
            # Expressions are filled in before the shell sees them; here is none, so that inputs cannot become code.
            if "${{" in step["run"]:
                sys.exit(f"an expression in a script is run as a part of it:\n{step['run']}")
            yield step.get("id", number), "#!/usr/bin/env bash\nset -eo pipefail\n" + step["run"]


def scripts(document):
    if "runs" in document:
        yield from github(document["runs"]["steps"])
        return
    for name, job in document.get("jobs", {}).items():
        yield from ((f"{name}-{number}", text) for number, text in github(job.get("steps", [])))
    for name, job in document.items():
        if isinstance(job, dict) and "script" in job:
            yield name, "\n".join(["#!/bin/busybox sh", "set -e", *job.get("before_script", []), *job["script"]])


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True)
    for path in map(pathlib.Path, sys.argv[2:]):
        found = list(scripts(yaml.safe_load(path.read_text(encoding="utf-8"))))
        # A file of which nothing is understood would pass.
        if not found:
            sys.exit(f"{path} has no scripts")
        for name, text in found:
            (folder / f"{path.name}-{name}.sh").write_text(text.rstrip("\n") + "\n", encoding="utf-8")


main()
