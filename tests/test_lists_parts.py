"""Very long lists are read in parts: nearly the same comes out as from the whole list, with bounded memory."""

from __future__ import annotations

import pytest
from lists_corpus import SHARED, real_lists
from test_broken_lists import assert_nothing_is_lost

from stacktui.formats import parse_document
from stacktui.formats.document import Document
from stacktui.formats.lists import parts

NOTED = "# Papers\n" + "".join(
    f"\n## Section {section}\n\n"
    + "".join(
        f"- [A Study of Number {section}x{n}](https://arxiv.org/abs/20{section:02}.{n:05}), ICLR 2020\n"
        f"  - the first line of the note\n  - and its second line\n"
        for n in range(20)
    )
    for section in range(12)
)
NESTED = "# Papers\n\n" + "".join(
    f"- Topic {topic}\n" + "".join(f"    - [A Study of {topic}x{n}](https://e.org/{topic}/{n})\n" for n in range(30))
    for topic in range(8)
)
HTML = "# Papers\n\n<table>\n<tr><th>Title</th><th>Venue</th></tr>\n" + "".join(
    f'<tr>\n  <td><a href="https://arxiv.org/abs/2001.{n:05}">A Study of Number {n} in Nets</a></td>\n'
    "  <td>ICML</td>\n</tr>\n"
    for n in range(150)
)
PIPES = "# Papers\n\n| Title | Venue | Year |\n|---|---|---|\n" + "".join(
    f"| [A Study of Number {n} in Nets](https://arxiv.org/abs/2001.{n:05}) | CVPR | 2019 |\n" for n in range(150)
)
FENCED = NOTED.replace("  - and its second line\n", "  ```\n  - [no paper](https://e.org)\n\n  text\n  ```\n")
LONG_NOTE = "# Papers\n\n## [A Study of Something Deep](https://arxiv.org/abs/2001.00001)\n\n" + "a line of it\n" * 900
TEXT = "".join(f"[2019-ICLR] A Study of Number {n}\nThe first line.\nThe second line.\n\n" for n in range(150))
ORG = "#+TODO: SPAETER | GELESEN\n" + "".join(f"* GELESEN A Study of Number {n}\n  - a note\n" for n in range(200))

LISTS = {
    "noted.md": NOTED,
    "nested.md": NESTED,
    "html.md": HTML + "</table>\n",
    "pipes.md": PIPES,
    "fenced.md": FENCED,
    "long-note.md": LONG_NOTE,
    "text.txt": TEXT,
    "list.org": ORG,
}


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(parts, "LONGEST_WHOLE", 0)
    monkeypatch.setattr(parts, "PART", 2000)
    return monkeypatch


def as_whole(data: bytes, name: str) -> Document:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "LONGEST_WHOLE", 10**9)
        return parse_document(data, name)


@pytest.mark.parametrize("name", LISTS)
def test_the_same_comes_out_in_parts(name: str, in_parts: pytest.MonkeyPatch) -> None:
    data = LISTS[name].encode()
    document, whole = parse_document(data, name), as_whole(data, name)
    assert len(list(parts.parts_of(document.lines, document.format))) > 3
    assert [paper.title for paper in document.papers] == [paper.title for paper in whole.papers]
    assert document == whole
    assert_nothing_is_lost(document)


def test_no_part_begins_inside_what_belongs_together(in_parts: pytest.MonkeyPatch) -> None:
    lines = FENCED.split("\n")
    for part in parts.parts_of(lines, "markdown"):
        before = sum(line.strip() == "```" for line in lines[: part.start])
        assert before % 2 == 0
    rows = [part.before for part in parts.parts_of(PIPES.split("\n"), "markdown")][1:]
    assert rows and all(before == ("| Title | Venue | Year |", "|---|---|---|") for before in rows)


def test_the_parts_are_the_list(in_parts: pytest.MonkeyPatch) -> None:
    for text in LISTS.values():
        lines = text.split("\n")
        assert [line for part in parts.parts_of(lines, "markdown") for line in lines[part.start : part.end]] == lines


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real lists are not here")
@pytest.mark.parametrize("name", real_lists())
def test_the_real_lists_read_nearly_alike_in_parts(name: str, in_parts: pytest.MonkeyPatch) -> None:
    in_parts.setattr(parts, "PART", 8000)
    data = (SHARED / name).read_bytes()
    document, whole = parse_document(data, name), as_whole(data, name)
    assert_nothing_is_lost(document)
    mine, theirs = ({(paper.line, paper.title) for paper in each.papers} for each in (document, whole))
    assert len(mine ^ theirs) <= 0.02 * len(theirs)
