"""Commands in front of a terminal: lines fit, and no text of a library can steer the terminal."""

import json
import re

import pytest

from stacktui.columns import width

HOSTILE = "\x1b]52;c;UFdO\x07 \x9b31m \u202erev\u202c \u2028 [/] [bold] \x00\x7f end"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@pytest.fixture
def hostile_library(library_file):
    record = {
        "key": "hostile",
        "title": f"Title {HOSTILE}",
        "alias": HOSTILE,
        "authors": [HOSTILE],
        "venue": HOSTILE,
        "tags": [HOSTILE],
        "categories": [HOSTILE],
        "links": [{"label": HOSTILE, "url": f"https://e.org/{HOSTILE}"}],
        "note": [HOSTILE],
        "conflicts": [{"field": "alias", "value": HOSTILE}],
        "status": "read",
        "read": "2019",
        "year": HOSTILE,
    }
    tables = {"meta": {"1": {"schema": 1}}, "papers": {"411111111111": record}, "trash": {}}
    tables["trash"]["411111111112"] = {**record, "key": "gone", "deleted": HOSTILE}
    library_file.write_text(json.dumps(tables))
    return library_file


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "--json"],
        ["list", "--format", "{title} {authors} {note} {links}"],
        ["show", "hostile"],
        ["show", "hostile", "--json"],
        ["note", "hostile"],
        ["trash"],
        ["trash", "--json"],
        ["stats"],
        ["stats", "--json"],
        ["check"],
        ["check", "--json"],
        ["copy", "hostile", "--as", "title", "--print"],
        ["export", "--to", "csv"],
        ["set", "hostile", "rating=1"],
        ["show", f"nobody {HOSTILE}".replace("\x00", "")],
    ],
)
def test_no_text_of_a_library_steers_the_terminal(run_on_terminal, hostile_library, words):
    done = run_on_terminal(*words)
    assert done.out.strip() and done.code in (0, 1, 3)
    assert not CONTROLS.findall(done.out)


def test_markup_is_shown_as_it_was_written(run_on_terminal, hostile_library):
    assert "[/] [bold]" in run_on_terminal("show", "hostile").out


def test_json_means_the_same_with_and_without_a_terminal(run, run_on_terminal, hostile_library):
    piped, shown = run("list", "--json"), run_on_terminal("list", "--json")
    assert json.loads(piped.out) == json.loads(shown.out)


@pytest.mark.parametrize("columns", [40, 80])
def test_a_line_of_the_list_fits_the_terminal(run_on_terminal, columns):
    lines = run_on_terminal("list", columns=columns).out.splitlines()
    assert len(lines) == 4 and all(width(line) <= columns for line in lines)
    assert any(line.endswith("★★★★★") for line in lines) or columns < 80


def test_stats_fit_the_terminal(run_on_terminal):
    lines = run_on_terminal("stats", columns=60).out.splitlines()
    assert "█" in "".join(lines) and all(width(line) <= 60 for line in lines)


def test_copy_reaches_the_terminal_and_says_so(run_on_terminal):
    done = run_on_terminal("copy", "vaswani2017attention", env={"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"})
    assert done.code == 0 and "\x1b]52;c;" in done.out and "copied the link through OSC 52" in done.out


def test_open_over_ssh_hands_the_link_over(run_on_terminal):
    env = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "PATH": "/nonexistent"}
    done = run_on_terminal("open", "vaswani2017attention", env=env)
    assert done.code == 0 and "\x1b]8;;https://arxiv.org/abs/1706.03762\x1b\\" in done.out
