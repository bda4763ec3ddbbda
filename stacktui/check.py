"""Is a library in form, and what would it take: findings, and their repair after a backup.

Every file that the store accepts can be checked; so can one whose ids are no plain numbers, which the store refuses.
A repair brings records into form (:mod:`repairs`), gives every paper a key of its own and every record a random id,
and writes the file canonically. What is broken beyond that is refused as everywhere, untouched.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stacktui.citekey import make_citekey
from stacktui.errors import LibraryError, NothingFound
from stacktui.model import Paper
from stacktui.repairs import repair_record
from stacktui.store import Record, Table, Tables, load, random_id, render, tidy_record
from stacktui.store.files import locked, read_file, replace_file, signature
from stacktui.store.reading import find_repeated
from stacktui.text import counted

RANDOM_ID = re.compile(r"[1-9]\d{11}")
"""The form of an id that two machines never give twice; TinyDB counts on from the highest, so longer ones happen."""
TABLES_WITH_RANDOM_IDS = ("papers", "notes", "trash")


@dataclass(frozen=True)
class Finding:
    """Something that is not in form."""

    place: str
    """The key or title of the paper, the table, or the file."""
    message: str
    repairable: bool

    def to_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return dict(vars(self))


@dataclass(frozen=True)
class Inspection:
    """What a library file holds, what is wrong with it, and its bytes when all is repaired that can be."""

    path: str
    papers: int
    findings: tuple[Finding, ...]
    data: bytes
    repaired: bytes

    @property
    def left(self) -> tuple[Finding, ...]:
        """The findings that only a person can settle."""
        return tuple(finding for finding in self.findings if not finding.repairable)


def inspect_library(path: str) -> Inspection:
    """Look at the file of a library; LibraryError where it is none, NothingFound where there is no file."""
    read = read_file(path)
    if read is None:
        raise NothingFound(f"there is no library at {path} yet", "`stacktui add` makes it")
    data = read[0]
    tables = _load(data, path)
    findings = [*_repair_ids(tables), *_repair_papers(tables), *_repair_keys(tables["papers"])]
    for name in ("papers", "trash"):
        tables[name] = {doc_id: _as_in_file(record) for doc_id, record in tables.get(name, {}).items()}
    tables.setdefault("meta", {}).setdefault("1", {"schema": 1})
    repaired = render(tables)
    if repaired != data and not any(finding.repairable for finding in findings):
        findings.append(Finding(os.path.basename(path), "is not written in canonical form", True))
    return Inspection(path, len(tables["papers"]), tuple(findings), data, repaired)


def repair_library(path: str) -> tuple[Inspection, str]:
    """Repair a library; what was found, and the path of the backup (empty when nothing had to be written)."""
    path = os.path.realpath(path)
    with locked(path) if os.path.exists(path) else nullcontext():
        before = signature(path)
        inspection = inspect_library(path)
        if inspection.repaired == inspection.data:
            return inspection, ""
        backup = _write_backup(path, inspection.data)
        replace_file(path, [inspection.repaired], before_rename=_unchanged_since(path, before))
    return inspection, backup


def _unchanged_since(path: str, before: object) -> Callable[[], None]:
    def check() -> None:
        if signature(path) != before:
            raise LibraryError(f"{path} was changed just now", "nothing was written; try again")

    return check


def _write_backup(path: str, data: bytes) -> str:
    """A copy beside the file, under a name that no other has."""
    stem = f"{path}.{datetime.now():%Y%m%d-%H%M%S}"
    for number in range(1, 1000):
        backup = f"{stem}.bak" if number == 1 else f"{stem}-{number}.bak"
        try:
            with open(backup, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        except OSError as error:
            hint = "the library is as it was; make room or make its folder writable"
            raise LibraryError(f"cannot write the backup {backup}: {error.strerror}", hint) from error
        return backup
    raise LibraryError(f"there are too many backups such as {stem}.bak", "delete some")


# -- what is looked at ---------------------------------------------------------------------------------------------


def _load(data: bytes, path: str) -> Tables:
    """The tables of a file, also of one whose only fault is ids that are no numbers."""
    try:
        return load(data, path).tables
    except LibraryError:
        plain = _with_plain_ids(data)
        if plain is None:
            raise
        return load(plain, path).tables


def _with_plain_ids(data: bytes) -> bytes | None:
    """The file with a new id in the place of each that is no plain number; None where that is not what is wrong."""
    try:
        text = data.decode("utf-8-sig")
        tables = json.loads(text)
    except ValueError:
        return None
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        return None
    if find_repeated(text)[0]:
        return None
    plain = {name: {_plain_id(doc_id): record for doc_id, record in table.items()} for name, table in tables.items()}
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _plain_id(doc_id: str) -> str:
    return doc_id if doc_id.isascii() and doc_id.isdecimal() and str(int(doc_id)) == doc_id else str(random_id())


def _repair_ids(tables: Tables) -> Iterator[Finding]:
    """Give records that TinyDB counted 1, 2, 3 random ids; a merge would take two of them for one."""
    for name in TABLES_WITH_RANDOM_IDS:
        table = tables.setdefault(name, {})
        short = [doc_id for doc_id in table if len(doc_id) < 12]
        if short:
            shown = ", ".join(short[:3]) + (" …" if len(short) > 3 else "")
            yield Finding(name, f"{counted(len(short), 'id')} of no random 12 digits: {shown}", True)
            tables[name] = dict(_renumbered(table))


def _renumbered(table: Table) -> Iterator[tuple[str, Record]]:
    taken = set(table)
    for doc_id, record in table.items():
        new = doc_id
        while len(new) < 12 or (new != doc_id and new in taken):
            new = str(random_id())
        taken.add(new)
        yield new, record


def _repair_papers(tables: Tables) -> Iterator[Finding]:
    for doc_id, record in tables["papers"].items():
        repaired, problems = repair_record(record)
        tables["papers"][doc_id] = repaired
        for problem in problems:
            yield Finding(_name(doc_id, record), problem.message, problem.repaired)
        if not repaired.get("title"):
            yield Finding(_name(doc_id, record), "it has no title; `stacktui set` gives it one", False)


def _repair_keys(papers: Table) -> Iterator[Finding]:
    """One key a paper: among several with the same, the one that came first keeps it."""
    taken: set[str] = set()
    given = {str(record.get("key")) for record in papers.values()}
    for doc_id, record in sorted(papers.items(), key=_age):
        key = record.get("key") or ""
        if key and key not in taken:
            taken.add(key)
            continue
        new = _free_key(key, taken | given) if key else make_citekey(Paper.from_record(record), taken | given)
        taken.add(new)
        papers[doc_id] = {**record, "key": new}
        what = f"another paper has the key {key}" if key else "it has no key"
        yield Finding(_name(doc_id, record), f"{what}; {new} is free", True)


def _as_in_file(record: Record) -> Record:
    """A paper's record as the library writes it: sets sorted, and an empty line after a note."""
    if record.get("kind") == "note":
        return record
    record = tidy_record(record)
    for name in ("categories", "tags"):
        if isinstance(record[name], list) and all(isinstance(item, str) for item in record[name]):
            record[name] = sorted(set(record[name]))
    if isinstance(record["note"], list) and record["note"] and record["note"][-1] != "":
        record["note"] = [*record["note"], ""]
    return record


def _free_key(key: str, taken: Iterable[str]) -> str:
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"


def _age(item: tuple[str, Record]) -> tuple[str, int]:
    return str(item[1].get("added") or ""), int(item[0])


def _name(doc_id: str, record: Record) -> str:
    return str(record.get("key") or record.get("title") or f"paper {doc_id}")
