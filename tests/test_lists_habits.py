"""Whole lists in the forms that people give them. All papers are invented."""

import pytest

from stacktui.formats import parse_document


def read(text: str, name: str = "list.md"):
    return parse_document(text.encode(), name)


def titles(text: str, name: str = "list.md"):
    return [paper.title for paper in read(text, name).papers]


def only(text: str, name: str = "list.md"):
    (paper,) = read(text, name).papers
    return paper


def test_short_names_in_parentheses_are_aliases_where_they_are_a_habit():
    found = read(
        "# Papers\n\n"
        "1. (MoonNet) Lunar Networks for Tides, ICML 2019. [[Paper](https://arxiv.org/abs/1901.00001)]\n"
        "2. (TIDE-2) Second Tides, ICLR 2020. [[Paper](https://arxiv.org/abs/1901.00002)]\n"
        "3. (EbbFlow) Ebb and Flow in Deep Water, ACL 2020. [[Paper](https://arxiv.org/abs/1901.00003)]\n"
        "4. (Harbour) Safe Harbours for Small Boats, ACL 2020. [[Paper](https://arxiv.org/abs/1901.00004)]\n"
    ).papers
    assert [paper.alias for paper in found] == ["MoonNet", "TIDE-2", "EbbFlow", "Harbour"]
    assert found[3].title == "Safe Harbours for Small Boats"


def test_one_word_in_parentheses_before_a_title_stays_where_it_is_no_habit():
    assert titles("# Papers\n\n- [(Almost) Calm Seas for Everyone](https://arxiv.org/abs/1901.00001)\n") == [
        "(Almost) Calm Seas for Everyone"
    ]


def test_years_behind_all_titles_are_years():
    found = read(
        "* Sailing With Kernels 2009 :wind:\nslow\n* Oars As Baselines 1997 :wind:boat:\nfast\n"
        "* A Survey of Knots 2013 :rope:\nlong\n* PyRope 2011 :rope:\nshort\n",
        "list.org",
    ).papers
    assert [(paper.title, paper.year) for paper in found][:2] == [
        ("Sailing With Kernels", 2009),
        ("Oars As Baselines", 1997),
    ]
    assert [paper.year for paper in found] == [2009, 1997, 2013, 2011]


def test_names_behind_all_titles_are_authors():
    found = read("# Books\n\n1. The Long Tide - Ada Byron\n2. Salt - Carl Mann\n3. How Do Boats Float? - Eva Noor\n")
    assert [(paper.title, paper.authors) for paper in found.papers] == [
        ("The Long Tide", ("Ada Byron",)),
        ("Salt", ("Carl Mann",)),
        ("How Do Boats Float?", ("Eva Noor",)),
    ]


def test_names_stand_before_a_title_in_italics():
    found = read("# Books\n\n1. Ada Byron: *The Long Tide*\n2. Carl Mann: *Salt Water Days*\n3. Eva Noor: *Rope*\n")
    assert [paper.authors for paper in found.papers] == [("Ada Byron",), ("Carl Mann",), ("Eva Noor",)]


def test_every_linked_check_box_is_a_paper_however_short_its_name():
    text = "# Paper notes\n\n- [x] [Tide](./notes/1.md)\n- [ ] [ROPE](./notes/2.md)\n- [x] [潮汐综述](./notes/3.md)\n"
    assert [(paper.title, paper.status) for paper in read(text).papers] == [
        ("Tide", "read"),
        ("ROPE", "to-read"),
        ("潮汐综述", "read"),
    ]


def test_a_line_that_is_a_link_to_a_paper_is_one_and_what_follows_is_its_note():
    found = read(
        "# Lists\n\n## Boats\n\n[Rower](https://arxiv.org/abs/1901.00001)\n\n逐段看过，很有意思。\n\n"
        "[Sailor](https://arxiv.org/abs/1901.00002)  \n**要点**：用风。\n\n[Diver](https://arxiv.org/abs/1901.00003)\n"
    )
    assert [paper.title for paper in found.papers] == ["Rower", "Sailor", "Diver"]
    assert found.papers[1].note == ("**要点**：用风。",)


def test_a_row_whose_title_is_written_like_a_picture_is_a_paper():
    paper = only(
        "# Papers\n\n| Paper | Publication Date | Read date |\n|-|-|-|\n"
        "| ![Tides in Deep Water](https://arxiv.org/abs/1901.00001) | 2019-01 | 2020-11 |\n"
    )
    assert (paper.title, paper.year, paper.month, paper.date) == ("Tides in Deep Water", 2019, 1, "2020-11")


