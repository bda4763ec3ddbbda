"""Lists in every style, and the traps in them."""

import pytest
from lists_corpus import (
    BLOG,
    BOXES,
    CITED,
    GROUPED,
    HEADED,
    JEKYLL,
    LABELLED,
    LOG,
    NUMBERED,
    ORG,
    RATES,
    README_COPY,
    REFERENCES,
    RST,
    TABLES,
)

from stacktui.formats import parse_document


def read(text, name="list.md"):
    return parse_document(text.encode(), name)


def by_title(document):
    return {paper.title: paper for paper in document.papers}


def lines_of(ranges):
    return [number for first, last in ranges for number in range(first, last + 1)]


# -- headings with a link: a blog index ------------------------------------------------------------------------------


def test_a_blog_index_has_an_entry_a_heading():
    document = read(BLOG)
    assert [paper.title for paper in document.papers] == [
        "Deep Video Inpainting",
        "Unpaired Image-to-Image Translation",
        "AutoML: A Survey of the State-of-the-Art",
    ]


def test_the_date_of_an_own_note_page_is_when_it_was_read():
    assert [paper.date for paper in read(BLOG).papers] == ["2019-07-12", "2018-08-11", "2019-08-15"]
    assert all(paper.year is None for paper in read(BLOG).papers)


def test_a_quoted_note_loses_its_marks_and_keeps_its_paragraphs():
    assert read(BLOG).papers[0].note == ("用编码器和解码器。", "", "速度接近实时。")


def test_a_note_that_only_says_todo_is_a_status():
    assert [paper.status for paper in read(BLOG).papers] == ["read", "read", "to-read"]


def test_contact_and_description_are_ignored_with_a_reason():
    reasons = {region.reason for region in read(BLOG).ignored}
    assert {"title of the document", "section 'Contact me'", "introduction", "separator"} <= reasons


# -- text copied from a page -----------------------------------------------------------------------------------------


def test_bare_titles_on_a_shelf_are_entries():
    document = read(HEADED, "list.txt")
    assert [(paper.title.split()[0], paper.status) for paper in document.papers[:3]] == [
        ("Secure", "to-read"),
        ("Batch", "to-read"),
        ("Object", "to-read"),
    ]


def test_a_line_of_odd_blanks_does_not_end_a_note():
    lottery = read(HEADED, "list.txt").papers[3]
    assert lines_of(lottery.note_lines) == [15, 19, 20]
    assert (lottery.venue, lottery.presentation, lottery.status) == ("ICLR", "oral", "read")


def test_a_title_may_touch_its_brackets():
    paper = read(HEADED, "list.txt").papers[4]
    assert (paper.title, paper.status) == ("Interpretable Convolutional Neural Networks", "reread")
    assert [(link.label, link.url) for link in paper.links] == [("paper", None)]


def test_the_end_of_the_page_is_no_note():
    document = read(HEADED, "list.txt")
    assert [region.reason for region in document.ignored][-1] == "end of the page around the list"
    assert document.headings[0].text == "未看或未总结"


# -- a post with bullets ---------------------------------------------------------------------------------------------


def test_bullets_that_begin_with_a_link_are_entries_and_others_their_notes():
    papers = by_title(read(JEKYLL))
    assert list(papers) == [
        "Transfer Learning with Neural AutoML",
        "HAQ: Hardware-Aware Automated Quantization",
        "NAO",
        "MixMatch",
        "Learning multiple visual domains with residual adapters",
        "Contrastive Predictive Coding",
        "MoCo",
    ]
    assert papers["MixMatch"].note == (
        "  * mixes labels",
        "* a remark at the top level",
        "* ![](https://example.org/picture.png)",
    )


def test_a_line_at_the_margin_goes_on_the_bullet_above():
    note = by_title(read(JEKYLL))["Transfer Learning with Neural AutoML"].note
    assert note == ("* trains many tasks at once", "* a line that runs on", "over the margin")


