"""``duplicates`` in the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

TWIN = {"key": "transformer", "title": "Attention is all you need", "venue": "NeurIPS", "tags": ["seq2seq"]}
NEAR = {"key": "darts", "title": "DARTS: Diferentiable Architecture Search"}


@pytest.fixture
def twins_file(library_file: Path) -> Path:
    tables = json.loads(library_file.read_text())
    tables["papers"] |= {"400000000008": TWIN, "400000000009": NEAR}
    library_file.write_text(json.dumps(tables))
    return library_file


def test_without_twins_nothing_is_found(run: Run) -> None:
    done = run("duplicates")
    assert (done.code, done.out) == (3, "")


def test_twins_are_told_with_the_reason(run: Run, twins_file: Path) -> None:
    done = run("duplicates")
    assert done.code == 0
    assert done.lines == [
        "twins: same title",
        "  vaswani2017attention  Attention Is All You Need",
        "  transformer  Attention is all you need",
        "twins: nearly the same title",
        "  liu2018darts  DARTS: Differentiable Architecture Search",
        "  darts  DARTS: Diferentiable Architecture Search",
    ]
    assert run("duplicates", "--json").json[1]["papers"][1]["key"] == "darts"


def test_merging_keeps_everything_and_leaves_what_only_looks_alike(run: Run, twins_file: Path) -> None:
    done = run("duplicates", "--merge")
    assert done.lines[0] == "merged: same title"
    assert "1 only look alike" in done.err
    tables = json.loads(twins_file.read_text())
    record = tables["papers"]["400000000001"]
    assert record["tags"] == ["classic", "seq2seq"]
    assert {"field": "venue", "value": "NeurIPS"} in record["conflicts"]
    assert list(tables["trash"]) == ["400000000008"]
    assert run("duplicates", "--merge", "darts").code == 0
    assert len(json.loads(twins_file.read_text())["papers"]) == 4
    assert run("duplicates").code == 3


def test_a_paper_without_twins_is_said(run: Run, twins_file: Path) -> None:
    done = run("duplicates", "frankle2019lottery")
    assert done.code == 3
    assert "no twins" in done.err
