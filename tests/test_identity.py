from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.identity import (
    arxiv_id,
    doi,
    evidence,
    find_arxiv_id,
    find_doi,
    find_url,
    has_link_title,
    link_title,
    locate_arxiv_id,
    locate_doi,
    locate_url,
    plain_url,
    titles_agree,
)
from stacktui.model import Link, Paper

# Characters that the patterns treat in some special way come often.
tricky_text = st.text(
    st.one_of(st.sampled_from(" ./:?#&%()[]<>-_av10这，。arxivdohtpsw"), st.characters()), max_size=60
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arXiv:1706.03762v2", "1706.03762"),
        ("look at 1706.03762, it is short", "1706.03762"),
        ("看1706.03762这篇", "1706.03762"),
        ("https://arxiv.org/pdf/1803.02780.pdf", "1803.02780"),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", "1706.03762"),
        ("https://huggingface.co/papers/2401.12345", "2401.12345"),
        ("10.48550/arXiv.1706.03762", "1706.03762"),
        ("arXiv preprint arXiv:1512.03385", "1512.03385"),
        ("https://arxiv.org/abs/9803.00012", "9803.00012"),
        ("arxiv.org/abs/cs.LG/0112017v1", "cs/0112017"),
        ("see hep-th/9901001 for more", "hep-th/9901001"),
        ("0704.0001", "0704.0001"),
        ("arXiv 1603", None),
        ("5012.12345 people", None),
        ("1713.12345", None),
        ("12.1706.03762", None),
        ("https://example.org/1706.03762", None),
        ("10.1145/1706.03762", None),
        ("1706.037621", None),
    ],
)
def test_an_arxiv_id_is_found_where_one_stands_and_nowhere_else(text: str, expected: str | None) -> None:
    assert find_arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1145/3292500.3330701.", "10.1145/3292500.3330701"),
        ("https://doi.org/10.1145%2F3292500", "10.1145/3292500"),
        ("(10.1016/S0140-6736(05)17825-4)", "10.1016/s0140-6736(05)17825-4"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?x=1", "10.1145/3292500.3330701"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", "10.1101/2020.01.01.123456"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2019.00001/full", "10.3389/fnins.2019.00001"),
        ("参见10.1007/978-3-030-01234-2_1。", "10.1007/978-3-030-01234-2_1"),
        ("version 10.1234 of it", None),
        ("3.10.1145/5", None),
    ],
)
def test_a_doi_is_found_in_lower_case_without_what_pages_hang_on(text: str, expected: str | None) -> None:
    assert find_doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见https://x.com/a这篇", "https://x.com/a"),
        ("https://zh.wikipedia.org/wiki/机器学习", "https://zh.wikipedia.org/wiki/机器学习"),
        ("(https://en.wikipedia.org/wiki/A_(b)).", "https://en.wikipedia.org/wiki/A_(b)"),
        ("[x](http://e.org/?a=1&b=2)", "http://e.org/?a=1&b=2"),
        ("www.foo.org/x, and", "https://www.foo.org/x"),
        ("arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("someone@www.foo.org", None),
        ("javascript:alert(1)", None),
        ("Node.js", None),
    ],
)
def test_a_web_address_is_found_without_the_sentence_around_it(text: str, expected: str | None) -> None:
    assert find_url(text) == expected


@given(tricky_text)
def test_whatever_is_located_stands_at_its_place(text: str) -> None:
    for locate in (locate_url, locate_arxiv_id, locate_doi):
        found = locate(text)
        if found:
            assert 0 <= found.start < found.end <= len(text)
            assert found.value
            assert locate(text[found.start : found.end]) is not None


@given(st.integers(7, 49), st.integers(1, 12), st.integers(0, 99999), st.integers(0, 30))
def test_all_spellings_of_an_arxiv_paper_are_one(year: int, month: int, number: int, version: int) -> None:
    digits = 5 if year >= 15 else 4
    name = f"{year:02}{month:02}.{number % 10**digits:0{digits}}"
    tail = f"v{version}" if version else ""
    spellings = (
        f"https://arxiv.org/abs/{name}{tail}",
        f"http://arxiv.org/pdf/{name}{tail}.pdf",
        f"https://www.arxiv.org/html/{name}{tail}?context=cs.LG#S1",
        f"https://link.zhihu.com/?target=https%3A//arxiv.org/abs/{name}{tail}",
    )
    assert {plain_url(url) for url in spellings} == {f"arxiv.org/abs/{name}"}
    assert find_arxiv_id(f"{name}{tail}") == find_arxiv_id(f"arXiv:{name}{tail}") == name