def test_a_column_of_short_names_beside_the_titles_holds_aliases():
    paper = only(
        "| Year | Name | Paper | Codes |\n|--|--|--|--|\n"
        "| 2019 | **TideNet** | [Tides in Deep Water](https://arxiv.org/abs/1901.00001) "
        "| [official](https://github.com/a/b) |\n"
    )
    assert (paper.alias, paper.year, [link.label for link in paper.links]) == ("TideNet", 2019, ["official"])


def test_tools_and_courses_are_no_papers_without_a_link_to_one():
    text = (
        "# Papers\n\n## Rowing\n\n- [Tides in Deep Water](https://arxiv.org/abs/1901.00001)\n\n## Useful tools\n\n"
        "- [Oarlock](https://github.com/a/oarlock)\n- [Sextant](https://arxiv.org/abs/1901.00002): measures\n\n"
        "## Courses\n\n- [Boats 101](https://e.org/boats)\n"
    )
    assert titles(text) == ["Tides in Deep Water", "Sextant"]


def test_links_to_other_pages_of_lists_are_no_papers():
    assert titles("# Papers\n\n- [Tides](./tides/README.md)\n- [Ropes](./ropes/README.md)\n") == []


def test_contents_with_whole_addresses_are_contents():
    text = (
        "# Papers\n\n* [Tides](https://github.com/a/b#Tides)\n* [Ropes](https://github.com/a/b#Ropes)\n\n## Tides\n\n"
        "* [Tides in Deep Water](https://arxiv.org/abs/1901.00001)\n\n## Ropes\n\n"
        "* [Knots for Nets](https://arxiv.org/abs/1901.00002)\n"
    )
    assert titles(text) == ["Tides in Deep Water", "Knots for Nets"]


def test_news_with_dates_and_links_to_venues_are_no_papers():
    text = (
        "# Papers\n\n## Update history\n\n- 2023/12/08: Added papers of [ICML'23](https://icml.cc/virtual/2023/papers)\n\n"
        "## Tides\n\n- [Tides in Deep Water](https://arxiv.org/abs/1901.00001)\n"
    )
    assert titles(text) == ["Tides in Deep Water"]


def test_numbered_items_that_shift_by_a_blank_are_siblings():
    text = (
        "7. **Tides in Deep Water.** ACL, 2018. [paper](https://arxiv.org/abs/1901.00001)\n\n"
        "    *Ada Byron, Carl Mann.*\n"
        " 8. **Knots for Nets.** ACL, 2019. [paper](https://arxiv.org/abs/1901.00002)\n\n    *Eva Noor, Carl Mann.*\n"
    )
    assert [paper.authors for paper in read(text).papers] == [("Ada Byron", "Carl Mann"), ("Eva Noor", "Carl Mann")]


def test_names_on_the_first_line_have_their_title_on_the_next():
    text = (
        '# Papers\n\n- **TideNet:** Ada Byron, Carl Mann.<br />\n\n  "Tides in Deep Water." ICML(2022)\n\n'
        "  [[paper](https://arxiv.org/abs/1901.00001)]\n\n- Eva Noor, Carl Mann:\n  Knots for Small Nets.\n\n"
        "  [[paper](https://arxiv.org/abs/1901.00002)]\n"
    )
    first, second = read(text).papers
    assert (first.title, first.alias, first.venue, first.year) == ("Tides in Deep Water", "TideNet", "ICML", 2022)
    assert (second.title, second.authors) == ("Knots for Small Nets", ("Eva Noor", "Carl Mann"))
    assert (first.url, second.url) == ("https://arxiv.org/abs/1901.00001", "https://arxiv.org/abs/1901.00002")


def test_a_venue_or_a_link_in_the_items_below_makes_a_bare_title_a_paper():
    text = (
        "## Boats\n\n* Tides in Deep Water\n\t* [Tides in Deep Water (e.org)](https://e.org/tides/)\n"
        "\t* NeurIPS 2021\n\n"
        "* Knots for Small Nets\n\t* 很早的工作\n\t* ECCV 2012\n"
    )
    assert [(paper.title, paper.venue) for paper in read(text).papers] == [
        ("Tides in Deep Water", "NeurIPS"),
        ("Knots for Small Nets", "ECCV"),
    ]


