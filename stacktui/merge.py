"""Three-way merge of libraries: by record, field, list item and line of a note.

``merge(base, ours, theirs)`` and ``merge(base, theirs, ours)`` give the same, and nothing that a side wrote is lost:

* tags, categories and other sets take all additions and removals of both sides;
* links, authors and sources are sequences: what both insert at one place stays in, in a fixed order;
* notes are merged by line; where both rewrote the same lines, both versions stay, between markers;
* of stamps, the earliest ``added`` and ``deleted`` and the latest ``pushed`` stand;
* of two values of any other field one is taken, and the other goes into the record's ``conflicts``;
* an edit is stronger than a deletion, and the record says that it was deleted elsewhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from stacktui.errors import LibraryError
from stacktui.model import STATUSES, moment
from stacktui.store import Loaded, Place, Record, Table, Tables, load, read_file, render, replace_file

SETS = frozenset(("tags", "categories", "papers"))
SEQUENCES = frozenset(("links", "authors", "sources"))
TEXTS = frozenset(("note", "text"))
EARLIEST = frozenset(("added", "deleted"))
LATEST = frozenset(("pushed", "schema"))
FIRST_MARK, MIDDLE_MARK, LAST_MARK = "<<<<<<< one version", "=======", ">>>>>>> the other version"
"""The lines around two versions of the same lines of a note."""

_NOTHING: Any = object()
Keep = Literal["both", "theirs"]
"""``both``: a value that loses goes into ``conflicts``; ``theirs``: theirs stands and nothing more is said."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sides that truly differ: the same field, or an edit against a deletion."""

    place: Place
    title: str
    field: str


@dataclass(frozen=True)
class Merged:
    """A merged library and where its sides disagreed."""

    tables: Tables
    disagreements: list[Disagreement] = field(default_factory=list)


def merge_tables(base: Tables, ours: Tables, theirs: Tables, keep: Keep = "both") -> Merged:
    """Merge whole libraries, or the same part of each."""
    merged = Merged({})
    for name in sorted(base.keys() | ours.keys() | theirs.keys()):
        sides = (base.get(name, {}), ours.get(name, {}), theirs.get(name, {}))
        merged.tables[name] = _merge_table(name, *sides, keep, merged.disagreements)
    _settle_trash(base, ours, theirs, merged, keep)
    return merged


def _merge_table(
    name: str, base: Table, ours: Table, theirs: Table, keep: Keep, disagreements: list[Disagreement]
) -> Table:
    table: Table = {}
    for doc_id in sorted(base.keys() | ours.keys() | theirs.keys(), key=int):
        old, mine, other = base.get(doc_id), ours.get(doc_id), theirs.get(doc_id)
        if mine == other or other == old:
            record = mine
        elif mine == old:
            record = other
        else:
            record, fields = _merge_changed(old, mine, other, keep)
            title = str((record or {}).get("title", ""))
            disagreements += [Disagreement((name, doc_id), title, each) for each in fields]
        if record is not None:
            table[doc_id] = record
    return table


def _merge_changed(
    old: Record | None, mine: Record | None, other: Record | None, keep: Keep
) -> tuple[Record | None, list[str]]:
    """A record that both sides changed, one of them perhaps by deleting it."""
    if mine is not None and other is not None:
        return merge_record(old or {}, mine, other, keep)
    if keep == "theirs":
        return other, ["deleted"]
    kept = dict(mine or other or {})
    kept["conflicts"] = _united(kept.get("conflicts"), [{"field": "deleted", "value": None}])
    return kept, ["deleted"]


def _settle_trash(base: Tables, ours: Tables, theirs: Tables, merged: Merged, keep: Keep) -> None:
    """A paper edited on one side and trashed on the other stands in both tables: it stays, with both sides' changes.

    Unless one side has both itself: plain TinyDB counts ids on and may give a new paper that of one in the trash.
    """
    papers, trash = merged.tables.get("papers", {}), merged.tables.get("trash", {})
    for doc_id in papers.keys() & trash.keys():
        if any(doc_id in side.get("papers", {}) and doc_id in side.get("trash", {}) for side in (base, ours, theirs)):
            continue
        thrown = dict(trash.pop(doc_id))
        flag = {"field": "deleted", "value": thrown.pop("deleted", None)}
        was_there = base.get("papers", {}).get(doc_id)
        old = {**(was_there or base.get("trash", {}).get(doc_id, {}))}
        old.pop("deleted", None)
        whole, _ = merge_record(old, _without_flag(papers[doc_id]), _without_flag(thrown), keep)
        if keep == "both" and was_there:
            whole["conflicts"] = _united(whole.get("conflicts"), [flag])
        papers[doc_id] = whole


