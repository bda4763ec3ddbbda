"""Two real processes, one with the plain driver, under the same random keys: the same screens.

Thousands of sequences in all kinds of terminals: ``python tests/benchmarks/driver.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from deeds import Deeds
from faithful import FaithfulScreen, differences
from paired import Pair, surroundings

from stacktui.demo import make_demo_library

SEQUENCES = 5


def test_both_drivers_show_the_same_screens_whatever_is_typed(tmp_path: Path) -> None:
    library = Path(make_demo_library(str(tmp_path)))
    with Pair(tmp_path / "pair", library, (100, 30), surroundings("truecolor")) as pair:
        pair.compare()
        deeds = Deeds(2)
        for _ in range(SEQUENCES):
            for step in deeds.sequence():
                pair.press(step) if isinstance(step, str) else pair.resize(step)
    assert pair.figures.different == [] and pair.figures.ended == []
    assert pair.figures.compared > 20 and pair.figures.sent_bytes * 3 < pair.figures.plain_bytes


@pytest.mark.parametrize(
    ("one", "other"),
    [("a", "b"), ("a", "\x1b[31ma"), ("a", "\x1b[2ma"), ("中", "中 \b\bx"), (" ", "\x1b[41m "), ("ab", "a\x1b[1Cb\r")],
)
def test_the_comparison_sees_letters_looks_and_cursors(one: str, other: str) -> None:
    import pyte

    screens = FaithfulScreen(10, 2), FaithfulScreen(10, 2)
    for screen, data in zip(screens, (one, other), strict=True):
        pyte.Stream(screen).feed(data)
    assert differences(*screens) and not differences(screens[0], screens[0])
