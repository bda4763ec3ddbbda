"""Papers that stand in the stack twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from stacktui.errors import StackError
from stacktui.library import Library
from stacktui.library.duplicates import find_duplicates, merged_twins
from stacktui.library.records import record_of
from stacktui.model import Conflict, FreeNote, Link, Paper
from stacktui.store import Record, random_id

ARXIV = "https://arxiv.org/abs/1706.03762"


def found(*papers: Paper) -> list[tuple[set[int], str]]:
    stack = {number: paper.edit(id=number) for number, paper in enumerate(papers, 1)}
    return [({paper.id for paper in twins.papers}, twins.reason) for twins in find_duplicates(stack)]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Paper(title="Attention", url=ARXIV), Paper(title="Attention!", url=f"{ARXIV}v2"), "same arXiv id 1706.03762"),
        (Paper(title="Attention", url=ARXIV), Paper(title="arXiv:1706.03762", url=ARXIV), "same arXiv id 1706.03762"),
        (
            Paper(title="A Long Title", url="https://doi.org/10.1000/xyz"),
            Paper(title="A long title (extended)", url="https://dx.doi.org/10.1000/XYZ"),
            "same DOI 10.1000/xyz",
        ),
        (
            Paper(title="My Page", url="http://www.example.org/p/"),
            Paper(title="My page", url="https://example.org/p"),
            "same main link",
        ),
        (Paper(title="Neural Tangents"), Paper(title="neural tangents."), "same title"),
        (
            Paper(title="Neural Architecture Search with Reinforcement Learning"),
            Paper(title="Neural Architecture Search with Reinforcment Learning"),
            "nearly the same title",
        ),
        (
            Paper(title="基于注意力机制的图像分割方法研究与应用综述"),
            Paper(title="基于注意力机制的图像分割方法研究与应用综述。"),
            "same title",
        ),
    ],
)
def test_twins_are_found_with_the_reason(one: Paper, other: Paper, reason: str) -> None:
    assert found(one, Paper(title="Something else altogether"), other) == [({1, 3}, reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Paper(title="Cats", url="https://iclr.cc/list"), Paper(title="Quantum Dogs", url="https://iclr.cc/list")),
        (Paper(title="The Same Words Here", url=ARXIV), Paper(title="The Same Words Here", url=f"{ARXIV[:-1]}3")),
        (Paper(title="A Study of Deep Networks, Part I"), Paper(title="A Study of Deep Networks, Part II")),
        (Paper(title="Imagenet Classification Version 2"), Paper(title="Imagenet Classification Version 3")),
        (Paper(title="Deep Learning"), Paper(title="Deep Yearning")),
        (Paper(title="Wrong id", url=ARXIV), Paper(title="Image Transformers for Speech", url=ARXIV)),
    ],
)
def test_papers_that_only_look_alike_are_no_twins(one: Paper, other: Paper) -> None:
    assert found(one, other) == []


def test_three_of_a_kind_are_one_group() -> None:
    twins = found(
        Paper(title="Attention Is All You Need", url=ARXIV),
        Paper(title="Attention is all you need"),
        Paper(title="Attention Is All You Need (NIPS)", url=ARXIV),
    )
    assert [ids for ids, _ in twins] == [{1, 2, 3}]


def test_a_typo_anywhere_in_a_title_is_found() -> None:
    rng = random.Random(5)
    title = "Rethinking the Inception Architecture for Computer Vision"
    for _ in range(60):
        place = rng.randrange(len(title))
        typo = title[:place] + rng.choice(["", "q", title[place] * 2]) + title[place + 1 :]
        assert len(found(Paper(title=title), Paper(title=typo))) == 1, typo


def test_a_merge_keeps_both_values_of_what_differs_and_unites_the_rest() -> None:
    one = Paper(title="A Title", venue="ICLR", url=ARXIV, tags=("x",), note=("mine",), status="reading", rating=4)
    other = Paper(
        title="A title",
        venue="NIPS",
        year=2017,
        url="https://openreview.net/forum?id=1",
        links=(Link("code", "https://github.com/a/b"),),
        tags=("y",),
        note=("theirs",),
        status="read",
        added="2020-01-01T00:00:00+00:00",
    )
    merged = merged_twins([one, other])
    assert (merged.title, merged.venue, merged.year, merged.rating, merged.status) == (
        "A Title",
        "ICLR",
        2017,
        4,
        "reading",
    )
    assert {link.url for link in merged.all_links} == {
        ARXIV,
        "https://openreview.net/forum?id=1",
        "https://github.com/a/b",
    }
    assert (merged.tags, merged.note) == (("x", "y"), ("mine", "", "theirs"))
    assert merged.added == other.added
    assert set(merged.conflicts) == {
        Conflict("venue", "NIPS"),
        Conflict("title", "A title"),
        Conflict("status", "read"),
    }


def test_merging_is_one_step_and_moves_the_others_to_the_trash(tmp_path: Path) -> None:
    library = Library.open(str(tmp_path / "papers.json"))
    first = library.add(Paper(title="Neural Tangents", rating=3)).paper
    record: Record = record_of(Paper(key="other", title="neural tangents", venue="ICLR"))
    with library.step("plant a twin"):
        twin = random_id()
        library._put({("papers", str(twin)): record})
    (note_id,) = library.save_note(FreeNote(title="log", papers=("other",))).notes
    (twins,) = library.duplicates()
    library.merge_papers([paper.id for paper in twins.papers])
    assert (len(library.papers), list(library.trash)) == (1, [twin])
    assert library.papers[first.id].venue == "ICLR"
    assert library.notes[note_id].papers == (first.key,)
    library.undo()
    assert (len(library.papers), len(library.trash), library.notes[note_id].papers) == (2, 0, ("other",))
    with pytest.raises(StackError):
        library.merge_papers([first.id, first.id])