def _without_flag(record: Record) -> Record:
    """A record without the mark that it was deleted elsewhere."""
    conflicts = [each for each in record.get("conflicts", []) if each != {"field": "deleted", "value": None}]
    rest = {name: value for name, value in record.items() if name != "conflicts"}
    return {**rest, "conflicts": conflicts} if conflicts else rest


def merge_record(base: Record, ours: Record, theirs: Record, keep: Keep = "both") -> tuple[Record, list[str]]:
    """One record of three; also the fields in which the sides truly disagree."""
    merged: Record = {}
    lost: list[Record] = []
    fields: list[str] = []
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        old, mine, other = (side.get(name, _NOTHING) for side in (base, ours, theirs))
        if _same(mine, other) or _same(other, old):
            value = mine
        elif _same(mine, old):
            value = other
        else:
            value, loser = _merge_value(name, old, mine, other, keep)
            if loser is not _NOTHING:
                fields.append(name)
                lost += [{"field": name, "value": loser}] if name not in TEXTS else []
        if value is not _NOTHING:
            merged[name] = value
    if lost and keep == "both":
        merged["conflicts"] = _united(merged.get("conflicts"), lost)
    return merged, sorted(fields)


def _merge_value(name: str, old: Any, mine: Any, other: Any, keep: Keep) -> tuple[Any, Any]:
    """The value of a field that both sides changed, and the value that lost, if one did."""
    if name == "conflicts":
        return _merge_set(_items(old), _items(mine), _items(other)), _NOTHING
    if name in EARLIEST | LATEST:
        stamps = sorted((value for value in (mine, other) if value is not _NOTHING), key=_when)
        return stamps[0 if name in EARLIEST else -1], _NOTHING
    if _all_lists(mine, other) or (name in SETS | SEQUENCES | TEXTS and _NOTHING in (mine, other)):
        return _merge_list(name, _items(old), _items(mine), _items(other), keep)
    if isinstance(mine, dict) and isinstance(other, dict):
        inner, fields = merge_record(old if isinstance(old, dict) else {}, mine, other, keep)
        return (inner, _NOTHING) if keep == "theirs" or not fields else _choose(name, mine, other, keep)
    return _choose(name, mine, other, keep)


def _choose(name: str, mine: Any, other: Any, keep: Keep) -> tuple[Any, Any]:
    """The winner and the loser among two values, the same whichever side they come from."""
    if keep == "theirs":
        return other, mine
    if mine is _NOTHING or other is _NOTHING:
        return (other, None) if mine is _NOTHING else (mine, None)
    first, second = sorted((mine, other), key=lambda value: _weight(name, value))
    return second, first


def _when(value: Any) -> tuple[float, str]:
    return moment(value) if isinstance(value, str) else 0.0, _text(value)


def _weight(name: str, value: Any) -> tuple[int, str]:
    progress = STATUSES.index(value) if name == "status" and value in STATUSES else 0
    return progress, _text(value)


def _merge_list(name: str, old: list[Any], mine: list[Any], other: list[Any], keep: Keep) -> tuple[list[Any], Any]:
    if name in SETS:
        return _merge_set(old, mine, other), _NOTHING
    if name in TEXTS and all(isinstance(line, str) for line in (*old, *mine, *other)):
        lines, agreed = merge_lines(old, mine, other, keep)
        return lines, _NOTHING if agreed else mine
    merged, agreed = _merge_sequence(old, mine, other)
    return (merged, _NOTHING) if agreed or name != "authors" else _choose(name, mine, other, keep)


def _merge_set(old: list[Any], mine: list[Any], other: list[Any]) -> list[Any]:
    """What both have and what either added, in the order of the items' text."""
    before, left, right = ({_text(item): item for item in items} for items in (old, mine, other))
    names = (left.keys() & right.keys()) | (left.keys() - before.keys()) | (right.keys() - before.keys())
    return [{**left, **right}[name] for name in sorted(names)]


def _united(*lists: list[Any] | None) -> list[Any]:
    items = {_text(item): item for each in lists for item in each or ()}
    return [items[name] for name in sorted(items)]


def _merge_sequence(old: list[Any], mine: list[Any], other: list[Any]) -> tuple[list[Any], bool]:
    """Both sides' changes in order; where both changed one stretch, what either has there, once, and False."""
    texts = [list(map(_text, items)) for items in (old, mine, other)]
    merged: list[str] = []
    agreed = True
    for stretch, before, left, right in _stretches(*texts):
        if stretch is not None:
            merged += stretch
        else:
            first, second = sorted((left, right))
            merged += first + [item for item in second if item not in first]
            agreed = agreed and not before
    repeats = any(len(set(side)) < len(side) for side in texts)
    once = merged if repeats else list(dict.fromkeys(merged))
    return [json.loads(item) for item in once], agreed


