"""The front page is true."""

from __future__ import annotations

import re
from pathlib import Path

from stacktui.tui.commands import key_table_markdown

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_the_one_that_the_program_prints() -> None:
    found = re.search(r"<!-- keys: [^>]*-->\n(.*?)<!-- end of keys -->", README, re.DOTALL)
    assert found, "the README has no key table"
    assert found[1].strip() == key_table_markdown().strip(), "put what `stacktui keys` prints between the marks"


def test_every_picture_is_there() -> None:
    for name in re.findall(r"\]\((screenshots/[^)]+)\)", README):
        assert (ROOT / name).is_file(), name


def test_the_test_command_is_the_one_that_the_checks_run() -> None:
    checks = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install '.[test]'" in README and "'.[test]'" in checks
    assert ".venv/bin/pytest" in README and "/pytest" in checks
