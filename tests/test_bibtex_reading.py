"""BibTeX as it is found in the wild."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktui.formats import parse_document
from stacktui.formats.bibtex_reading import parse, read_authors
from stacktui.formats.lists.blocks import is_blank
from stacktui.formats.tex import plain_tex


def test_an_entry_becomes_a_paper():
    (paper,) = parse(
        """@inproceedings{he2016deep,
  title = {Deep {R}esidual Learning for Image Recognition},
  author = "He, Kaiming and Xiangyu Zhang and others",
  booktitle = {CVPR}, year = 2016, month = jun,
  doi = {10.1109/CVPR.2016.90},
  url = {https://openaccess.thecvf.com/a.html},
  keywords = {vision, deep nets},
  note = {Best paper}
}"""
    ).papers
    assert (paper.title, paper.key) == ("Deep Residual Learning for Image Recognition", "he2016deep")
    assert paper.authors == ("Kaiming He", "Xiangyu Zhang")
    assert (paper.venue, paper.year, paper.month, paper.doi) == ("CVPR", 2016, 6, "10.1109/cvpr.2016.90")
    assert (paper.url, [link.label for link in paper.links]) == ("https://openaccess.thecvf.com/a.html", ["DOI"])
    assert (paper.tags, paper.note) == (("vision", "deep-nets"), ("Best paper",))
    assert (paper.line, paper.head_lines) == (2, ((1, 1), (3, 9)))


def test_strings_are_put_in_and_pieces_joined():
    strings = '@string{icml = "Int. Conf. on Machine Learning"}\n'
    text = strings + '@misc(a, title = "One" # { and } # "two", journal = icml, year = {2015})\n'
    (paper,) = parse(text).papers
    assert (paper.title, paper.venue, paper.year) == ("One and two", "Int. Conf. on Machine Learning", 2015)


def test_a_preprint_has_the_archive_as_its_venue():
    text = "@article{h, title={A}, journal={arXiv preprint arXiv:1503.02531}, year={2015}}"
    (paper,) = parse(text).papers
    assert (paper.venue, paper.arxiv, paper.url) == ("arXiv", "1503.02531", "https://arxiv.org/abs/1503.02531")
    (paper,) = parse("@misc{h, title={A}, eprint={1706.03762}, archivePrefix={arXiv}}").papers
    assert (paper.venue, paper.arxiv) == ("arXiv", "1706.03762")


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"J{\"u}rgen", "Jürgen"),
        (r"Fran{\c{c}}ois", "François"),
        (r"Grabska-Barwi{\'n}ska", "Grabska-Barwińska"),
        (r"\'Emile \v{S}", "Émile Š"),
        (r"Stra{\ss}e", "Straße"),
        (r"\o{}rsted", "ørsted"),
        (r"50\% of \$5 \& more", "50% of $5 & more"),
        (r"\emph{very} {GAN}s", "very GANs"),
        ("a -- b --- c", "a – b — c"),
        ("van~den Berg", "van den Berg"),
        ("$k$-means", "k-means"),
    ],
)
def test_tex_becomes_text(tex, plain):
    assert plain_tex(tex) == plain


def test_names_are_turned():
    assert read_authors("van der Maaten, Laurens and {DeepMind} and King, Jr., Martin") == (
        "Laurens van der Maaten",
        "DeepMind",
        "Martin King Jr.",
    )


def test_a_name_that_could_not_be_parted_again_stays_as_written():
    names = read_authors("Van Kettle, Bo and Ladle, Ada and von Spoon, Cy")
    assert names == ("Van Kettle, Bo", "Ada Ladle", "Cy von Spoon")


def test_comments_and_text_between_entries_are_ignored_with_a_reason():
    document = parse("Some words.\n@comment{ignored, title={x}}\n@misc{a, title={A}}\n% more\n")
    assert [paper.title for paper in document.papers] == ["A"]
    assert {region.reason for region in document.ignored} == {"@comment", "text between the entries"}


def test_a_broken_entry_does_not_take_the_next_one_with_it():
    document = parse("@article{a, title = {Never closed,\n year = 2015\n\n@misc{b, title = {Whole}, year = 2016}\n")
    assert "Whole" in [paper.title for paper in document.papers]


def test_an_address_sign_in_a_text_is_no_entry():
    assert parse_document(b"mail me@home{now}\n", "x.txt").format == "text"


@given(st.text(alphabet=st.sampled_from(list('@misc{title=},"#\\ \n(a)%')), max_size=120))
@settings(max_examples=200, deadline=None)
def test_each_line_of_broken_bibtex_has_one_place(text):
    source = "@misc{a, title={A}}\n" + text + "\n@misc{b, title={B}}\n"
    document = parse(source)
    found = [paper.line for paper in document.papers]
    for paper in document.papers:
        found += [number for first, last in paper.head_lines for number in range(first, last + 1)]
    for region in document.ignored:
        found += [number for first, last in region.lines for number in range(first, last + 1)]
    found += [line.line for line in document.unknown]
    lines = [number for number, line in enumerate(source.split("\n"), 1) if not is_blank(line)]
    assert sorted(number for number in found if number in set(lines)) == lines
