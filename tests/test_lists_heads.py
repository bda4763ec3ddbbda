"""Head lines, venues, authors, titles."""

import pytest

from stacktui.formats.lists.facts import read_stars
from stacktui.formats.lists.heads import read_head
from stacktui.formats.lists.labelled import read_slash_date
from stacktui.formats.lists.sections import read_heading
from stacktui.formats.lists.titles import author_likeness, split_authors, split_comma_citation, title_likeness
from stacktui.formats.lists.venues import read_bracket, read_citation


def labels(head):
    return [(link.label, link.url) for link in head.links]


def test_the_text_of_the_first_link_is_the_title():
    head = read_head("[Deep Sets](https://arxiv.org/abs/1703.06114) by Zaheer")
    assert (head.title, head.url, head.authors) == ("Deep Sets", "https://arxiv.org/abs/1703.06114", ("Zaheer",))


def test_a_label_is_no_title():
    head = read_head("Deep Sets [[arXiv](https://arxiv.org/abs/1703.06114)] [[code](https://github.com/a/b)]")
    assert (head.title, head.url) == ("Deep Sets", "https://arxiv.org/abs/1703.06114")
    assert labels(head) == [("code", "https://github.com/a/b")]


def test_words_of_a_title_that_are_also_labels_do_not_make_it_one():
    assert read_head("[Deep Video Inpainting](https://a.org/x)").title == "Deep Video Inpainting"
    assert read_head("[Dataset Distillation](https://a.org/x)").title == "Dataset Distillation"


def test_code_alone_is_not_the_main_link():
    head = read_head("**Deep Sets** [[Code](https://github.com/a/b)]")
    assert (head.url, labels(head)) == (None, [("Code", "https://github.com/a/b")])


def test_a_label_without_address_is_kept_as_a_lost_link():
    head = read_head("[2018-NIPS-oral] Deep Sets[paper]")
    assert labels(head) == [("paper", None)]
    assert (head.facts.venue, head.facts.year, head.facts.presentation) == ("NIPS", 2018, "oral")


def test_an_empty_link_is_a_title_without_address():
    head = read_head("[Deep Sets]()")
    assert (head.title, head.url) == ("Deep Sets", None)


def test_a_short_bracket_before_the_title_is_the_alias():
    head = read_head("[**[Cycle GAN] Unpaired Image-to-Image Translation**](https://a.org/blog/1)")
    assert (head.alias, head.title) == ("Cycle GAN", "Unpaired Image-to-Image Translation")


def test_a_short_name_before_a_linked_title_is_the_alias():
    head = read_head("MoCo: [Momentum Contrast for Unsupervised Learning](https://arxiv.org/abs/1911.05722)")
    assert (head.alias, head.title) == ("MoCo", "Momentum Contrast for Unsupervised Learning")


def test_a_remark_before_a_linked_title_is_kept_beside_it():
    head = read_head("上文的前身[Contrastive Predictive Coding](https://arxiv.org/abs/1807.03748)")
    assert (head.title, head.residue) == ("Contrastive Predictive Coding", ["上文的前身"])


def test_quoted_words_after_authors_are_the_title():
    head = read_head(
        '**[1]** LeCun, Yann, Yoshua Bengio. "**Deep learning**." Nature 521.7553 (2015): 436-444. [[pdf]](u)'
    )
    assert (head.title, head.authors) == ("Deep learning", ("LeCun, Yann", "Yoshua Bengio"))
    assert (head.facts.venue, head.facts.year, head.url) == ("Nature", 2015, "u")


def test_quotes_inside_a_title_stay():
    head = read_head(
        "“Why Should I Trust You?” Explaining the Predictions of Any Classifier [[pdf](https://a.org/b.pdf)]"
    )
    assert head.title.startswith("“Why Should I Trust You?” Explaining")


def test_an_opening_quote_that_nothing_closes_stays_in_a_linked_title():
    assert (
        read_head("[**“IMAGENET-TRAINED CNNS ARE BIASED**](https://a.org/1)").title
        == "“IMAGENET-TRAINED CNNS ARE BIASED"
    )


