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


BOLD = """# Kitchens

If you want to read by date, see the other page.

## Kettles

**Kettles that Sing at Noon**

- intro: CVPR 2017
- arxiv: <http://arxiv.org/abs/1603.00001>
- github(Copper): <https://github.com/kettle/copper>
- notes: http://a.org/n

**《Soup That Waits for Evening Guests》**

- intro: ECCV 2016. A University of Ladles
- 论文下载链接：https://arxiv.org/abs/1603.00002

- 代码（已删除）：https://github.com/soup/evening

**Ladles Beyond the Edge of Bowls**

论文：https://arxiv.org/abs/1603.00003

代码：暂无

## Spoon R-CNN

- arxiv:https://arxiv.org/abs/1603.00004
"""


def test_bold_lines_over_labelled_links_are_papers():
    kettles, soup, ladles, spoon = read(BOLD)
    assert [paper.title for paper in (kettles, soup, ladles, spoon)] == [
        "Kettles that Sing at Noon",
        "Soup That Waits for Evening Guests",
        "Ladles Beyond the Edge of Bowls",
        "Spoon R-CNN",
    ]
    assert (kettles.venue, kettles.year, kettles.url, kettles.note) == (
        "CVPR",
        2017,
        "http://arxiv.org/abs/1603.00001",
        (),
    )
    assert [link.label for link in kettles.links] == ["github(Copper)", "notes"]
    assert (soup.venue, soup.year, soup.arxiv) == ("ECCV", 2016, "1603.00002")
    assert soup.note == ("- intro: ECCV 2016. A University of Ladles",)
    assert [link.label for link in soup.links] == ["代码（已删除）"]
    assert (ladles.arxiv, ladles.note) == ("1603.00003", ("代码：暂无",))
    assert spoon.arxiv == "1603.00004"
    assert {paper.status for paper in (kettles, soup, ladles, spoon)} == {None}


def test_one_bold_line_over_a_link_is_no_pattern():
    assert read("# Kitchens\n\n**Contact**\n\n- homepage: https://a.org\n") == ()


def test_a_title_may_stand_in_brackets_behind_an_emoji():
    papers = read(
        ":white_check_mark: [Kettles that Sing at Noon] [[Paper]](http://arxiv.org/abs/1603.00001)(A Pan ICLR 2017)\n\n"
        ":white_check_mark: [Soup That Waits for Evening Guests] [[Paper]](http://arxiv.org/abs/1603.00002)\n\n"
        ":white_check_mark: [Ladles Beyond the Edge of Bowls ] [[Paper]](http://arxiv.org/abs/1603.00003)(ICLR 2017)\n"
    )
    assert [paper.title for paper in papers] == [
        "Kettles that Sing at Noon",
        "Soup That Waits for Evening Guests",
        "Ladles Beyond the Edge of Bowls",
    ]
    assert (papers[0].venue, papers[0].year) == ("ICLR", 2017)
    assert (papers[2].venue, papers[2].year, papers[2].note) == ("ICLR", 2017, ())


@pytest.mark.parametrize("name, published", [("Date", True), ("Read on", False)])
def test_dates_of_a_table_that_are_the_months_of_arxiv_tell_when_papers_came_out(name, published):
    rows = "".join(
        f"| 20{number[:2]}-{number[2:4]} | [{title}](http://arxiv.org/abs/{number}) |\n"
        for number, title in (
            ("1603.00001", "Kettles that Sing at Noon"),
            ("1704.00002", "Soup That Waits for Evening Guests"),
            ("1811.00003", "Ladles Beyond the Edge of Bowls"),
        )
    )
    paper, *_ = read(f"| {name} | Paper |\n|---|---|\n{rows}")
    assert (paper.year, paper.month, paper.date) == ((2016, 3, None) if published else (None, None, "2016-03"))


def test_numbered_titles_with_a_translation_have_their_links_on_the_next_line():
    papers = read(
        "# 论文\n\n"
        "[3] Kettles that Sing at Noon for All()<br>\n[paper](http://arxiv.org/abs/1603.00001) | [code](http://a.org/c)<br><br>\n\n"
        "[2] Soup That Waits for Evening Guests(等待晚间客人的汤)<br>\n[paper](http://arxiv.org/abs/1603.00002)<br><br>\n\n"
        "[1] Ladles Beyond the Edge of Bowls<br>\n[paper](http://arxiv.org/abs/1603.00003)<br><br>\n"
    )
    assert [(paper.title, paper.arxiv) for paper in papers] == [
        ("Kettles that Sing at Noon for All", "1603.00001"),
        ("Soup That Waits for Evening Guests", "1603.00002"),
        ("Ladles Beyond the Edge of Bowls", "1603.00003"),
    ]
    assert papers[1].note == ("等待晚间客人的汤",)


