#!/usr/bin/env python3
"""Compares the schema that real Laravel left with the one that `tablecheck schema --format json` works out.

    compare.py REAL.json OURS.json      one line a difference; exits 1 if there is any

Everything that `tablecheck` says is compared, names included: tables, columns with their order, types, nullability,
defaults and auto-increment, indexes, foreign keys. Evened out is only what the database itself changes on the way,
each at its place below.
"""
import json
import re
import sys
from decimal import Decimal

# What no migration creates.
SKIPPED = {"migrations"}


def mysql_type(text):
    """MariaDB's spelling of a type, without display widths, which mean nothing except in `tinyint(1)`."""
    text = re.sub(r"\b(tinyint|smallint|mediumint|int|bigint)\((\d+)\)",
                  lambda m: m[0] if m[0] == "tinyint(1)" else m[1], text)
    # MySQL 8.0.19 on leaves the width off an unsigned one.
    text = "tinyint unsigned" if text == "tinyint(1) unsigned" else text
    text = re.sub(r"^year\(\d\)$", "year", text)
    # `json` is MariaDB's other word for `longtext`.
    return "longtext" if text == "json" else text


# What Doctrine calls the types that Laravel's own grammar for SQLite calls otherwise: it rebuilds the whole table for
# a changed, renamed or dropped column, and every column of it comes out with Doctrine's word.
DOCTRINE = {
    "clob": "text", "boolean": "tinyint(1)", "bigint": "integer", "smallint": "integer",
    "bigint unsigned": "integer", "integer unsigned": "integer", "smallint unsigned": "integer",
    "double precision": "float", "char": "varchar",
}


def sqlite_type(text):
    """SQLite's spelling of a type, without lengths, which it ignores."""
    if text != "tinyint(1)":
        text = re.sub(r"\s*\([^)]*\)", "", text)
    return DOCTRINE.get(text, text)


def type_of(text, driver):
    text = re.sub(r"\s+", " ", (text or "").strip())
    if driver == "sqlite":
        return sqlite_type(text.lower())
    # The values of an `enum` keep their case.
    head, bracket, rest = text.partition("(")
    return mysql_type(head.lower() + bracket + re.sub(r",\s+", ",", rest))


NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def default_of(text):
    """A default in one spelling: literals without quotes, numbers without trailing zeros, expressions without brackets."""
    if text is None or text.upper() == "NULL":
        return None
    text = text.strip()
    quoted = re.fullmatch(r"'(.*)'", text, re.S)
    if quoted:
        text = quoted[1].replace("''", "'").replace("\\\\", "\\")
    if NUMBER.match(text):
        return f"{Decimal(text).normalize():f}"
    if re.match(r"(?i)current_timestamp\b", text):
        return "current_timestamp"
    if re.search(r"\w\(", text) or re.fullmatch(r"\(.*\)", text, re.S):
        return re.sub(r"[\s()`]", "", text).lower()
    return text


def facts_of(column, driver):
    return {
        "type": type_of(column["type"], driver),
        "nullable": bool(column["nullable"]),
        "auto_increment": bool(column["auto_increment"]),
        "default": default_of(column["default"]),
    }


def index_of(index):
    """An index in one line. Primary keys have no name of their own: MySQL calls each `PRIMARY`, SQLite has none."""
    name = "" if index["kind"] == "primary" else index["name"] + " "
    # An expression in an index has no column's name.
    columns = ", ".join(column or "?" for column in index["columns"])
    return f"{index['kind']} {name}({columns})"


def foreign_key_of(key, driver):
    """A foreign key in one line. What happens where nothing is said has a different name in each database."""
    unsaid = "no action" if driver == "sqlite" else "restrict"
    target = key["references"]
    # Laravel 8 names no foreign keys on SQLite.
    name = "" if driver == "sqlite" else key["name"] + " "
    columns, there = ", ".join(key["columns"]), ", ".join(column or "" for column in target["columns"])
    delete, update = key.get("on_delete") or unsaid, key.get("on_update") or unsaid
    return f"foreign {name}({columns}) references {target['table']} ({there}) on delete {delete} on update {update}".lower()