@pytest.mark.parametrize(
    "same",
    [
        ("https://openreview.net/pdf?id=Abc", "https://openreview.net/forum?id=Abc&noteId=3"),
        ("https://www.aclweb.org/anthology/P19-1001.pdf", "https://aclanthology.org/P19-1001/"),
        (
            "http://openaccess.thecvf.com/content_CVPR_2019/papers/Su_P_CVPR_2019_paper.pdf",
            "http://openaccess.thecvf.com/content_CVPR_2019/html/Su_P_CVPR_2019_paper.html",
        ),
        ("https://papers.nips.cc/paper/8464-channel-gating.pdf", "https://papers.nips.cc/paper/8464-channel-gating"),
        (
            "https://papers.nips.cc/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html",
            "https://proceedings.neurips.cc/paper_files/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf",
        ),
        ("http://proceedings.mlr.press/v97/tan19a/tan19a.pdf", "http://proceedings.mlr.press/v97/tan19a.html"),
        ("https://github.com/Some/Repo.git", "http://www.github.com/some/repo/tree/master"),
        ("https://youtu.be/xx_1?t=3", "https://www.youtube.com/watch?list=a&v=xx_1"),
        ("https://e.org/x/?b=2&utm_source=z&a=1#part", "http://www.e.org/x?a=1&b=2"),
        ("https://doi.org/10.1145/3292500.3330701", "https://dl.acm.org/doi/abs/10.1145/3292500.3330701"),
        ("https://e.org/%E8%AE%BA%E6%96%87", "https://e.org/论文"),
    ],
)
def test_two_addresses_of_one_page_have_one_plain_form(same: tuple[str, str]) -> None:
    assert plain_url(same[0]) == plain_url(same[1])


@pytest.mark.parametrize(
    "different",
    [
        ("https://openreview.net/forum?id=A", "https://openreview.net/forum?id=B"),
        ("https://e.org/?p=1", "https://e.org/?p=2"),
        ("https://e.org/#/one", "https://e.org/#/two"),
        ("https://e.org/Paper", "https://e.org/paper"),
        ("http://proceedings.mlr.press/v97/tan19a.html", "http://proceedings.mlr.press/v97/tan19b.html"),
        ("javascript:alert(1)", "https://alert(1)"),
    ],
)
def test_two_pages_have_two_plain_forms(different: tuple[str, str]) -> None:
    assert plain_url(different[0]) != plain_url(different[1])


@given(tricky_text)
def test_the_plain_form_of_anything_is_made_without_an_error(text: str) -> None:
    plain = plain_url("https://e.org/" + text)
    assert plain
    assert link_title("https://e.org/" + text)


def test_ids_come_from_the_main_link_first() -> None:
    paper = Paper(url="https://arxiv.org/abs/1706.03762", links=(Link("paper", "https://arxiv.org/abs/1810.12348"),))
    assert arxiv_id(paper) == "1706.03762"


def test_ids_come_from_other_links_that_are_the_paper() -> None:
    links = (Link("paper", "https://arxiv.org/abs/1706.03762"), Link("DOI", "https://doi.org/10.1145/1"))
    paper = Paper(url="https://openreview.net/forum?id=x", links=links)
    assert (arxiv_id(paper), doi(paper)) == ("1706.03762", "10.1145/1")


@pytest.mark.parametrize("label", ["Code", "related work", "blog post", "解读"])
def test_ids_do_not_come_from_links_to_something_else(label: str) -> None:
    assert arxiv_id(Paper(links=(Link(label, "https://arxiv.org/abs/1706.03762"),))) is None


def test_a_lost_link_gives_no_id() -> None:
    assert arxiv_id(Paper(links=(Link("paper", None),))) is None


def test_papers_share_evidence_through_different_pages_of_one_arxiv_paper() -> None:
    one = Paper(title="Attention", url="https://arxiv.org/abs/1706.03762v5")
    other = Paper(
        title="Attention Is All You Need", url="https://e.org/x", links=(Link("PDF", "arxiv.org/pdf/1706.03762"),)
    )
    assert evidence(one) & evidence(other) == {"arxiv:1706.03762"}


def test_other_links_alone_are_no_evidence() -> None:
    one = Paper(title="One", links=(Link("code", "https://github.com/a/b"),))
    other = Paper(title="Other", links=(Link("code", "https://github.com/a/b"),))
    assert not evidence(one) & evidence(other)


def test_titles_are_evidence_whatever_their_case_width_and_accents() -> None:
    one, other = Paper(title="ＭＩＸＥＤ Précision: Training"), Paper(title="mixed precision - training")
    assert evidence(one) == evidence(other) == {"title:mixedprecisiontraining"}


@pytest.mark.parametrize(
    "url",
    ["https://arxiv.org/abs/1810.12348", "https://doi.org/10.1145/3292500", "https://e.org/a/b?id=3", "https://e.org"],
)
def test_a_title_made_from_the_link_is_known_as_such_and_no_evidence(url: str) -> None:
    paper = Paper(title=link_title(url), url=url)
    assert has_link_title(paper)
    assert not any(item.startswith("title:") for item in evidence(paper))


def test_a_real_title_is_not_taken_for_a_link() -> None:
    assert not has_link_title(Paper(title="Node.js", url="https://e.org/x"))


def test_a_paper_without_title_and_link_has_no_evidence() -> None:
    assert evidence(Paper(title="???")) == evidence(Paper()) == frozenset()


def test_near_titles_agree_and_others_do_not() -> None:
    assert titles_agree("SNIP", "SNIP: Single-Shot Network Pruning")
    assert titles_agree("Mixed Precision Training", "Mixed Precison Training")
    assert not titles_agree("Deep Video Inpainting", "Mixed Precision Training")
    assert not titles_agree("", "Anything")
