from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from stacktui.editor import edit_text, editor_command
from stacktui.errors import StackError


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """A shell script as the editor; the file is its last argument."""
    path = tmp_path / "my editor"
    path.write_text(f"#!/bin/sh\nfor file; do :; done\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{path}' --wait")


def leftovers(tmp_path: Path) -> list[str]:
    return [name for name in os.listdir(tmp_path) if name.startswith("stacktui-")]


def test_the_visual_editor_comes_first_and_vi_last(monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor_command() == ["vi"]
    monkeypatch.setenv("EDITOR", "nano -w")
    assert editor_command() == ["nano", "-w"]
    monkeypatch.setenv("VISUAL", "code --wait")
    assert editor_command() == ["code", "--wait"]


def test_the_edited_text_comes_back_without_the_final_line_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, tmp_path, 'printf "more 论文\\n" >> "$file"')
    assert edit_text("one") == "one\nmore 论文"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("text", ["", "one", "one\n", "one\n\n", "\n"])
def test_a_text_that_nobody_touched_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    use(monkeypatch, tmp_path, ":")
    assert edit_text(text) == text


def test_the_file_has_the_suffix_and_nobody_else_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, tmp_path, f'stat -c "%n %a" "$(dirname "$file")" "$file" > {tmp_path}/seen')
    edit_text("x", ".md")
    folder, file = (tmp_path / "seen").read_text().splitlines()
    assert folder.endswith(" 700")
    assert re.search(r"\.md \d+$", file)


def test_what_a_terminal_could_obey_does_not_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, tmp_path, 'printf "a\\033[31mb\\r\\nc" > "$file"')
    assert edit_text("x") == "a[31mb\nc"


def test_an_editor_that_fails_changes_nothing_and_keeps_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, tmp_path, 'echo new > "$file"; exit 1')
    with pytest.raises(StackError, match="exit code 1; nothing was changed") as caught:
        edit_text("old")
    assert Path(caught.value.hint.removeprefix("what you wrote is in ")).read_text() == "new\n"


def test_an_editor_that_fails_without_a_change_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, tmp_path, "exit 2")
    with pytest.raises(StackError, match="exit code 2"):
        edit_text("old")
    assert leftovers(tmp_path) == []


def test_a_missing_editor_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    with pytest.raises(StackError, match="no-such-editor cannot be run"):
        edit_text("x")
    assert leftovers(tmp_path) == []


def test_an_edited_text_that_is_no_text_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, tmp_path, 'printf "\\377" > "$file"')
    with pytest.raises(StackError, match="not UTF-8") as caught:
        edit_text("x")
    assert Path(caught.value.hint.removeprefix("it is in ")).exists()


def test_a_wrong_quote_in_the_variable_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vi 'x")
    with pytest.raises(StackError, match=r"\$EDITOR cannot be taken apart"):
        edit_text("x")
