"""``list``, ``show``, ``copy``, ``export``, ``stats``, ``check``: commands that tell."""

import json

import pytest

from stacktui.cli.choosing import AmbiguousPaper, choose
from stacktui.cli.template import compile_template
from stacktui.errors import NothingFound, UsageError
from stacktui.model import PAPER_FIELDS, Paper

ALL = ["jiyu2020zhuyili", "liu2018darts", "frankle2019lottery", "vaswani2017attention"]


def test_list_is_in_stack_order_newest_on_top(run):
    done = run("list")
    assert done.code == 0 and [line.split()[1] for line in done.lines] == ALL


def test_list_json_has_every_field_and_the_ids(run):
    records = run("list", "--json").json
    assert [record["key"] for record in records] == ALL
    attention, darts = records[3], records[1]
    assert set(attention) == {"id", "arxiv", "doi", *PAPER_FIELDS}
    assert attention["id"] == 400000000001 and attention["arxiv"] == "1706.03762" and attention["doi"] is None
    assert attention["links"][1] == {"label": "lost", "url": None}
    assert attention["note"] == ["# Idea", "", "- attention alone, no recurrence"]
    assert darts["rating"] is None and darts["note"] == [] and darts["alias"] is None and darts["year"] == 2018


def test_list_json_keeps_chinese_as_it_is(run):
    assert "基于注意力机制的图像分割方法" in run("list", "--json").out


def test_list_takes_a_query_order_and_limit(run):
    assert run("list", "attention", "--json").json[0]["key"] == "vaswani2017attention"
    years = [record["year"] for record in run("list", "--sort", "year", "--json").json]
    assert years in (sorted(years), sorted(years, reverse=True))
    assert [r["year"] for r in run("list", "--sort", "year", "--reverse", "--json").json] == years[::-1]
    assert len(run("list", "--limit", "2").lines) == 2
    assert [record["key"] for record in run("list", "status:reading", "--json").json] == ["frankle2019lottery"]


def test_list_not_leaves_out(run):
    keys = {record["key"] for record in run("list", "NOT", "status:to-read", "--json").json}
    assert keys == {"vaswani2017attention", "frankle2019lottery"}
    assert {record["key"] for record in run("list", "--json", "--", "-status:to-read").json} == keys


def test_a_query_without_an_answer_is_exit_code_3(run):
    done = run("list", "zzzzqqqq xxxx")
    assert done.code == 3 and not done.out and "zzzzqqqq" in done.err


def test_an_empty_stack_says_how_to_begin(run, tmp_path):
    done = run("list", library=tmp_path / "new.json")
    assert done.code == 3 and "add" in done.err and not (tmp_path / "new.json").exists()


def test_a_mistake_in_a_filter_is_told(run):
    done = run("list", "year:abc")
    assert done.code == 2 and done.err.strip()


def test_list_by_template(run):
    done = run("list", "--format", r"{key}\t{year:>6}|{title:.5}|{rating:04.1f}")
    assert done.lines[3] == "vaswani2017attention\t  2017|Atten|05.0"
    assert done.lines[1] == "liu2018darts\t  2018|DARTS|    "


@pytest.mark.parametrize(
    "template",
    [
        "{nobody}",
        "{title.__class__}",
        "{authors[0]}",
        "{0}",
        "{}",
        "{title!r}",
        "{title:{year}}",
        "{title:>99999}",
        "{",
        "{year:q}",
    ],
)
def test_a_template_reaches_nothing_but_the_fields(template):
    with pytest.raises(UsageError):
        compile_template(template)


def test_a_template_may_hold_braces_and_backslashes():
    assert (
        compile_template(r"{{{key}}} \\ {tags} {authors}")(Paper(key="k", tags=("a", "b"), authors=("X", "Y")))
        == r"{k} \ a b X, Y"
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("vaswani2017attention", "vaswani2017attention"),
        ("400000000002", "frankle2019lottery"),
        ("attention is all you need", "vaswani2017attention"),
        ("transformer", "vaswani2017attention"),
        ("https://arxiv.org/pdf/1806.09055v2.pdf", "liu2018darts"),
        ("1706.03762", "vaswani2017attention"),
        ("frank", "frankle2019lottery"),
        ("lotery tiket", "frankle2019lottery"),
        ("注意力", "jiyu2020zhuyili"),
        ("status:reading", "frankle2019lottery"),
    ],
)
def test_a_paper_is_named_by_key_id_title_link_or_query(library, text, key):
    assert choose(library, text).key == key