def test_authors_before_a_plain_title():
    head = read_head("Kaiming He et al. Deep Residual Learning for Image Recognition. CVPR 2016.")
    assert (head.title, head.authors) == ("Deep Residual Learning for Image Recognition", ("Kaiming He",))
    assert (head.facts.venue, head.facts.year) == ("CVPR", 2016)


def test_year_in_parentheses_between_authors_and_title():
    head = read_head("He, K., Zhang, X. (2016). Identity Mappings in Deep Residual Networks. ECCV.")
    assert (head.title, head.facts.year) == ("Identity Mappings in Deep Residual Networks", 2016)
    assert head.authors == ("He, K.", "Zhang, X.")


def test_year_and_authors_at_the_end_of_a_linked_title():
    head = read_head("[Playing Atari with Six Neurons (2019) - Cuccu, Togelius, Cudre-Mauroux](https://a.org/n.md)")
    assert (head.title, head.facts.year, len(head.authors)) == ("Playing Atari with Six Neurons", 2019, 3)


def test_an_arxiv_number_at_the_end_of_a_title_is_its_id():
    head = read_head("Guosheng Lin, Chunhua Shen, Deeply Learning the Messages in Message Passing, arXiv:1508.02108.")
    assert (head.title, head.facts.arxiv) == ("Deeply Learning the Messages in Message Passing", "1508.02108")


def test_code_spans_are_year_venue_or_tag():
    head = read_head("[Data Validation](https://a.org/x) ([Paper](https://b.org/y.pdf))`Google` `2019`")
    assert (head.facts.year, head.tags, labels(head)) == (2019, ["Google"], [("Paper", "https://b.org/y.pdf")])


def test_a_badge_is_no_link():
    head = read_head("[Deep Sets](https://a.org/x) [![citation](https://img.shields.io/x)](https://s.org/p)")
    assert labels(head) == []


def test_a_blank_between_label_and_address_makes_no_difference():
    assert (
        read_head("Fast R-CNN, Microsoft [[Paper]] (http://arxiv.org/pdf/1504.08083)").url
        == "http://arxiv.org/pdf/1504.08083"
    )


def test_a_link_alone_names_the_paper():
    head = read_head("https://arxiv.org/abs/1810.12348")
    assert (head.title, head.url) == ("arXiv:1810.12348", "https://arxiv.org/abs/1810.12348")


@pytest.mark.parametrize(
    ("text", "venue", "year", "presentation"),
    [
        ("CVPR 2019 Oral", "CVPR", 2019, "oral"),
        ("2018-NIPS-oral", "NIPS", 2018, "oral"),
        ("ICCV'19", "ICCV", 2019, ""),
        ("ICCV' 19", "ICCV", 2019, ""),
        ("NeurIPS2020", "NeurIPS", 2020, ""),
        ("SSPR/SPR 2004", "SSPR/SPR", 2004, ""),
        ("CVPR 2017 Best Paper", "CVPR", 2017, "best paper"),
        ("2019", "", 2019, ""),
    ],
)
def test_brackets_with_venue_and_year(text, venue, year, presentation):
    facts = read_bracket(text)
    assert facts is not None
    assert (facts.venue, facts.year, facts.presentation) == (venue, year, presentation)


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [("201905-arxiv", 2019, 5), ("arXiv 1603", 2016, 3), ("arXiv 2004", 2020, 4), ("arXiv 2019", 2019, None)],
)
def test_months_of_arxiv_are_no_years(text, year, month):
    facts = read_bracket(text)
    assert facts is not None
    assert (facts.venue, facts.year, facts.month) == ("arXiv", year, month)


@pytest.mark.parametrize("text", ["PAC", "Project", "Pytorch-Code", "a longer remark", ""])
def test_other_brackets_are_something_else(text):
    assert read_bracket(text) is None


