"""Forms that well-known lists have, each with papers that do not exist."""

import pytest

from stacktui.formats import parse_document


def read(text, name="list.md"):
    return parse_document(text.encode(), name).papers


@pytest.mark.parametrize(
    "title",
    [
        "Boil, Whisk, Repeat: Fast Soup Understanding with Copper Ladles",
        "Taller and Rounder, Warmer and Calmer: Felt Kettles",
    ],
)
def test_single_words_with_commas_begin_a_title(title):
    (paper, _) = read(
        f"- {title} [[arXiv](http://arxiv.org/abs/1603.00001)]\n"
        "- Kettles that Sing at Noon [[arXiv](http://arxiv.org/abs/1603.00002)]\n"
    )
    assert (paper.title, paper.authors) == (title, ())


def test_surnames_with_initials_or_given_names_still_stand_before_a_title():
    (paper, _) = read(
        "- Ada Kettle, Bo Ladle, Kettles that Sing at Noon, BMVC, 2014\n"
        "- Kettle, A., Ladle, B., Soup That Waits for Evening Guests, BMVC, 2015\n"
    )
    assert (paper.title, paper.authors) == ("Kettles that Sing at Noon", ("Ada Kettle", "Bo Ladle"))
