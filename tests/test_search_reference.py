"""The index finds what the definition finds, in the same order, in random libraries."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from search_reference import reference_search

from stacktui.model import Paper
from stacktui.search import Index

WORDS = st.sampled_from(
    (
        *(
            "neural",
            "network",
            "networks",
            "net",
            "mobile",
            "MobileNet",
            "mobilenet",
            "search",
            "Searching",
            "architecture",
        ),
        *(
            "attention",
            "attentive",
            "is",
            "all",
            "you",
            "need",
            "self-attention",
            "GPT-4",
            "word2vec",
            "for",
            "the",
            "of",
        ),
        *("control", "contour", "learning", "leaning", "deep", "based", "Müller", "graph", "graphs", "a", "x", "3D"),
        *("注意力", "机制", "機制", "综述", "银行", "重新", "learning机器"),
    )
)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
NAMES = st.lists(st.sampled_from(("Kaiming He", "何恺明", "Ada Lovelace", "Jürgen Müller", "Al Need")), max_size=3)
LABELS = st.lists(
    st.sampled_from(("rl", "weight-sharing", "必读", "NAS/Differentiable", "graphs")), max_size=2, unique=True
)


@st.composite
def papers(draw: st.DrawFn) -> dict[int, Paper]:
    """A small library."""
    found = {}
    for ident in range(1, draw(st.integers(1, 16)) + 1):
        found[ident] = Paper(
            id=ident,
            key=f"key{ident}",
            title=draw(TEXTS),
            alias=draw(st.sampled_from(("", "", "NASNet", "MobileNet"))),
            authors=tuple(draw(NAMES)),
            venue=draw(st.sampled_from(("", "ICLR", "NeurIPS"))),
            year=draw(st.sampled_from((None, 2017, 2020))),
            status=draw(st.sampled_from(("to-read", "reading", "read"))),
            tags=tuple(draw(LABELS)),
            categories=tuple(draw(LABELS)),
            added=draw(st.sampled_from(("", "2024-01-01", "2025-06-01T10:00:00+02:00"))),
            note=tuple(draw(st.lists(TEXTS, max_size=2))),
        )
    return found


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Words as people type them: cut, misspelled, run together, by sound or initials."""
    words = draw(st.lists(st.one_of(WORDS, st.sampled_from(SOUNDS)), min_size=1, max_size=4))
    return " ".join(filter(None, (draw(st.sampled_from(SLIPS))(word) for word in words))) or "net"


SOUNDS = (
    "zhuyili",
    "zyl",
    "zhuy",
    "yinhang",
    "chongxin",
    "zhongxin",
    "jz",
    "nas",
    "aiayn",
    "mn",
    "hkm",
    "iclr",
    "2017",
)
SLIPS = (
    str,
    str.lower,
    lambda word: word[:-1],
    lambda word: word[:3],
    lambda word: word[:2],
    lambda word: word[1:],
    lambda word: word[:1] + word[2:],
    lambda word: word[:2] + word[3:4] + word[2:3] + word[4:],
    lambda word: word + "x",
    lambda word: word + "learning",
    lambda word: "".join(letter for letter in word if letter not in "aeiou"),
)


@settings(max_examples=120, deadline=None)
@given(papers(), st.lists(queries(), min_size=1, max_size=4))
def test_the_index_agrees_with_the_definition(library: dict[int, Paper], asked: list[str]) -> None:
    index = Index(library)
    for query in asked:
        found = index.search(query)
        assert found.ids == reference_search(library, query), query
        assert found.total == len(found.ids)


@settings(max_examples=80, deadline=None)
@given(papers(), queries())
def test_an_index_for_one_query_finds_what_the_whole_index_finds(library: dict[int, Paper], query: str) -> None:
    assert Index(library, only_for=query).search(query) == Index(library).search(query)


@settings(max_examples=60, deadline=None)
@given(papers(), papers(), st.data())
def test_after_edits_it_finds_what_a_new_index_finds(
    before: dict[int, Paper], after: dict[int, Paper], data: st.DataObject
) -> None:
    index = Index(before)
    if data.draw(st.booleans()):
        index.search("warm")
    gone = {ident: None for ident in before if ident not in after}
    index.update({**gone, **after})
    query = data.draw(queries())
    assert index.search(query).ids == reference_search(after, query), query
