"""What the app may write for each action: the budget of a slow line."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

BUDGET = json.loads((Path(__file__).parent / "budget.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wire() -> ModuleType:
    path = Path(__file__).parent / "benchmarks" / "wire.py"
    spec = importlib.util.spec_from_file_location("wire", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("size", BUDGET)
def test_no_action_writes_more_than_its_budget(wire: ModuleType, tmp_path: Path, size: str) -> None:
    library = tmp_path / "papers.json"
    wire.make_library(library, 300)
    columns, rows = map(int, size.split("x"))
    found = wire.medians(wire.measure_app(tmp_path, library, (columns, rows), rounds=2))
    assert {name: figure for name, figure in found.items() if figure > BUDGET[size].get(name, figure)} == {}
    silent = {name for name, figure in found.items() if not figure}
    assert silent == {"idle", "focus"}, "an action that shows nothing was not measured"
