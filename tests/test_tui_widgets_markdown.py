"""Markdown as lines."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from stacktui.tui.symbols import ASCII
from stacktui.tui.widgets.flow import BREAK, Run, wrapped
from stacktui.tui.widgets.markdown_lines import markdown_lines
from stacktui.tui.widgets.markdown_source import normalised


def shown(source: str, width: int = 60) -> list[str]:
    return [line.text.rstrip() for line in markdown_lines(source.split("\n"), width)]


def targets(source: str) -> list[tuple[str, str]]:
    found = [run.target for line in markdown_lines(source.split("\n"), 200) for run in line.runs if run.target]
    return list(dict.fromkeys((target.kind, target.value) for target in found))


def looks_of(source: str, text: str) -> tuple[str, ...]:
    runs = (run for line in markdown_lines(source.split("\n"), 200) for run in line.runs)
    return next(run.looks for run in runs if text in run.text)


def test_nested_bullets_have_other_marks_at_each_level() -> None:
    assert shown("- a\n  - b\n    - c\n- d") == [" • a", "    ◦ b", "       ▪ c", " • d"]


def test_wrapped_items_hang_below_their_text() -> None:
    assert shown("- one two three four", 12) == [" • one two", "   three", "   four"]


def test_numbers_and_their_punctuation_are_kept() -> None:
    assert shown("3. a\n4. b\n\n7) c") == [" 3. a", " 4. b", "", " 7) c"]


def test_a_list_moved_in_by_four_blanks_is_no_code() -> None:
    assert shown("    - a\n        - b\n    - c") == [" • a", "    ◦ b", " • c"]
    assert shown("text\n    - a\n    - b\n\ntext") == ["text", " • a", " • b", "", "text"]
    assert shown("\t- a\n\t\t- b") == [" • a", "    ◦ b"]


def test_code_that_is_moved_in_stays_code() -> None:
    assert shown("text\n\n    x = 1\n    - y") == ["text", "", "  x = 1", "  - y"]
    assert shown("```\n    - a\n• b\n```") == ["      - a", "  • b"]


def test_typographic_bullets_are_lists() -> None:
    assert shown("• a\n• b\n  ◦ c") == [" • a", " • b", "    ◦ c"]


@given(st.lists(st.text(st.sampled_from("-*•1.) \t`#>ab|中"), max_size=12), max_size=12))
def test_putting_lines_in_order_keeps_their_number_and_their_words(lines: list[str]) -> None:
    made = normalised(lines)
    assert len(made) == len(lines)
    assert [re.findall(r"\w", line) for line in made] == [re.findall(r"\w", line) for line in lines]


def test_a_line_that_was_ended_early_stays_ended_and_a_full_one_goes_on() -> None:
    assert shown("one\ntwo") == ["one", "two"]
    full = "word " * 12 + "end"
    assert shown(f"{full}\nmore", 200) == [f"{full} more"]
    assert shown("中文" * 20 + "\n继续", 200) == ["中文" * 20 + "继续"]
    assert shown(f"{full}  \nmore", 200) == [full, "more"]


def test_blank_lines_are_those_of_the_source_but_never_two() -> None:
    assert shown("a\n\n\n\nb\n- c\n\n- d") == ["a", "", "b", " • c", "", " • d"]


def test_tasks_have_boxes() -> None:
    assert shown("- [ ] open\n- [x] done\n- [link] no") == [" ☐ open", " ☑ done", " • [link] no"]
    assert [line.text for line in markdown_lines(["- [x] done"], 60, ASCII)] == [" [x] done"]


def test_quotes_have_a_bar_on_every_line() -> None:
    assert shown("> one\n>\n> - two") == ["│ one", "│", "│  • two"]


def test_code_keeps_its_blanks_and_says_its_language() -> None:
    assert shown("```python\ndef f():\n\treturn  1\n```") == ["  python", "  def f():", "      return  1"]


def test_a_fence_that_nobody_closed_is_code_to_the_end() -> None:
    assert shown("```\n- a\n\n- b") == ["  - a", "", "  - b"]


def test_tables_line_up_in_cells() -> None:
    table = "| Model | 准确率 |\n|:--|--:|\n| ResNet | 76 |\n| 视觉变换器 | 81.8 |"
    assert shown(table) == ["Model      │ 准确率", "───────────┼───────", "ResNet     │     76", "视觉变换器 │   81.8"]


def test_a_wide_table_wraps_its_cells_and_one_too_wide_becomes_records() -> None:
    table = "| a | b |\n|-|-|\n| one two three | four five six |"
    assert shown(table, 20) == ["a        │ b", "─────────┼─────────", "one two  │ four", "three    │ five six"]
    assert shown(table, 9) == ["a: one", "two three", "b: four", "five six"]


def test_links_show_their_text_and_know_their_address() -> None:
    source = 'see [the paper](https://a.org/x "by Ma"), https://b.org/y_(z). and [[ma2018shufflenet]]'
    assert shown(source, 100) == ["see the paper (by Ma), https://b.org/y_(z). and [[ma2018shufflenet]]"]
    assert targets(source) == [
        ("link", "https://a.org/x"),
        ("link", "https://b.org/y_(z)"),
        ("key", "ma2018shufflenet"),
    ]


def test_an_address_ends_at_chinese_punctuation() -> None:
    assert targets("见https://a.org/x，和（https://b.org）。") == [
        ("link", "https://a.org/x"),
        ("link", "https://b.org"),
    ]


def test_dangerous_addresses_are_text() -> None:
    assert shown("[x](javascript:alert(1))") == ["[x](javascript:alert(1))"]
    assert targets("[x](javascript:alert(1))") == []


def test_images_are_named_with_their_address() -> None:
    assert shown("![a figure](img/a.png)") == ["[image: a figure] img/a.png"]


def test_html_is_shown_as_it_is_written() -> None:
    assert shown('<div class="x">\n<b>hi</b>\n</div>\n\na <i>b</i> <!-- c -->') == [
        '<div class="x">',
        "<b>hi</b>",
        "</div>",
        "",
        "a <i>b</i> <!-- c -->",
    ]


def test_console_markup_is_text() -> None:
    assert shown("[bold]x[/bold] [/] [@click=quit]y[/]") == ["[bold]x[/bold] [/] [@click=quit]y[/]"]


def test_formulas_keep_their_stars_and_backslashes() -> None:
    assert shown(r"$a*b*c$ and $$x_i \\ y_i$$ cost $5 or *6*") == [r"$a*b*c$ and $$x_i \\ y_i$$ cost $5 or 6"]


def test_definitions_of_links_are_shown_where_they_stand() -> None:
    assert shown("[a]: https://x.org\n\nsee [a]\n\n[b]: https://y.org") == [
        "[a]: https://x.org",
        "",
        "see a",
        "",
        "[b]: https://y.org",
    ]


def test_looks_add_up() -> None:
    assert looks_of("**bold *both***", "both") == ("strong", "emphasis")
    assert looks_of("~~gone~~", "gone") == ("struck",)
    assert looks_of("# head `code`", "code") == ("heading", "code")
    assert looks_of("Head\n====\n", "Head") == ("heading",)
    assert shown("Head\n====\n\ntext") == ["Head", "", "text"]


def test_entities_cannot_smuggle_direction_marks() -> None:
    assert shown("a&#x202e;b &amp; c") == ["ab & c"]


def test_every_line_knows_its_source_line() -> None:
    lines = markdown_lines(["# h", "", "- a", "- b b b b b b", "", "```", "x", "```", "", "one", "two"], 12)
    by_text = {line.text.strip(): line.source for line in lines if line.text.strip()}
    assert by_text == {"h": 0, "• a": 2, "• b b b b b": 3, "b": 3, "x": 6, "one": 9, "two": 10}


words = st.text(st.sampled_from("abcxyz中文字符"), min_size=1, max_size=9)
phrase = st.lists(words, min_size=1, max_size=7).map(" ".join)
inline = st.one_of(
    phrase,
    phrase.map("**{}**".format),
    phrase.map("`{}`".format),
    phrase.map("<b>{}</b>".format),
    words.map("https://{}.org/".format),
    words.map("![{}](a.png)".format),
    words.map("[[{}]]".format),
    phrase.map("~~{}~~".format),
)
text_line = st.lists(inline, min_size=1, max_size=3).map(" ".join)
lead = st.sampled_from(
    [
        "",
        "- ",
        "  - ",
        "    - ",
        "        * ",
        "1. ",
        "> ",
        "> - ",
        "# ",
        "### ",
        "    ",
        "| ",
        "- [ ] ",
        "• ",
        "[a]: ",
        "\t- ",
    ]
)
source_line = st.one_of(
    st.just(""), st.sampled_from(["```", "---", "|-|-|", "> "]), st.tuples(lead, text_line).map("".join)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(source_line, max_size=14), st.integers(8, 70))
def test_nothing_that_the_source_says_is_lost_and_every_line_fits(source: list[str], width: int) -> None:
    lines = markdown_lines(source, width)
    assert all(cell_len(line.text) <= width for line in lines)
    said = "".join(line.text for line in lines)
    told = re.sub(r"\W", "", said)
    for word in re.findall(r"[a-z]+|[\u4e00-\u9fff]", " ".join(source)):
        assert word in told, word


@given(st.text(max_size=80), st.integers(1, 20))
def test_wrapping_loses_nothing_but_blanks_and_no_line_is_too_wide(text: str, width: int) -> None:
    text = "".join(letter for letter in text if letter.isprintable())
    lines = wrapped([Run(text)], width)
    assert "".join(run.text for line in lines for run in line).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        whole = "".join(run.text for run in line)
        assert cell_len(whole) <= max(2, width)


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation() -> None:
    lines = ["".join(run.text for run in line) for line in wrapped([Run("相同通道宽度时，访存最小（见图）。")], 14)]
    assert lines == ["相同通道宽度", "时，访存最小", "（见图）。"]


def test_words_of_several_looks_stay_together() -> None:
    lines = wrapped([Run("see the "), Run("pap", ("strong",)), Run("er, now")], 12)
    assert ["".join(run.text for run in line) for line in lines] == ["see the", "paper, now"]


def test_breaks_break() -> None:
    assert [[run.text for run in line] for line in wrapped([Run("a"), BREAK, BREAK, Run("b")], 9)] == [["a"], [], ["b"]]


def test_stale_work_is_given_up() -> None:
    source = ["- a", ""] * 5_000
    assert len(markdown_lines(source, 40, is_stale=lambda: True)) == 0


@pytest.mark.parametrize("depth", [30])
def test_deep_nesting_still_leaves_room_for_words(depth: int) -> None:
    source = ["  " * level + "- word" for level in range(depth)]
    lines = markdown_lines(source, 30)
    assert len(lines) == depth and all("word" in line.text and cell_len(line.text) <= 30 for line in lines)


def test_a_note_of_two_hundred_thousand_characters_takes_well_under_two_seconds() -> None:
    line = "- **key** words that go on *and on* with [a link](https://x.org/1) 中文的句子也有 `code`"
    source = [("  " * (number % 4)) + line for number in range(2_400)]
    begun = time.process_time()
    assert len(markdown_lines(source, 60)) > 2_400
    assert time.process_time() - begun < 2