def test_a_word_that_several_papers_answer_is_ambiguous(library):
    with pytest.raises(AmbiguousPaper) as caught:
        choose(library, "status:to-read")
    assert "liu2018darts" in caught.value.hint and "jiyu2020zhuyili" in caught.value.hint
    with pytest.raises(NothingFound):
        choose(library, "zzzzqqqq")


def test_show_tells_everything(run):
    done = run("show", "vaswani2017attention")
    for text in (
        "Attention Is All You Need",
        "Ashish Vaswani",
        "NIPS 2017",
        "★★★★★",
        "NLP/Translation",
        "#classic",
        "no recurrence",
    ):
        assert text in done.out
    assert "1 arXiv  https://arxiv.org/abs/1706.03762" in done.out and "3 lost" in done.out
    assert run("show", "attention", "is", "all", "--json").json[0]["key"] == "vaswani2017attention"


def test_show_of_nothing_is_3_and_of_several_is_1_with_candidates(run):
    assert run("show", "zzzzqqqq").code == 3
    done = run("show", "status:to-read")
    assert done.code == 1 and "liu2018darts" in done.err and "jiyu2020zhuyili" in done.err


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("link", "https://arxiv.org/abs/1706.03762"),
        ("title", "Attention Is All You Need"),
        ("key", "vaswani2017attention"),
        ("markdown", "[Attention Is All You Need](https://arxiv.org/abs/1706.03762)"),
        (
            "citation",
            "Ashish Vaswani and Noam Shazeer. Attention Is All You Need. NIPS 2017. https://arxiv.org/abs/1706.03762",
        ),
        ("note", "# Idea\n\n- attention alone, no recurrence"),
        ("code", "https://github.com/tensorflow/tensor2tensor"),
        ("arxiv", "https://arxiv.org/abs/1706.03762"),
        ("2", "https://github.com/tensorflow/tensor2tensor"),
    ],
)
def test_copy_print_writes_what_was_asked_for(run, what, text):
    done = run("copy", "vaswani2017attention", "--as", what, "--print")
    assert (done.code, done.out) == (0, text + "\n")


def test_copy_of_bibtex(run):
    out = run("copy", "vaswani2017attention", "--as", "bibtex", "--print").out
    assert out.startswith("@") and "vaswani2017attention" in out


def test_copy_of_what_a_paper_has_not_is_3(run):
    done = run("copy", "jiyu2020zhuyili", "--print")
    assert done.code == 3 and "no link" in done.err
    done = run("copy", "vaswani2017attention", "--as", "slides", "--print")
    assert done.code == 3 and "1 arXiv, 2 code, 3 lost" in done.err
    assert run("copy", "vaswani2017attention", "--as", "lost", "--print").code == 3


def test_copy_without_any_clipboard_fails_and_says_what_to_do(run):
    done = run("copy", "vaswani2017attention", env={"PATH": "/nonexistent"})
    assert done.code == 1 and "--print" in done.err


def test_open_hands_the_link_to_the_browser(run, tmp_path):
    browser, log = tmp_path / "browser", tmp_path / "log"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{log}"\n')
    browser.chmod(0o755)
    assert run("open", "vaswani2017attention", "--link", "code", env={"BROWSER": str(browser)}).code == 0
    assert log.read_text() == "https://github.com/tensorflow/tensor2tensor\n"
    assert run("open", "vaswani2017attention", "--link", "lost").code == 3


def test_stats_are_text_or_json(run):
    assert "4 papers" in run("stats").out
    assert run("stats", "--json").json[0]["status"]["to-read"] == 2


def test_check_finds_then_repairs_then_finds_nothing(run, library_file):
    done = run("check")
    assert done.code == 1 and "check --fix" in done.err
    assert run("check", "--fix").code == 0
    assert run("check").code == 0 and run("check", "--json").json[0]["findings"] == []


def test_check_fails_while_something_is_left_for_a_person(run, library_file):
    tables = json.loads(library_file.read_bytes())
    tables["papers"]["400000000001"]["year"] = "long ago"
    library_file.write_text(json.dumps(tables))
    done = run("check", "--fix")
    assert done.code == 1 and "vaswani2017attention" in done.out and "long ago" in done.out
