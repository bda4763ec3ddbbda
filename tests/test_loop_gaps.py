"""The event loop is never busy for long: keys are answered while long notes are read and edited, and in searches."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import QUERIES, TimedApp, make_large_library, recorded

LIMIT_MS = 50


@pytest.mark.parametrize(
    ("papers", "long_notes", "queries"),
    [(200, 12, ()), (1000, 0, QUERIES)],
    ids=["notes of 200 KB", "a thousand papers"],
)
def test_no_step_of_the_loop_takes_longer_than_a_key_may_wait(
    tmp_path: Path, papers: int, long_notes: int, queries: tuple[str, ...]
) -> None:
    library = tmp_path / "papers.json"
    make_large_library(library, papers, long_notes)
    app = TimedApp(tmp_path, library)
    try:
        app.terminal.wait_for("saved")
        app.play(recorded(80, 2, queries))
        found = app.end()
    finally:
        app.terminal.close()
    assert isinstance(found["long"], list) and isinstance(found["steps"], int)
    assert [step for step in found["long"] if step["ms"] > LIMIT_MS] == []
    assert found["steps"] > 800, "the loop was not measured"
