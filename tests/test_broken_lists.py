"""Broken variants of every list: whatever happened to a file, no line of it is lost, and nothing hangs.

``STACKTUI_BROKEN=20 pytest tests/test_broken_lists.py`` breaks every list in every way twenty times, real lists too,
and brings each of them into a library.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lists_corpus import LISTS, SHARED, real_lists

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.document import Document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.lists import parts
from stacktui.formats.lists.blocks import is_blank
from stacktui.library import Library

TIMES = int(os.environ.get("STACKTUI_BROKEN", "0"))
MOST_SECONDS = 30.0  # of CPU; a list takes a second at most

Rng = random.Random
Breakage = Callable[[bytes, Rng], bytes]


def truncated(data: bytes, rng: Rng) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def beheaded(data: bytes, rng: Rng) -> bytes:
    return data[rng.randrange(len(data) + 1) :]


def shuffled(data: bytes, rng: Rng) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def unbracketed(data: bytes, rng: Rng) -> bytes:
    return re.sub(rb"[\[\](){}<>]", b"", data)


def half_bracketed(data: bytes, rng: Rng) -> bytes:
    return re.sub(rb"[\[\](){}<>]", lambda found: found[0] if rng.random() < 0.5 else b"", data)


def mixed_ends(data: bytes, rng: Rng) -> bytes:
    return re.sub(rb"\n", lambda _: rng.choice([b"\n", b"\r\n", b"\r"]), data)


def with_nuls(data: bytes, rng: Rng) -> bytes:
    return _strewn(data, rng, [b"\0"], len(data) // 200 + 1)


def tabbed(data: bytes, rng: Rng) -> bytes:
    return b"\n".join(b"\t" * rng.randrange(4) + line.lstrip() for line in data.split(b"\n"))


def unclosed(data: bytes, rng: Rng) -> bytes:
    openings = [
        b"\n```\n",
        b"\n~~~\n",
        b"\n<details>\n",
        b"\n<table>\n<tr><td>",
        b"\n---\n",
        b"<!--",
        b"\n#+BEGIN_SRC\n",
    ]
    return rng.choice([b"---\n", b""]) + _strewn(data, rng, openings, 6)


def doubled(data: bytes, rng: Rng) -> bytes:
    return data + data


def coloured(data: bytes, rng: Rng) -> bytes:
    return _strewn(data, rng, [b"\x1b[31m", b"\x1b[0m", b"\x1b]0;title\x07", b"\x1b[2J", b"\x08", b"\x7f"], 40)


def joined(data: bytes, rng: Rng) -> bytes:
    return re.sub(rb"\n", lambda _: b" " if rng.random() < 0.3 else b"\n", data)


def blanked(data: bytes, rng: Rng) -> bytes:
    return data.replace(b"\n", b"\n\n" if rng.random() < 0.5 else b"\n \xc2\xa0 \n")


def torn(data: bytes, rng: Rng) -> bytes:
    """Bytes changed at random: letters of several bytes fall apart."""
    changed = bytearray(data)
    for _ in range(min(len(changed), 30)):
        changed[rng.randrange(len(changed))] = rng.randrange(1, 256)
    return bytes(changed)


def _strewn(data: bytes, rng: Rng, pieces: list[bytes], count: int) -> bytes:
    for _ in range(count):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(pieces) + data[at:]
    return data


BREAKAGES: tuple[Breakage, ...] = (
    *(truncated, beheaded, shuffled, unbracketed, half_bracketed, mixed_ends, with_nuls),
    *(tabbed, unclosed, doubled, coloured, joined, blanked, torn),
)
SOURCES = {style: text.encode() for style, text in LISTS.items()}
if TIMES:
    SOURCES |= {name: (SHARED / name).read_bytes() for name in real_lists()}


def read(data: bytes, name: str) -> Document | None:
    """What is read of a broken list; None where it is refused as no text."""
    start = time.process_time()
    try:
        return parse_document(data, name)
    except StackError as error:
        assert "not a text file" in error.message or "begins as" in error.message
        return None
    finally:
        assert time.process_time() - start < MOST_SECONDS


def assert_nothing_is_lost(document: Document) -> None:
    counts = [0] * (len(document.lines) + 1)
    for paper in document.papers:
        mine = {paper.line}.union(*(range(first, last + 1) for first, last in (*paper.head_lines, *paper.note_lines)))
        _count(counts, mine)
    for piece in (*document.notes, *document.ignored):
        for first, last in piece.lines:
            _count(counts, range(first, last + 1))
    _count(counts, (piece.line for piece in (*document.headings, *document.unknown)))
    wrong = {at: line for at, line in enumerate(document.lines, 1) if not is_blank(line) and counts[at] != 1}
    assert not wrong, dict(list(wrong.items())[:5])


def _count(counts: list[int], numbers: object) -> None:
    for number in numbers:  # type: ignore[attr-defined]
        counts[number] += 1


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.__name__)
@pytest.mark.parametrize("name", SOURCES)
def test_a_broken_list_is_read_to_the_end(name: str, breakage: Breakage, tmp_path: Path) -> None:
    for number in range(TIMES or 1):
        rng = random.Random(f"{name} {breakage.__name__} {number}")
        data = breakage(SOURCES[name], rng)
        for file in (name, "list.org", "list.bib") if TIMES else (name,):
            document = read(data, file)
            if document is not None:
                assert_nothing_is_lost(document)
            if document is not None and TIMES and file == name:
                library = Library.open(str(tmp_path / f"{number}.json"), autosave=False)
                apply_import(library, plan_import(library, [document]))
                assert plan_import(library, [document]).is_empty or not document.papers


@pytest.mark.parametrize("breakage", (shuffled, tabbed, unclosed, half_bracketed), ids=lambda each: each.__name__)
def test_a_broken_list_that_is_read_in_parts_is_read_to_the_end(
    breakage: Breakage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LONGEST_WHOLE", 0)
    monkeypatch.setattr(parts, "PART", 400)
    for name, source in SOURCES.items():
        document = read(breakage(source, random.Random(f"{name} {breakage.__name__}")), name)
        if document is not None:
            assert_nothing_is_lost(document)