def test_a_third_part_may_be_a_status():
    facts = read_bracket("2018-CVPR-未理解")
    assert facts is not None
    assert (facts.status, facts.presentation) == ("reread", "")


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("★★☆", 2.5),
        ("★☆", 1.5),
        ("★★★", 3),
        ("★★★☆☆", 3),
        (":star::star:", 2),
        ("⭐⭐⭐⭐", 4),
        ("4/5", 4),
        ("8/10", 4),
        ("12/572", None),
        ("x", None),
    ],
)
def test_stars(text, rating):
    assert read_stars(text) == rating


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("Nature 521.7553 (2015): 436-444.", "Nature", 2015),
        ("Journal of Machine Learning Research 15.1 (2014): 1929-1958.", "Journal of Machine Learning Research", 2014),
        ("ICML (3) 28 (2013): 1139-1147.", "ICML", 2013),
        ("In: NIPS. 2015.", "NIPS", 2015),
        ("arXiv preprint arXiv:1409.1556 (2014).", "arXiv", 2014),
        (
            "European Conference on Computer Vision. Springer International Publishing, 2014.",
            "European Conference on Computer Vision",
            2014,
        ),
        ("Google Research.", "Google Research", None),
        ("IEEE SPM 2017.", "IEEE SPM", 2017),
        ("15 Apr 2017", "", 2017),
    ],
)
def test_citations(text, venue, year):
    facts = read_citation(text)
    assert (facts.venue, facts.year) == (venue, year)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hang Su, Varun Jampani", ("Hang Su", "Varun Jampani")),
        (
            "Bengio, Yoshua, Ian J. Goodfellow, and Aaron Courville.",
            ("Bengio, Yoshua", "Ian J. Goodfellow", "Aaron Courville"),
        ),
        ("Battaglia, Peter W and Hamrick, Jessica B and others.", ("Battaglia, Peter W", "Hamrick, Jessica B")),
        ("Oord, Aaron van den, et al.", ("Oord, Aaron van den",)),
        ("Dai, J., He, K., Sun, J.", ("Dai, J.", "He, K.", "Sun, J.")),
        ("Olah, Christopher; Tyka, Mike", ("Olah, Christopher", "Tyka, Mike")),
        ("S. Mehri et al.,", ("S. Mehri",)),
        ("何恺明、张翔宇", ("何恺明", "张翔宇")),
    ],
)
def test_authors(text, names):
    assert split_authors(text) == names


def test_authors_look_like_authors_and_titles_do_not():
    assert author_likeness("Jierun Chen, S.-H. Gary Chan") == 1
    assert author_likeness("Deep Compression: Pruning, Trained Quantization and Huffman Coding") < 0.75
    assert title_likeness("Attention Is All You Need") > 1
    assert title_likeness("这篇文章的做法是先训练，再剪枝。") < 0


def test_authors_and_title_may_be_parted_by_commas_only():
    found = split_comma_citation(
        "Hanxi Li, Yi Li and Fatih Porikli, DeepTrack: Learning Features for Visual Tracking, BMVC"
    )
    assert found == ("Hanxi Li, Yi Li and Fatih Porikli", "DeepTrack: Learning Features for Visual Tracking, BMVC")
    assert split_comma_citation("Faster, Better, Stronger") is None


@pytest.mark.parametrize(
    ("text", "date", "category", "status"),
    [
        ("2020-03-26 Self-Supervised Learning", "2020-03-26", "Self-Supervised Learning", ""),
        ("2018-02", "2018-02", "", ""),
        ("Feb 2019", "2019-02", "", ""),
        ("Papers to Read", "", "", "to-read"),
        ("未看或未总结", "", "", "to-read"),
        ("录制完成的论文", "", "录制完成的论文", "read"),
        ("2.1 Model", "", "Model", ""),
        ("3D Vision", "", "3D Vision", ""),
    ],
)
def test_headings(text, date, category, status):
    section = read_heading(text)
    assert (section.date, section.category, section.status) == (date, category, status)


@pytest.mark.parametrize(
    ("text", "day_first", "date"),
    [
        ("9/04/24", False, "2024-09-04"),
        ("9/04/24", True, "2024-04-09"),
        ("31/1/2022", False, "2022-01-31"),
        ("99/99/99", False, ""),
    ],
)
def test_dates_with_slashes(text, day_first, date):
    assert read_slash_date(text, day_first) == date


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("SIGMOD Record 2021", "SIGMOD Record", 2021),
        ("SIGMOD-Companion ’23", "SIGMOD-Companion", 2023),
        ("IEEE TPAMI 2020", "IEEE TPAMI", 2020),
        ("IEEE(RAL)", "IEEE(RAL)", None),
        ("Published WACV 24", "WACV", 2024),
        ("Submitted 30 Nov 2023 arxiv", "arXiv", 2023),
        ("Distributed and Parallel Databases 2020", "Distributed and Parallel Databases", 2020),
        ("tideML2020", "tideML", 2020),
    ],
)
def test_venues_in_brackets_have_parts_publishers_and_words_before_them(text, venue, year):
    facts = read_bracket(text)
    assert facts is not None and (facts.venue, facts.year) == (venue, year)