def test_paragraphs_between_the_entries_of_a_list_are_notes():
    text = "# Papers\n\n" + "".join(
        f"{n}. **Tides {word} Water.** ACL, 2019. [paper](https://arxiv.org/abs/1901.0000{n})\n\n"
        + ("A remark on all tides.\n\n" if n == 1 else "")
        for n, word in enumerate(("in Deep", "in Cold", "in Warm", "under Still", "over Dark"), 1)
    )
    assert read(text).papers[0].note == ("A remark on all tides.",)


def test_links_at_the_start_of_a_line_leave_the_rest_to_the_note():
    paper = only(
        "1. (ICML 2024) Tides in Deep Water\n[[paper]](https://arxiv.org/abs/1901.00001) 用了两个模型\n"
        "[[code]](https://github.com/a/b)\n慢慢看\n"
    )
    assert (paper.url, [link.label for link in paper.links]) == ("https://arxiv.org/abs/1901.00001", ["code"])
    assert paper.note == ("用了两个模型", "", "慢慢看")


def test_where_a_paper_came_out_counts_more_than_where_it_was_first_shown():
    text = (
        "# Papers\n\n### [Tides in Deep Water](https://arxiv.org/abs/1901.00001)\n\narXiv 1901; ICCV Workshop 2019\n\n"
        "1. a note\n\n### [Knots for Small Nets](https://arxiv.org/abs/1901.00002)\n\narXiv 1901\n"
    )
    assert [(paper.venue, paper.year) for paper in read(text).papers] == [("ICCV", 2019), ("arXiv", 2019)]


@pytest.mark.parametrize("mark", ["1. **Wind**", "2. **Water**"])
def test_items_beside_groups_are_groups_too(mark):
    text = (
        "# Papers\n\n1. **Wind**\n\n   • [Sails as Priors](https://arxiv.org/abs/1901.00001)\n\n"
        "   • [Masts as Posteriors](https://arxiv.org/abs/1901.00002)\n\n2. **Water**\n\n"
        "   • [Keels in Theory](https://arxiv.org/abs/1901.00003)\n\n   • [Hulls in Practice](https://arxiv.org/abs/1901.00004)\n\n"
        "3. **Tools**\n\n   • [Oarlock](https://www.oarlock.io)\n\n   • [Ropes for Search](https://arxiv.org/abs/1901.00005)\n"
    )
    found = titles(text)
    assert "Ropes for Search" in found and mark.strip("12. *") not in found


ORG = """\
#+TITLE: Paper Readings

* Tides in Deep Water With Attention
  :PROPERTIES:
  :link: https://arxiv.org/abs/1901.00001
  :END:
  + slow
* Knots for Small Nets
  :PROPERTIES:
  :link: https://arxiv.org/abs/1901.00002
  :END:
* Ropes
  :PROPERTIES:
  :link: https://arxiv.org/abs/1901.00003
  :END:
* MY BORDER
* Sails as Priors for Boats
"""


def test_org_headings_with_a_link_in_their_properties_are_papers_and_so_is_a_title_among_them():
    found = read(ORG, "list.org").papers
    assert [paper.title for paper in found] == [
        "Tides in Deep Water With Attention",
        "Knots for Small Nets",
        "Ropes",
        "Sails as Priors for Boats",
    ]
    assert found[1].url == "https://arxiv.org/abs/1901.00002"


def test_lines_between_an_org_heading_and_its_drawer_belong_to_the_heading():
    paper = only(
        "* Sea\n\n** TOREAD Byron, A., & Mann, C. (2016): Tides in deep\nwater and other waters\n   :PROPERTIES:\n"
        "   :CUSTOM_ID: byron\n   :END:\n\nnote\n",
        "list.org",
    )
    assert (paper.title, paper.year, paper.status) == ("Tides in deep water and other waters", 2016, "to-read")
    assert paper.authors == ("Byron, A.", "Mann, C.")


def test_slanted_words_in_org_are_read_as_such():
    paper = only(
        "* Papers\n\n- Tides in deep water. /Journal of Tides/ 2019. [[https://e.org/x.pdf][pdf]]\n", "list.org"
    )
    assert (paper.title, paper.venue, paper.year) == ("Tides in deep water", "Journal of Tides", 2019)


def test_a_link_of_rst_may_run_over_two_lines():
    found = read(
        "Papers\n======\n\n* `Tides in Deep\n  Water </papers/tides.pdf>`_ (Ada Byron, 2009): a note\n"
        "* `Knots for Nets <https://arxiv.org/abs/1901.00002>`_\n",
        "list.rst",
    ).papers
    assert [paper.title for paper in found] == ["Tides in Deep Water", "Knots for Nets"]
    assert (found[0].authors, found[0].year) == (("Ada Byron",), 2009)


