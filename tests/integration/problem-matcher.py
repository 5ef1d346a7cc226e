"""Reads lines as a GitHub runner would with .github/problem-matcher.json: `problem-matcher.py < OUTPUT`.

Prints `severity file line column code message`, divided by tabs, for every line that a matcher takes.
"""
import json
import pathlib
import re
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    matchers = json.loads((REPOSITORY / ".github/problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    owners = [matcher["owner"] for matcher in matchers]
    if len(set(owners)) != len(owners):
        sys.exit("two matchers have one owner")
    for line in sys.stdin.read().splitlines():
        taken = []
        for matcher in matchers:
            [pattern] = matcher["pattern"]
            if found := re.search(pattern["regexp"], line, re.ASCII):
                fields = {name: found[pattern[name]] for name in ("file", "line", "column", "code", "message")}
                severity = found[pattern["severity"]] if "severity" in pattern else matcher["severity"]
                # A runner drops what it reads another severity of.
                if severity not in ("error", "warning", "notice"):
                    sys.exit(f"no severity: {severity}")
                taken.append([severity, *fields.values()])
        if len(taken) > 1:
            sys.exit(f"more than one matcher takes: {line}")
        for fields in taken:
            print(*fields, sep="\t")


main()