def indexes_of(real, ours, driver):
    """The indexes of both sides, without those that something else than Laravel made for foreign keys."""
    theirs = {index_of(index) for index in real["indexes"]}
    own = {index_of(index) for index in ours["indexes"]}
    if driver == "sqlite":
        # Doctrine makes an index for each foreign key of a table that it rebuilds.
        made = {index_of(index) for index in real["indexes"] if re.fullmatch(r"IDX_[0-9A-F]+", index["name"])}
        return theirs - made, own
    # InnoDB makes an index of the key's name and columns where none leads with them, and keeps it when the key goes.
    # No index that Laravel makes has a name of that form; keys with names of their own are still there to be asked.
    keys = {key["name"] for key in real["foreign_keys"]}

    def automatic(index):
        return index["kind"] == "index" and (index["name"] in keys or index["name"].endswith("_foreign"))

    return theirs - ({index_of(index) for index in real["indexes"] if automatic(index)} - own), own


def compare_sets(what, real, ours, differences):
    differences += [f"missing {what}{item}" for item in sorted(real - ours)]
    differences += [f"surplus {what}{item}" for item in sorted(ours - real)]


def compare_table(name, real, ours, driver, differences):
    if real["kind"] != ours["kind"]:
        differences.append(f"{name}: real kind {real['kind']}, ours {ours['kind']}")
        return
    if ours.get("conditional"):
        differences.append(f"{name}: it exists, ours is not sure")
    theirs, own = list(real["columns"]), list(ours["columns"])
    if real["kind"] == "view":
        # The columns of a view are whatever its query selects; they count only where they were worked out.
        if own and own != theirs:
            differences.append(f"{name}: real columns {theirs}, ours {own}")
        return
    compare_sets(f"column {name}.", set(theirs), set(own), differences)
    if set(theirs) == set(own) and theirs != own:
        differences.append(f"{name}: real order {', '.join(theirs)}; ours {', '.join(own)}")
    for column in theirs:
        if column not in ours["columns"]:
            continue
        one, other = facts_of(real["columns"][column], driver), facts_of(ours["columns"][column], driver)
        for fact, value in one.items():
            # `?` is a default that is there and could not be worked out.
            unknown = fact == "default" and other[fact] == "?" and value is not None
            if value != other[fact] and not unknown:
                differences.append(f"{name}.{column}: real {fact} {value!r}, ours {other[fact]!r}")
    compare_sets(f"{name}: ", *indexes_of(real, ours, driver), differences)
    compare_sets(f"{name}: ", {foreign_key_of(key, driver) for key in real["foreign_keys"]},
                 {foreign_key_of(key, driver) for key in ours["foreign_keys"]}, differences)


def tables_of(connections, name):
    found = connections.get(name, {"tables": {}})["tables"] or {}
    return {name: table for name, table in found.items() if name not in SKIPPED}


def compare(real, ours):
    """The differences between the two documents, one line each."""
    driver, differences = real["driver"], []
    default, own_default = real["default_connection"], ours["default_connection"]
    # Where no configuration names it, each side calls the default connection what it likes.
    if real["configured"] and default != own_default:
        differences.append(f"real default connection {default}, ours {own_default}")
    named = {default if name == own_default else name: found for name, found in ours["connections"].items()}
    for connection in sorted({*real["connections"], *named}):
        theirs, own = tables_of(real["connections"], connection), tables_of(named, connection)
        shown = "" if connection == default else f"{connection}: "
        found = []
        compare_sets("table ", set(theirs), set(own), found)
        for name in sorted(set(theirs) & set(own)):
            compare_table(name, theirs[name], own[name], driver, found)
        differences += [shown + line for line in found]
    return differences


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as real, open(sys.argv[2], encoding="utf-8") as ours:
        differences = compare(json.load(real), json.load(ours))
    print("\n".join(differences))
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