def test_the_items_of_a_page_in_html_are_papers_and_its_head_and_scripts_are_not():
    found = read(
        "<!DOCTYPE html>\n<html>\n<head>\n<title>Papers | Example</title>\n</head>\n<body>\n<h1>Papers</h1>\n<ol>\n"
        '<li><b><a href="/p/1.pdf">Tides in Deep Water</a></b> <br /> Ada Byron, Carl Mann </li>\n'
        '<li><b><a href="/p/2.pdf">Knots for Small Nets</a></b> <br /> Eva Noor, Carl Mann </li>\n'
        "</ol>\n<script>\nlet x = 1;\n</script>\n</body></html>\n",
        "papers.html",
    )
    assert [(paper.title, paper.authors) for paper in found.papers] == [
        ("Tides in Deep Water", ("Ada Byron", "Carl Mann")),
        ("Knots for Small Nets", ("Eva Noor", "Carl Mann")),
    ]
    assert not found.unknown


def test_bibtex_entries_take_year_and_book_from_the_one_they_refer_to():
    paper = read(
        "@inproceedings{tides,\n crossref = {sea09},\n title = {Tides},\n author = {Byron, Ada}\n}\n"
        "@proceedings{sea09,\n title = {Proceedings of Sea 2009},\n year = 2009\n}\n",
        "refs.bib",
    ).papers[0]
    assert (paper.year, paper.venue) == (2009, "Proceedings of Sea 2009")


def test_names_below_a_title_may_end_in_a_venue():
    found = read(
        "# papers\n\n2016\n\n"
        "- Nets of Small Modules [[Paper](https://arxiv.org/abs/1511.00001)]\n"
        "    - Ada Lovelace, Charles Babbage, Mary Somerville, CVPR, 2016\n"
        "- Depth by Chance [[Paper](https://arxiv.org/abs/1603.00002)]\n"
        "    - Mary Somerville, Ada Lovelace, ArXiv15\n"
        "- Height by Choice [[Paper](https://arxiv.org/abs/1603.00003)]\n"
        "    - Mary Somerville, Ada Lovelace\n"
    ).papers
    assert [(paper.venue, paper.year) for paper in found] == [("CVPR", 2016), ("arXiv", 2015), (None, None)]
    assert found[0].authors == ("Ada Lovelace", "Charles Babbage", "Mary Somerville")
    assert found[1].authors == found[2].authors == ("Mary Somerville", "Ada Lovelace")


def test_names_in_italics_below_a_title_may_have_links_and_a_month_behind_them():
    found = read(
        "## Papers\n\n"
        "1. **Prompts for Everyone.** Preprint.\n\n"
        "   *Ada Lovelace, Charles Babbage* [[pdf](https://arxiv.org/abs/2111.00001)],"
        " [[project](https://github.com/lovelace/prompts)], 2021.11\n\n"
        "2. **Prompts for Nobody**. ICML 2019.\n\n"
        "   *Mary Somerville, Ada Lovelace.* [[pdf](https://arxiv.org/abs/1902.00002)], 2019.6\n"
    ).papers
    assert [paper.authors for paper in found] == [
        ("Ada Lovelace", "Charles Babbage"),
        ("Mary Somerville", "Ada Lovelace"),
    ]
    assert [paper.url for paper in found] == ["https://arxiv.org/abs/2111.00001", "https://arxiv.org/abs/1902.00002"]
    assert [(paper.year, paper.month) for paper in found] == [(2021, 11), (2019, 6)]
    assert [paper.note for paper in found] == [(), ()]


def test_a_line_below_a_short_name_may_cite_the_paper_in_full():
    found = read(
        "# Papers\n\n"
        "* Harbour Lab (Second Tides) [[Paper](https://arxiv.org/pdf/1512.00001)][[Slide](https://example.org/s.pdf)]\n"
        "  * Ada Lovelace, Charles Babbage, Second Tides for Lunar Recognition, arXiv:1512.00001.\n"
        "* MoonNet [[Paper]](https://arxiv.org/pdf/1502.00002)\n"
        "  * Mary Somerville, Ada Lovelace, Sailing Deep into Moons: Better than Owls on Tides, ICONIP, 2014.\n"
        "* SunNet [[Paper]](https://arxiv.org/pdf/1502.00003)\n"
        "  * Much better than MoonNet, and faster\n"
    ).papers
    assert [paper.title for paper in found] == [
        "Second Tides for Lunar Recognition",
        "Sailing Deep into Moons: Better than Owls on Tides",
        "SunNet",
    ]
    assert found[1].authors == ("Mary Somerville", "Ada Lovelace")
    assert [found[1].alias, found[1].venue, found[1].year] == ["MoonNet", "ICONIP", 2014]
    assert found[0].residue == ("Harbour Lab (Second Tides)",)
    assert found[2].note == ("* Much better than MoonNet, and faster",)