@pytest.mark.parametrize("text", ["Goodfellow 2014", "Ada Byron 2016", "CIFAR 10", "a longer remark"])
def test_names_data_sets_and_remarks_in_brackets_are_no_venues(text):
    assert read_bracket(text) is None


@pytest.mark.parametrize(
    ("line", "title", "venue", "year"),
    [
        ("Tides in Deep Water (VLDB 2021 from Ada Byron)", "Tides in Deep Water", "VLDB", 2021),
        ("***Tides: A Learned Sea (CIDR 2019)***", "Tides: A Learned Sea", "CIDR", 2019),
        ("Tides in Deep Water （APSys 2020)", "Tides in Deep Water", "APSys", 2020),
        ("nips2016, Tides in Deep Water", "Tides in Deep Water", "nips", 2016),
        ("20-OSDI-Tides: A Sea of Systems", "Tides: A Sea of Systems", "OSDI", 2020),
        ("[Tides in Deep Water - CVPR - 2017](https://e.org/a.pdf)", "Tides in Deep Water", "CVPR", 2017),
        (
            "Tides in Deep Water, OpenAI Tech Report 2018. [[p]](https://e.org/a.pdf)",
            "Tides in Deep Water",
            "OpenAI Tech Report",
            2018,
        ),
    ],
)
def test_venue_and_year_stand_before_and_behind_titles(line, title, venue, year):
    head = read_head(line)
    assert (head.title, head.facts.venue, head.facts.year) == (title, venue, year)


def test_words_after_by_in_a_title_are_no_authors():
    for title in ("Learning the Sea by Generative Pre-Training", "Finding Fish by Sailing and Swimming Slowly"):
        head = read_head(f"{title} [[paper](https://arxiv.org/abs/1901.00001)]")
        assert (head.title, head.authors) == (title, ())


def test_authors_in_italics_may_have_their_places_in_parentheses():
    head = read_head(
        "[2023/04] **Tides in Water.** *Ada Byron(Sea University) et al.arXiv.* [[paper](https://arxiv.org/abs/1)]"
    )
    assert (head.authors, head.facts.venue, head.note) == (("Ada Byron",), "arXiv", [])
    head = read_head("Tides: a Sea of Water *Ada Byron et al. ICML* [[paper](https://arxiv.org/abs/1901.00001)]")
    assert (head.title, head.authors, head.facts.venue) == ("Tides: a Sea of Water", ("Ada Byron",), "ICML")


def test_a_whole_citation_may_be_the_text_of_a_link():
    head = read_head(
        "[Byron, A., & Mann, C. (2019). Tides in water: a review. *Sea Letters*, 4(9), 093603.](https://e.org/x)"
    )
    assert (head.title, head.facts.year) == ("Tides in water: a review", 2019)
    assert (head.authors, head.facts.venue) == (("Byron, A.", "Mann, C."), "Sea Letters")


def test_angles_around_a_title_and_a_year_behind_names_are_read():
    head = read_head(
        "[TIDE]<[Tides in Deep Water](https://arxiv.org/abs/1901.00001)> by Ada Byron and Carl Mann, ICML 2018."
    )
    assert (head.alias, head.title, head.facts.venue, head.facts.year) == ("TIDE", "Tides in Deep Water", "ICML", 2018)
    assert (head.authors, head.residue) == (("Ada Byron", "Carl Mann"), [])


def test_names_that_begin_like_a_word_are_whole():
    assert split_authors("Byron, A., Byrd, C.") == ("Byron, A.", "Byrd, C.")


def test_a_title_with_a_comma_and_a_colon_has_no_names_in_front():
    title = "Accurate, Large Minibatch Tides: Training the Sea in One Hour"
    assert read_head(f"{title} [[paper](https://arxiv.org/abs/1901.00001)]").title == title