def merge_lines(
    old: Sequence[str], mine: Sequence[str], other: Sequence[str], keep: Keep = "both"
) -> tuple[list[str], bool]:
    """Merge texts by line; False when both rewrote the same lines, which then stand between markers."""
    tail = [""] if all(side and side[-1] == "" for side in (mine, other)) else []
    sides = [_without_tail(side, bool(tail)) for side in (old, mine, other)]
    merged: list[str] = []
    agreed = True
    for stretch, before, left, right in _stretches(*sides):
        if stretch is not None:
            merged += stretch
        elif not before:
            merged += _both_insertions(left, right)
        elif keep == "theirs":
            merged += right
            agreed = False
        elif not left or not right:  # rewritten on one side, deleted on the other: the rewriting stays
            merged += left or right
            agreed = False
        else:
            first, second = sorted((left, right))
            merged += [FIRST_MARK, *first, MIDDLE_MARK, *second, LAST_MARK]
            agreed = False
    return merged + tail, agreed


def _without_tail(lines: Sequence[str], cut: bool) -> list[str]:
    return list(lines[:-1]) if cut and lines and lines[-1] == "" else list(lines)


def _both_insertions(left: list[str], right: list[str]) -> list[str]:
    """Two texts put in at one place: one after the other, common beginnings and ends once."""
    first, second = sorted((left, right))
    start = _common(zip(first, second, strict=False))
    end = _common(zip(reversed(first[start:]), reversed(second[start:]), strict=False))
    middle = first[start : len(first) - end] + second[start : len(second) - end]
    return first[:start] + middle + first[len(first) - end :]


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _stretches(
    old: list[str], mine: list[str], other: list[str]
) -> Iterator[tuple[list[str] | None, list[str], list[str], list[str]]]:
    """The stretches of a three-way merge: settled items, or None with what each side has there."""
    from difflib import SequenceMatcher

    from merge3 import Merge3

    def matcher(_: Any, one: list[str], two: list[str]) -> SequenceMatcher[str]:
        return SequenceMatcher(None, one, two, autojunk=False)

    regions: Any = Merge3(old, mine, other, sequence_matcher=cast("Any", matcher)).merge_regions()
    for kind, *span in regions:
        if kind == "unchanged":
            yield old[span[0] : span[1]], [], [], []
        elif kind in ("a", "same"):
            yield mine[span[0] : span[1]], [], [], []
        elif kind == "b":
            yield other[span[0] : span[1]], [], [], []
        else:
            yield None, old[span[0] : span[1]], mine[span[2] : span[3]], other[span[4] : span[5]]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is _NOTHING or value is None else [value]


def _all_lists(*values: Any) -> bool:
    return all(isinstance(value, list) for value in values)


def _same(one: Any, other: Any) -> bool:
    return one is other or (one is not _NOTHING and other is not _NOTHING and bool(one == other))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def merge_files(base: str, ours: str, theirs: str) -> list[Disagreement]:
    """Merge three files and write the outcome to ``ours``: what git calls a merge driver.

    An empty ``base`` is one that never was. A side that is no library is refused and ``ours`` left as it is.
    Returns where the sides truly disagree; what either of them wrote is in the file.
    """
    sides = [_read_side(path, empty_is_none=path == base) for path in (base, ours, theirs)]
    data, disagreements = merge_bytes(*sides)
    replace_file(os.path.realpath(ours), [data], fsync=False, before_rename=lambda: None)
    return disagreements


def merge_bytes(base: Loaded, ours: Loaded, theirs: Loaded) -> tuple[bytes, list[Disagreement]]:
    """The canonical bytes of a merged library, and where its sides disagreed."""
    merged = merge_tables(base.tables, ours.tables, theirs.tables)
    renew_repeated_keys(merged.tables, base.tables)
    return render(merged.tables), merged.disagreements


def renew_repeated_keys(tables: Tables, base: Tables) -> None:
    """Where both sides gave one key to two new papers, the one with the higher id gets ``-2`` (or a higher number)."""
    papers, old = tables.get("papers", {}), base.get("papers", {})
    taken: set[str] = set()
    for doc_id in sorted(papers, key=lambda each: (each not in old, int(each))):
        key = papers[doc_id].get("key")
        if isinstance(key, str) and key in taken and doc_id not in old:
            number = next(n for n in range(2, len(papers) + 3) if f"{key}-{n}" not in taken | _keys(papers))
            papers[doc_id] = {**papers[doc_id], "key": f"{key}-{number}"}
        taken.add(str(papers[doc_id].get("key")))


def _keys(papers: Table) -> set[str]:
    return {str(record.get("key")) for record in papers.values()}


def _read_side(path: str, *, empty_is_none: bool) -> Loaded:
    read = read_file(path)
    if read is None:
        raise LibraryError(f"there is no file {path}", "git calls this as: stacktui merge-driver %O %A %B")
    if empty_is_none and not read[0].strip():
        return Loaded({}, False)
    return load(read[0], path)