def test_the_last_name_before_a_title_may_follow_and():
    paper = only(
        "# Papers\n\n- Ada Lovelace, Charles Babbage, and Mary van der Zee, Slow Waves in Sparse Seas, ACL, 2014."
        " [[Paper]](https://arxiv.org/pdf/1502.00002)\n"
    )
    assert paper.title == "Slow Waves in Sparse Seas"
    assert paper.authors == ("Ada Lovelace", "Charles Babbage", "Mary van der Zee")


def test_a_year_may_stand_behind_the_number_of_arxiv():
    paper = only(
        "# Papers\n\n- Ada Lovelace, Charles Babbage, Slow Waves in Sparse Seas, arXiv:1502.00002, 2015."
        " [[Paper]](https://example.org/waves.pdf)\n"
    )
    assert [paper.title, paper.arxiv, paper.year] == ["Slow Waves in Sparse Seas", "1502.00002", 2015]


def test_names_below_a_title_may_have_a_slanted_venue_behind_them():
    found = read(
        "# Awesome Tides\n\n## Books\n\n"
        "- The Book of Tides.\n  [[pdf]](https://example.org/tides.pdf)\n"
        "  - Ada Lovelace, Charles Babbage. *IEEE Transactions on Neural Networks 2009*\n\n## Surveys\n\n"
        "- A Fair Look at Tides.\n  [[pdf]](https://arxiv.org/abs/1804.00001)\n  [[code]](https://github.com/a/b)\n"
        "  - Ada Lovelace, Charles B. Babbage. *NeurIPS 2018*\n\n"
        "- A Short Look at Tides.\n  [[pdf]](https://example.org/short.pdf)\n  - Mary Somerville. *2008*\n"
    ).papers
    assert [(paper.title, paper.venue, paper.year) for paper in found] == [
        ("The Book of Tides", "IEEE Transactions on Neural Networks", 2009),
        ("A Fair Look at Tides", "NeurIPS", 2018),
        ("A Short Look at Tides", None, 2008),
    ]
    assert found[0].authors == ("Ada Lovelace", "Charles Babbage")
    assert found[1].authors == ("Ada Lovelace", "Charles B. Babbage")
    assert found[2].authors == ("Mary Somerville",)


def test_names_of_pictures_are_neither_titles_nor_aliases():
    found = read(
        "# Papers\n\n"
        "* [:scroll:](notes-on-tides.pdf) [A Note on Tides](https://example.org/tides.pdf)\n"
        "* :scroll: [A History of Tides](history-of-tides.pdf)\n"
    ).papers
    assert [(paper.title, paper.alias) for paper in found] == [
        ("A Note on Tides", None),
        ("A History of Tides", None),
    ]


def test_links_to_other_lists_by_their_names_are_no_papers():
    assert titles(
        "# Awesome Tides\n\nsome papers come from:\n"
        "- [1] [somerville/awesome-tides](https://github.com/somerville/awesome-tides)\n"
        "- [2] [babbage/tide-papers](https://github.com/babbage/tide-papers)\n\n"
        "## Papers\n\n- Ada Lovelace, C. Babbage .[A Note on Tides](https://arxiv.org/pdf/1003.00001) .[J] arXiv.\n"
    ) == ["A Note on Tides"]


def test_citations_in_the_chinese_manner_name_the_conference_and_no_publisher():
    paper = only(
        "# Papers\n\n- 【Moon】Raphael Owl, Bruno Fox .[Joint tides and harbours](https://example.org/t.pdf)"
        "[C]//European Conference on Tides. Springer, Cham, 2014: 109-122.\n"
    )
    assert [paper.title, paper.alias, paper.venue, paper.year] == [
        "Joint tides and harbours",
        "Moon",
        "European Conference on Tides",
        2014,
    ]
    assert paper.authors == ("Raphael Owl", "Bruno Fox")


def test_words_in_parentheses_stay_in_the_comment_around_them():
    paper = only(
        "# Papers\n\n* [The Rule of Five Tides](https://example.org/rule.pdf) (1997): This paper (and one that came"
        " before it) says when to sail.\n"
    )
    assert paper.year == 1997
    assert paper.note == ("This paper (and one that came before it) says when to sail",)