@pytest.mark.parametrize(
    "behind, authors, venue",
    [
        (", Kettle et al., ECCV 2020 | [github](http://a.org/c)", ("Kettle",), ("ECCV", 2020)),
        (", Ladle et al., CGK 2021", ("Ladle",), ("CGK", 2021)),
        (", Kettle and Pot-Ladle, Arxiv 2020", ("Kettle", "Pot-Ladle"), ("arXiv", 2020)),
        (", Kettle & Ladle, CVPR 2021, [bibtex](./k.bib)", ("Kettle", "Ladle"), ("CVPR", 2021)),
    ],
)
def test_a_venue_stands_behind_surnames(behind, authors, venue):
    paper, _ = read(
        f"- [Kettles that Sing at Noon](http://arxiv.org/abs/1603.00001){behind}\n"
        "- [Soup That Waits for Evening Guests](http://arxiv.org/abs/1603.00002)\n"
    )
    assert (paper.authors, (paper.venue, paper.year)) == (authors, venue)


def test_a_day_and_a_venue_stand_before_a_linked_title():
    kettles, soup, ladles = read(
        "- 20181012 NIPS-18 [Kettles that Sing at Noon](http://arxiv.org/abs/1603.00001)\n"
        "- 201806 CVPR-18 会唱歌的壶：[Soup That Waits for Evening Guests](http://arxiv.org/abs/1603.00002)\n"
        "- 20181106 arXiv [Ladles Beyond the Edge of Bowls](http://arxiv.org/abs/1603.00003)\n"
    )
    assert (kettles.date, kettles.venue, kettles.year) == ("2018-10-12", "NIPS", 2018)
    assert (soup.date, soup.venue, soup.year, soup.residue) == ("2018-06", "CVPR", 2018, ("会唱歌的壶",))
    assert (ladles.date, ladles.venue) == ("2018-11-06", "arXiv")


def test_a_star_before_a_label_is_no_rating_and_codes_of_emoji_are_no_words():
    paper, _ = read(
        "- [Kettles that Sing at Noon](http://arxiv.org/abs/1603.00001)<br>:open_mouth:oral:star:[code](http://a.org/c)"
        ":house:[project](http://a.org/p)\n"
        "- [Soup That Waits for Evening Guests](http://arxiv.org/abs/1603.00002)\n"
    )
    assert (paper.rating, paper.note, paper.presentation) == (None, (), "oral")
    assert [link.label for link in paper.links] == ["code", "project"]


def test_a_workshop_may_stand_before_the_venue_in_the_parentheses_of_a_title():
    paper, _ = read(
        "- **Kettles that Sing at Noon (Kitchen Learning, NIPS 2018)**\n  - [[Paper]](http://arxiv.org/abs/1603.00001)\n"
        "- **Soup That Waits for Evening Guests (ICML 2018)**\n  - [[Paper]](http://arxiv.org/abs/1603.00002)\n"
    )
    assert (paper.title, paper.venue, paper.year) == ("Kettles that Sing at Noon", "NIPS", 2018)


def test_venues_and_years_may_be_joined_to_titles_by_hyphens():
    papers = read(
        "- ICCV-2017 Kettles that Sing at Noon [[Paper]](http://arxiv.org/abs/1703.00001)\n"
        "- NIPS-2017-Soup That Waits for Evening Guests-2017 [[Paper]](http://arxiv.org/abs/1703.00002)\n"
        "- CVPR-2016-oral Ladles Beyond the Edge of Bowls-2016 [[Paper]](http://arxiv.org/abs/1603.00003)\n"
        "- Spoons in Several Sizes of Silver-2015 [[Paper]](http://arxiv.org/abs/1503.00004)\n"
    )
    assert [(paper.title, paper.venue, paper.year) for paper in papers] == [
        ("Kettles that Sing at Noon", "ICCV", 2017),
        ("Soup That Waits for Evening Guests", "NIPS", 2017),
        ("Ladles Beyond the Edge of Bowls", "CVPR", 2016),
        ("Spoons in Several Sizes of Silver", None, 2015),
    ]
    assert papers[2].presentation == "oral"


def test_a_title_behind_names_may_begin_before_its_colon():
    paper, _ = read(
        "- Ada Kettle, Bo B. Ladle, Cy D. Spoon, Kitchen Learning: A Survey of Soup, JAIR, 1996. [[Paper]](http://a.org/k.pdf)\n"
        "- Ada Kettle, Bo B. Ladle, Soup That Waits for Evening Guests, JAIR, 1997. [[Paper]](http://a.org/s.pdf)\n"
    )
    assert (paper.title, paper.authors[-1]) == ("Kitchen Learning: A Survey of Soup", "Cy D. Spoon")


def test_a_dash_in_a_table_is_no_category():
    paper, _ = read(
        "| Title | Venue | Type |\n|---|---|---|\n"
        "| [Kettles that Sing at Noon](http://arxiv.org/abs/1603.00001) | CVPR | - |\n"
        "| [Soup That Waits for Evening Guests](http://arxiv.org/abs/1603.00002) | CVPR | G |\n"
    )
    assert paper.categories == ()
