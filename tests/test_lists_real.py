"""The real lists with their gold files, where they are: found by the scorer that stands beside them."""

import importlib.util
import json

import pytest
from lists_corpus import SHARED, real_lists

from stacktui.formats import parse_document

pytestmark = pytest.mark.skipif(not (SHARED / "score_import.py").is_file(), reason="the real lists are not here")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What the scorer says about each list, by its path."""
    spec = importlib.util.spec_from_file_location("score_import", SHARED / "score_import.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    output = tmp_path_factory.mktemp("scores") / "output.jsonl"
    documents = [parse_document((SHARED / name).read_bytes(), name) for name in real_lists()]
    output.write_text(
        "".join(json.dumps(document.to_json(), ensure_ascii=False) + "\n" for document in documents), encoding="utf-8"
    )
    scored = scorer.collect(SHARED, scorer.read_outputs([output]), [], False)
    return {result["file"]: result for result in scored} | {"": scorer.summarise(scored)}


@pytest.mark.parametrize(
    "seed", ["000_84fa6dba873ba3fd", "001_98471ac3bea5a618", "002_2bba61b0ebd20e59", "003_03c3076fa1938b9d"]
)
def test_the_seeds_are_read_without_a_mistake(results, seed):
    result = results[f"seeds/{seed}.txt"]
    assert (result["entry_f1"], result["title"], result["coverage"]) == (1, 1, 1)
    assert result["fields"] >= 0.98
    assert result["note_f1"] >= 0.99


def test_the_other_lists_are_read_nearly_without_a_mistake(results):
    summary = results[""]
    assert summary["sample_recall"] >= 0.97
    assert summary["title"] >= 0.97
    assert summary["fields"] >= 0.98
    assert summary["invented"] <= 0.005
    assert summary["coverage"] == 1
    assert summary["count_error"] <= 0.02


def test_the_list_of_acceptance_rates_holds_no_papers(results):
    assert results["lists/Conference-Acceptance-Rate.md"]["found"] == 0
