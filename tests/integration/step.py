"""Runs one step of action.yml as a runner would: `step.py STEP INPUT=VALUE...`.

Its `env` is filled with the inputs, their defaults, and the outputs of earlier steps (`steps.ID.outputs.NAME=VALUE`). An
expression that is anything else, and an input that there is not, is an error.
"""
import os
import pathlib
import re
import subprocess
import sys

import yaml

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    given = dict(argument.split("=", 1) for argument in sys.argv[2:])
    known = {f"inputs.{name}": value["default"] for name, value in action["inputs"].items()}
    for name, value in given.items():
        name = name if name.startswith("steps.") else f"inputs.{name}"
        if name.startswith("inputs.") and name not in known:
            sys.exit(f"action.yml has no {name}")
        known[name] = value

    def filled(text):
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: known[found[1]], text)

    [step] = [step for step in action["runs"]["steps"] if step["id"] == sys.argv[1]]
    if "${{" in step["run"]:
        sys.exit("an expression in a script is run as a part of it")
    if step["shell"] != "bash":
        sys.exit(f"no shell {step['shell']} here")
    environment = {**os.environ, **{name: filled(value) for name, value in step["env"].items()}}
    folder = pathlib.Path(os.environ["GITHUB_WORKSPACE"]) / filled(step.get("working-directory", "."))
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    sys.exit(subprocess.run(shell, env=environment, cwd=folder, check=False).returncode)


main()