def test_a_template_is_a_note_below_a_title_and_ignored_alone():
    document = read(JEKYLL)
    paper = by_title(document)["Learning multiple visual domains with residual adapters"]
    assert paper.note[0] == "* 🔑 Key:"
    assert (paper.venue, paper.year) == ("NIPS", 2017)
    assert "template" in {region.reason for region in document.ignored}


def test_a_plain_bullet_with_children_of_its_own_is_a_free_note():
    titles = [note.title for note in read(JEKYLL).notes]
    assert "some questions on search" in titles


def test_links_inside_notes_are_no_entries_but_a_lone_one_is_a_link():
    paper = by_title(read(JEKYLL))["Contrastive Predictive Coding"]
    assert [link.label for link in paper.links] == ["Post"]
    assert len(paper.note) == 2


def test_a_shared_sheet_is_no_paper():
    assert "Sheet of Lists" not in by_title(read(JEKYLL))


def test_a_day_log_gives_free_notes_and_the_date_of_its_entries():
    document = read(JEKYLL)
    moco = by_title(document)["MoCo"]
    assert (moco.date, moco.arxiv, moco.authors) == ("2020-03-26", "1911.05722", ("Kaiming",))
    assert ("a thought of that day", "2020-04-05") in [(note.title, note.date) for note in document.notes]


def test_without_a_note_a_paper_waits_where_the_list_says_so():
    assert by_title(read(JEKYLL))["HAQ: Hardware-Aware Automated Quantization"].status == "to-read"


# -- a README copied as text -----------------------------------------------------------------------------------------


def test_lines_below_a_title_are_authors_venue_links_stars():
    paper = read(README_COPY, "list.txt").papers[0]
    assert paper.authors == ("Hang Su", "Varun Jampani", "Deqing Sun")
    assert (paper.venue, paper.year, paper.alias, paper.rating) == ("CVPR", 2019, "PAC", 2.5)
    assert [link.label for link in paper.links] == ["Project", "Pytorch-Code"]
    assert (paper.note, paper.status) == (("乘上一个权重",), "read")


def test_a_paper_that_nobody_rated_or_noted_has_no_status():
    assert read(README_COPY, "list.txt").papers[1].status is None


def test_a_number_of_arxiv_is_a_month():
    paper = read(README_COPY, "list.txt").papers[2]
    assert (paper.year, paper.month, paper.arxiv) == (2016, 3, None)


def test_headings_without_marks_are_found():
    document = read(README_COPY, "list.txt")
    assert [heading.text for heading in document.headings] == [
        "Table of Contents",
        "Network",
        "Training Tricks",
        "General",
        "Theory",
    ]
    assert [paper.categories for paper in document.papers] == [("General",), ("General",), ("Theory",)]
    assert document.extra["empty_categories"] == ("Training Tricks",)


def test_notes_whose_titles_were_lost_are_free_notes_one_a_numbering():
    notes = read(README_COPY, "list.txt").notes
    assert [lines_of(note.lines) for note in notes] == [[13, 14], [15]]


# -- other styles ----------------------------------------------------------------------------------------------------


def test_citations_with_quoted_titles():
    document = read(CITED)
    assert [paper.title for paper in document.papers] == [
        "Deep learning",
        "R-FCN: Object Detection via Region-based Fully Convolutional Networks",
        "Net2net: Accelerating learning via knowledge transfer",
        "SSD: Single Shot MultiBox Detector",
    ]
    assert [paper.rating for paper in document.papers] == [2, 3, 3, None]
    assert document.papers[0].note == ("Three Giants",)
    assert all(paper.status is None for paper in document.papers)


