"""One file a format, read with care: its bytes are the contract.

After a change that is meant, ``REWRITE_GOLDEN=1 pytest tests/test_golden_formats.py`` writes them anew; read the diff.
"""

import os
from pathlib import Path

import pytest
from exported import NOTES, PAPERS

from stacktui.formats import FORMATS, writable_formats

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {
    "json": "json",
    "csl-json": "json",
    "bibtex": "bib",
    "ris": "ris",
    "csv": "csv",
    "org": "org",
    "papis": "yaml",
    "headed": "txt",
}


@pytest.mark.parametrize("name", writable_formats())
def test_a_format_writes_what_it_always_wrote(name):
    path = GOLDEN / f"{name}.{SUFFIXES.get(name, 'md')}"
    text = FORMATS[name].render(PAPERS, NOTES)
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", writable_formats())
def test_nothing_to_write_is_no_error(name):
    assert isinstance(FORMATS[name].render((), ()), str)


@pytest.mark.parametrize("name", writable_formats())
def test_every_text_ends_with_one_line_end(name):
    text = FORMATS[name].render(PAPERS, NOTES)
    assert text.endswith("\n") and not text.endswith("\n\n")
