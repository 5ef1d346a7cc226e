"""Reads reports with other people's parsers, and compares them with what was found."""

import json
import pathlib
import sys
import xml.etree.ElementTree as xml

from html.parser import HTMLParser

from junitparser import JUnitXml

VOID = {"input", "link", "meta"}


class Page(HTMLParser):
    """Elements in their order, and that each of them ends."""

    def __init__(self):
        super().__init__()
        self.open, self.elements = [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in VOID, tag
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

folder = pathlib.Path(sys.argv[1])
for name in sys.argv[2:]:
    found = json.loads((folder / f"{name}.found.json").read_text())["findings"]
    wrong = [finding for finding in found if finding["severity"] != "note"]

    suites = JUnitXml.fromfile(str(folder / f"{name}.xml"))
    failures = [case for suite in suites for case in suite if any(not result._tag == "skipped" for result in case.result)]
    assert len(failures) == len(wrong), (name, len(failures), len(wrong))

    checkstyle = xml.parse(folder / f"{name}.checkstyle.xml").getroot()
    assert checkstyle.tag == "checkstyle", name
    errors = checkstyle.findall("./file/error")
    assert len(errors) == len(found), name
    for error in errors:
        assert int(error.get("line")) > 0 and int(error.get("column")) > 0, name
        assert error.get("severity") in ("error", "warning", "info") and error.get("message") and error.get("source"), name

    issues = json.loads((folder / f"{name}.json").read_text())
    assert len(issues) == len(found), name
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), name
    for issue in issues:
        assert issue["description"] and issue["check_name"], issue
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker"), issue
        place = issue["location"]
        assert not place["path"].startswith(("/", "./")), issue
        assert isinstance(place.get("lines", place.get("positions", {})).get("begin"), (int, dict)), issue

    page = Page()
    page.feed((folder / f"{name}.html").read_text())
    assert page.open == [], (name, page.open)
    assert sum("data-path" in attributes for _, attributes in page.elements) == len(found), name
    assert not any("src" in attributes for _, attributes in page.elements), name
    assert all(tag == "a" for tag, attributes in page.elements if "href" in attributes), name
