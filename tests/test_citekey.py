from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktui.citekey import latin, make_citekey
from stacktui.model import Paper

# Han characters are left out where many examples run: their dictionary is tested by name below.
scripts = st.text(st.characters(max_codepoint=0x2FFF), max_size=40)


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        (
            Paper(title="Attention Is All You Need", authors=("Ashish Vaswani", "Noam Shazeer"), year=2017),
            "vaswani2017attention",
        ),
        (Paper(title="On the Why of Trust", authors=("Müller, Jörg",), year=2016), "muller2016trust"),
        (Paper(title="t-SNE", authors=("van der Maaten, L.",), year=2008), "vandermaaten2008t"),
        (Paper(title="Deep", authors=("Sammy Davis Jr.",), year=1999), "davis1999deep"),
        (Paper(title="Attention Is All You Need"), "attention-all-you-need"),
        (Paper(title="Attention Is All You Need", authors=("Ashish Vaswani",)), "attention-all-you-need"),
        (Paper(title="MIXED PRECISION TRAINING", year=2018), "mixed-precision-training"),
        (Paper(title="What is it"), "what-is-it"),
        (Paper(title="arXiv:1810.12348"), "arxiv-1810-12348"),
        (Paper(title="图神经网络的泛化能力研究"), "tu-shen-jing-wang-luo-de"),
        (Paper(title="BERT 论文笔记"), "bert-lun-wen-bi-ji"),
        (Paper(title="深度学习", authors=("何恺明",), year=2019), "he2019shendu"),
        (Paper(title="β-VAE: Learning Basic Concepts"), "beta-vae-learning-basic"),
        (Paper(title="Привет, мир"), "privet-mir"),
        (Paper(title="Łukasz's œuvre, straße"), "lukaszs-oeuvre-strasse"),
        (Paper(title="???"), "paper"),
        (Paper(), "paper"),
    ],
)
def test_a_key_is_readable(paper: Paper, key: str) -> None:
    assert make_citekey(paper) == key


def test_a_taken_key_gets_a_number() -> None:
    paper = Paper(title="Deep Learning")
    assert make_citekey(paper, {"deep-learning"}) == "deep-learning-2"
    assert make_citekey(paper, {"deep-learning", "deep-learning-2"}) == "deep-learning-3"


def test_a_very_long_title_gives_a_short_key() -> None:
    assert len(make_citekey(Paper(title="Pneumonoultramicroscopicsilicovolcanoconiosis" * 9000))) <= 48


@given(scripts, scripts, st.one_of(st.none(), st.integers(-50, 3000)))
def test_a_key_holds_only_letters_digits_and_hyphens(title: str, author: str, year: int | None) -> None:
    key = make_citekey(Paper(title=title, authors=(author,), year=year))
    assert re.fullmatch("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", key)


@settings(max_examples=30)
@given(st.text(st.characters(), max_size=20))
def test_any_character_at_all_has_some_latin_form(text: str) -> None:
    assert latin(text).isascii()


@given(st.lists(st.sampled_from(["Deep Learning", "deep  learning!", "Deep Learning 2", "深度"]), max_size=12))
def test_keys_of_one_library_are_unique(titles: list[str]) -> None:
    taken: set[str] = set()
    for title in titles:
        key = make_citekey(Paper(title=title), taken)
        assert key not in taken
        taken.add(key)