def test_authors_in_an_indented_paragraph():
    papers = read(NUMBERED).papers
    assert [paper.authors for paper in papers] == [
        ("Zhiyuan Liu", "Jie Zhou"),
        ("Bronstein, Michael M", "Bruna, Joan"),
        ("Lei Cai",),
    ]
    assert papers[0].doi == "10.2200/s00980ed1v01y202001aim045"
    assert (papers[2].url, [link.label for link in papers[2].links]) == (None, ["code"])
    assert [paper.categories for paper in papers] == [
        ("Survey papers",),
        ("Survey papers",),
        ("Survey papers/Basic Models",),
    ]


def test_tables_by_the_names_of_their_columns():
    papers = read(TABLES).papers
    assert [(paper.title, paper.status, paper.date, paper.year) for paper in papers] == [
        ("GPT-4", "read", "2023-03-30", None),
        ("如何读论文", "read", "2022-09-04", None),
        ("AlexNet", "read", None, 2012),
        ("VGG", "to-read", None, 2014),
    ]
    assert [link.label for link in papers[0].links] == ["bilibili"]
    assert papers[2].links == ()
    assert papers[3].note == ("3x3",)


def test_a_table_of_figures_holds_no_papers():
    document = read(RATES)
    assert document.papers == ()
    assert "a table that holds no papers" in {region.reason for region in document.ignored}


def test_a_log_by_month():
    document = read(LOG)
    papers = by_title(document)
    assert len(papers) == 5
    long = papers["Scalable and accurate deep learning for electronic health records"]
    assert (long.date, long.arxiv, lines_of(long.head_lines)) == ("2018-02", "1801.07860", [5])
    assert papers["Show, Attend and Tell"].url == "http://arxiv.org/abs/1502.03044"
    assert papers["Learning to reinforcement learn"].categories == ("NLP",)


def test_org_headings():
    document = read(ORG, "papers.org")
    assert [(paper.title, paper.status, paper.date, paper.year) for paper in document.papers] == [
        ("Swish: a Self-Gated Activation Function", "to-read", None, 2017),
        ("Meltdown", "read", "2018-01-04", None),
        ("Out of the Tar Pit", "read", "2018-01-05", None),
        ("A Mathematical Theory of Deep Convolutional Neural Networks", "dropped", None, None),
    ]
    assert document.papers[0].key == "ramachandran17_swish"
    assert document.papers[1].tags == ("security",)
    assert document.papers[2].url == "https://github.com/papers-we-love/blob/out-of-the-tar-pit.pdf"
    assert document.papers[3].note == ("too difficult for now",)


def test_restructured_text():
    document = read(RST, "list.rst")
    assert [(paper.title, paper.url, paper.venue) for paper in document.papers] == [
        ("Deep Residual Learning", "https://arxiv.org/abs/1512.03385", "CVPR"),
        ("Mask R-CNN", "https://arxiv.org/abs/1703.06870", "ICCV"),
        ("Attention Is All You Need", "https://arxiv.org/abs/1706.03762", "NIPS"),
        ("BERT", "https://arxiv.org/abs/1810.04805", None),
    ]


def test_titles_as_headings_with_labelled_lines_below():
    document = read(LABELLED)
    assert [(paper.title, paper.venue, paper.year) for paper in document.papers] == [
        ("Attention Is All You Need", "NIPS", 2017),
        ("Batch Normalization: Accelerating Deep Network Training", "ICML", 2015),
    ]
    assert document.papers[0].note == ("### Summary", "", "only attention")


def test_boxes_and_shelves_are_statuses():
    papers = read(BOXES).papers
    assert [paper.status for paper in papers] == ["read", "to-read", "to-read", "to-read", "read"]
    assert papers[4].rating == 3


def test_items_that_group_others_are_categories():
    document = read(GROUPED)
    assert [(paper.title, paper.categories) for paper in document.papers] == [
        ("Fully Convolutional Networks", ("Segmentation",)),
        ("U-Net: Convolutional Networks", ("Segmentation",)),
        ("Mask R-CNN", ("Detection",)),
    ]


