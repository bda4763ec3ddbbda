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


NOTED = (
    "- [Kettles that Sing at Noon](http://arxiv.org/abs/1603.00001)\n"
    "  - Shows that copper kettles sing louder than those of tin.\n"
    "- [Soup That Waits for Evening Guests](http://arxiv.org/abs/1603.00002)\n"
    "- [Ladles Beyond the Edge of Bowls](http://arxiv.org/abs/1603.00003)\n"
    "- [Spoons in Several Sizes](http://arxiv.org/abs/1603.00004)\n"
)


@pytest.mark.parametrize(
    "title, status",
    [
        ("Awesome Kitchen Papers", None),
        ("Papers on kitchens", None),
        ("Papers I read on kitchens", "read"),
        ("厨房论文阅读笔记", "read"),
    ],
)
def test_a_note_means_that_somebody_read_the_paper_in_logs_of_reading_only(title, status):
    noted, *others = read(f"# {title}\n\n{NOTED}")
    assert (noted.status, bool(noted.note)) == (status, True)
    assert {paper.status for paper in others} == {None}


def test_a_mark_of_reading_makes_a_list_a_log():
    noted, *_ = read(
        f"# Papers on kitchens\n\n{NOTED}- [ ] [Forks That Have No Handles](http://arxiv.org/abs/1603.00005)\n"
    )
    assert noted.status == "read"


def test_notes_below_most_papers_make_a_log_but_not_of_a_collection_for_others():
    most = "\n".join(line for line in NOTED.splitlines()[:3]) + "\n"
    assert read(f"# Kitchens\n\n{most}")[0].status == "read"
    assert read(f"# A curated collection of kitchens\n\n{most}")[0].status is None


@pytest.mark.parametrize(
    "behind, note, links",
    [
        (
            " builds on [Pots](http://a.org/p) and [Pans](http://a.org/q)",
            ["builds on [Pots](http://a.org/p) and [Pans](http://a.org/q)"],
            [],
        ),
        (". Compare with [Pots](http://a.org/p).", ["Compare with [Pots](http://a.org/p)."], []),
        (" (see also [Pots](http://a.org/p))", ["see also [Pots](http://a.org/p)"], []),
        (" - see [the talk](http://a.org/p) for the proof", ["see [the talk](http://a.org/p) for the proof"], []),
        (
            " - [code](http://a.org/c), a follow-up of [Pots](http://a.org/p)",
            ["a follow-up of [Pots](http://a.org/p)"],
            ["code"],
        ),
        (" [Pots](http://a.org/p) and [Pans](http://a.org/q)", [], ["Pots", "Pans"]),
        (" - [code](http://a.org/c) [slides](http://a.org/s)", [], ["code", "slides"]),
        (" by [Ada Kettle](http://a.org/a)", [], ["Ada Kettle"]),
    ],
)
def test_a_sentence_behind_a_title_keeps_its_links_in_its_words(behind, note, links):
    paper, _ = read(
        f"- [Kettles that Sing at Noon](http://arxiv.org/abs/1603.00001){behind}\n"
        "- [Soup That Waits for Evening Guests](http://arxiv.org/abs/1603.00002)\n"
    )
    assert [line.rstrip(".") for line in paper.note] == [line.rstrip(".") for line in note]
    assert [link.label for link in paper.links] == links
    assert paper.url == "http://arxiv.org/abs/1603.00001"
