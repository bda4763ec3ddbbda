import pytest

from stacktui.copying import citation, markdown_link, text_to_copy
from stacktui.errors import NothingFound
from stacktui.model import Link, Paper

PAPER = Paper(
    key="k",
    title="Cycle [GAN]",
    authors=("A One", "B Two", "C Three", "D Four"),
    venue="ICCV",
    year=2017,
    url="https://e.org/a_(b)",
    links=(Link("Code", "https://github.com/x/y"), Link("lost", None)),
)


def test_a_markdown_link_keeps_its_brackets_apart():
    assert markdown_link(PAPER) == r"[Cycle \[GAN\]](https://e.org/a_%28b%29)"
    assert markdown_link(Paper(title="No link")) == "No link"


def test_a_citation_shortens_many_authors():
    assert citation(PAPER) == "A One et al. Cycle [GAN]. ICCV 2017. https://e.org/a_(b)"
    assert citation(Paper(title="Why?")) == "Why?."
    assert citation(Paper(title="T", authors=("A", "B", "C"))) == "A, B and C. T."


def test_links_are_found_by_label_in_any_case_and_by_number():
    assert text_to_copy(PAPER, "code") == "https://github.com/x/y"
    assert text_to_copy(PAPER, "co") == "https://github.com/x/y"
    assert text_to_copy(PAPER, "2") == "https://github.com/x/y"
    assert text_to_copy(PAPER, "1") == PAPER.url


def test_without_a_main_link_the_first_other_one_is_copied():
    assert text_to_copy(PAPER.edit(url="")) == "https://github.com/x/y"


@pytest.mark.parametrize("kind", ["lost", "3", "9", "slides", ""])
def test_a_link_without_address_is_nothing_found(kind):
    with pytest.raises(NothingFound):
        text_to_copy(PAPER, kind)


@pytest.mark.parametrize("kind", ["link", "title", "note", "key"])
def test_what_a_paper_has_not_is_nothing_found(kind):
    with pytest.raises(NothingFound):
        text_to_copy(Paper(), kind)