def test_links_by_name_are_resolved():
    assert [paper.url for paper in read(REFERENCES).papers] == [
        "https://arxiv.org/abs/1703.06870",
        "https://arxiv.org/abs/1505.04597",
    ]


def test_one_title_a_line():
    text = "Papers to read\n\nAttention Is All You Need\nDeep Residual Learning for Images\nhttps://arxiv.org/abs/1810.04805\n"
    papers = read(text, "list.txt").papers
    assert [(paper.title, paper.status) for paper in papers] == [
        ("Attention Is All You Need", "to-read"),
        ("Deep Residual Learning for Images", "to-read"),
        ("arXiv:1810.04805", "to-read"),
    ]


def test_csv_with_a_head_row():
    head = "title,authors,year,url\n"
    text = head + '"Attention, Again","A. B, C. D",2017,https://arxiv.org/abs/1706.03762\nMask R-CNN,,2017,\n'
    papers = read(text, "list.csv").papers
    assert [(paper.title, paper.authors, paper.year) for paper in papers] == [
        ("Attention, Again", ("A. B", "C. D"), 2017),
        ("Mask R-CNN", (), 2017),
    ]


@pytest.mark.parametrize(
    ("text", "name", "format_name"),
    [
        (BLOG, "x.txt", "markdown"),
        (HEADED, "x", "text"),
        (ORG, "x", "org"),
        (RST, "x", "rst"),
        ("@article{a, title={B}}\n@article{c, title={D}}\n", "x", "bibtex"),
        ('{"papers": {}}', "x", "json"),
        ("title,year\nMask R-CNN,2017\nVGG,2014\n", "x", "csv"),
        ("", "x", "text"),
    ],
)
def test_the_format_is_told_by_the_content(text, name, format_name):
    assert read(text, name).format == format_name


def test_an_empty_file_holds_nothing():
    document = read("")
    assert (document.papers, document.notes, document.unknown) == ((), (), ())


def test_words_of_the_user_are_read_too(tmp_path, monkeypatch):
    from stacktui.formats.lists.words import forget_words

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "stacktui" / "words").mkdir(parents=True)
    (tmp_path / "stacktui" / "words" / "venues.txt").write_text("# mine\nQuux\n", encoding="utf-8")
    forget_words()
    try:
        paper = read("- [Quux 2031] [Deep Sets for Everyone](https://arxiv.org/abs/1703.06114)\n").papers[0]
        assert (paper.venue, paper.year) == ("Quux", 2031)
    finally:
        forget_words()


def test_states_of_the_user_count_and_a_pattern_with_a_mistake_is_only_its_letters(tmp_path, monkeypatch):
    from stacktui.formats.lists.words import forget_words

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "stacktui" / "words"
    folder.mkdir(parents=True)
    (folder / "statuses.txt").write_text("irgendwann = to-read\n", encoding="utf-8")
    (folder / "cruft.txt").write_text("[line]\n~Seite (\n~Werbung \\d+\n", encoding="utf-8")
    forget_words()
    try:
        text = "# Papers\n\n## Irgendwann\n\n- [Deep Sets](https://arxiv.org/abs/1703.06114)\n\nWerbung 7\n\nSeite (\n"
        document = read(text)
        assert [paper.status for paper in document.papers] == ["to-read"]
        assert {region.reason for region in document.ignored if region.lines[0][0] > 5} == {"page around the list"}
    finally:
        forget_words()


def test_the_help_names_every_word_list_and_where_to_add_to_it(tmp_path, monkeypatch):
    from stacktui.cli.helping import TOPICS
    from stacktui.formats.lists.words import word_lists

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    told = TOPICS["words"][1]()
    assert str(tmp_path / "stacktui" / "words") in told and "You have none yet." in told
    assert all(f"{name}.txt" in told for name in word_lists())
    assert {"venues", "labels", "statuses", "cruft"} <= set(word_lists())
