"""The command line as a whole: help, mistakes, exit codes, streams."""

import json
import os
import subprocess
import sys

import pytest

from stacktui.__main__ import main
from stacktui.cli.commands import GROUPS, MODULES
from stacktui.cli.helping import TOPICS
from stacktui.cli.parser import find_command, overview, parser_of


def test_version_is_said(run):
    done = run("--version", library=None)
    assert done.code == 0 and done.out.startswith("stacktui ")
    assert run("--version").out == done.out


def test_help_lists_every_command_with_a_sentence():
    text = overview()
    assert all(f"  {name} " in text and summary in text for _, commands in GROUPS for name, _, summary in commands)


@pytest.mark.parametrize("name", MODULES)
def test_every_command_has_help_with_an_example_of_itself(name):
    command = find_command(name)
    text = parser_of(name, command).format_help()
    assert text.startswith(f"usage: stacktui {name}")
    assert command.examples and all(example.split()[0] == name for example in command.examples)
    assert command.help in text


def test_help_of_a_command_needs_no_library(run, tmp_path):
    done = run("set", "--help", library=tmp_path / "no" / "such.json")
    assert done.code == 0 and "FIELD=VALUE" in done.out and not (tmp_path / "no").exists()


def test_an_unknown_command_is_one_line_and_a_hint(run):
    done = run("lst")
    assert done.code == 2 and not done.out
    assert done.err.splitlines()[0] == "stacktui: there is no command `lst`"
    assert "`list`" in done.err


def test_a_file_in_the_place_of_a_command_gets_the_right_hint(run, library_file):
    done = run(str(library_file), library=None)
    assert done.code == 2 and f"--library {library_file}" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--nonsense"],
        ["--nonsense"],
        ["show"],
        ["set", "vaswani2017attention"],
        ["set", "rating=3"],
        ["check", "extra"],
        ["list", "--sort", "colour"],
        ["list", "--limit", "many"],
        ["add"],
        ["add", "x", "--rating", "9"],
        ["export", "--to", "docx"],
        ["--library"],
        ["list", "--library", ""],
    ],
)
def test_a_wrong_call_is_exit_code_2_with_a_hint(run, words):
    done = run(*words)
    assert done.code == 2 and not done.out
    assert done.err.startswith("stacktui: ") and len(done.err.splitlines()) == 2


def test_the_library_may_be_named_before_or_after_the_command(run, library_file):
    before = run("list", "--json")
    assert len(before.lines) == 4
    assert run("list", "--json", "--library", str(library_file), library=None).out == before.out
    assert run("list", f"--library={library_file}", "--json", library=None).out == before.out


def test_the_library_of_the_environment_and_of_the_folder_are_found(run, library_file, tmp_path):
    wanted = run("list").out
    assert run("list", library=None, env={"STACKTUI_LIBRARY": str(library_file)}).out == wanted
    below = library_file.parent / "a" / "b"
    below.mkdir(parents=True)
    assert run("list", library=None, cwd=below).out == wanted


def test_the_library_of_the_settings_is_used_last_but_one(run, library_file, home):
    (home / "config" / "stacktui").mkdir()
    (home / "config" / "stacktui" / "config.toml").write_text(f'library = "{library_file}"\n')
    assert len(run("list", library=None).lines) == 4


def test_the_first_addition_makes_the_library_of_the_home(run, home):
    assert run("add", "A First Paper", library=None).code == 0
    assert (home / "data" / "stacktui" / "papers.json").exists()


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"a": 1}', b"\xff\xfe\x00"])
def test_a_broken_library_is_refused_untouched_by_every_command(run, library_file, data):
    library_file.write_bytes(data)
    for words in (["list"], ["add", "X"], ["show", "x"], ["stats"], ["check", "--fix"], ["export"]):
        done = run(*words)
        assert done.code == 1 and done.err.startswith("stacktui: ") and library_file.read_bytes() == data


def test_a_folder_as_library_says_what_to_name(run, tmp_path):
    done = run("list", library=tmp_path)
    assert done.code == 1 and "folder" in done.err


def test_broken_settings_are_told(run, home, library_file):
    (home / "config" / "stacktui").mkdir()
    (home / "config" / "stacktui" / "config.toml").write_text("nonsense = 1\n")
    done = run("config")
    assert done.code == 1 and "nonsense" in done.err


def test_the_app_without_a_terminal_says_so(run):
    done = run()
    assert done.code == 1 and "terminal" in done.err and "stacktui list" in done.err


def test_a_reader_that_leaves_early_is_no_error(run, library_file):
    run("add", "-", stdin="A long one\n\n" + "x " * 500_000)
    command = [sys.executable, "-m", "stacktui", "--library", str(library_file), "list", "--json"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    assert child.stderr.read() == b"" and child.wait() == 0
    child.stderr.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_an_error(library_file):
    command = [sys.executable, "-m", "stacktui", "--library", str(library_file), "list"]
    with open("/dev/full", "w") as full:
        child = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert child.returncode == 1 and child.stderr.startswith("stacktui: ") and "Traceback" not in child.stderr


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_a_locale_without_unicode_is_no_obstacle(run, env):
    done = run("list", env=env)
    assert done.code == 0 and "o jiyu2020zhuyili" in done.out and done.out.isascii()
    record = json.loads(run("show", "jiyu2020zhuyili", "--json", env=env).out)
    assert record["title"] == "基于注意力机制的图像分割方法"
    assert run("add", "新的论文题目", "--json", env=env).json[0]["paper"]["title"] == "新的论文题目"


def test_keys_are_a_markdown_table(run):
    done = run("keys", library=None)
    assert done.code == 0 and "| `j`" in done.out


def test_config_prints_settings_that_can_be_read_back(run, home, library_file):
    done = run("config")
    assert done.code == 0 and str(library_file) in done.out
    (home / "config" / "stacktui").mkdir()
    (home / "config" / "stacktui" / "config.toml").write_text(done.out)
    assert run("config").out.splitlines()[2:] == done.lines[2:]


@pytest.mark.parametrize("topic", TOPICS)
def test_help_explains_its_topics(capsys, topic):
    assert main(["help", topic]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 3


def test_help_of_a_command_is_that_of_its_option(run):
    assert run("help", "set").out == run("set", "--help").out
    assert run("help").out == run("--help").out
    assert run("help", "nonsense").code == 2
