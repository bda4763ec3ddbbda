"""The example library: real facts, sound references, dates that end today."""

import json
import re
from datetime import datetime, timedelta

import pytest

from stacktui.check import inspect_library
from stacktui.demo import make_demo_library
from stacktui.errors import LibraryError
from stacktui.identity import arxiv_id, evidence
from stacktui.library.records import note_of, note_record, paper_of, record_of
from stacktui.model import STATUSES, Paper
from stacktui.store.canonical import render
from stacktui.text import has_cjk


@pytest.fixture
def tables(tmp_path):
    with open(make_demo_library(str(tmp_path)), encoding="utf-8") as file:
        return json.load(file)


@pytest.fixture
def papers(tables):
    return [Paper.from_record(record, int(doc_id)) for doc_id, record in tables["papers"].items()]


def test_it_has_about_sixty_papers_in_every_status(papers):
    assert 55 <= len(papers) <= 70
    assert {paper.status for paper in papers} == set(STATUSES)


def test_it_shows_what_the_record_can_hold(papers, tables):
    assert {0.0, 0.5} == {paper.rating % 1 for paper in papers if paper.rating}
    assert max(path.count("/") for paper in papers for path in paper.categories) == 2
    assert any(len(paper.all_links) >= 3 for paper in papers)
    assert sum(has_cjk(paper.title) for paper in papers) >= 2
    assert sum(has_cjk(paper.note_text) for paper in papers) >= 5
    assert max(len(paper.note) for paper in papers) >= 50
    assert len(tables["trash"]) == 2
    assert len(tables["notes"]) == 3


def test_records_are_what_the_library_would_write(tables):
    for doc_id, record in tables["papers"].items():
        assert record_of(paper_of(record, int(doc_id))) == record
        assert re.fullmatch("[1-9][0-9]{11}", doc_id)
    for record in tables["notes"].values():
        assert note_record(note_of(record, 0)) == record


def test_check_finds_nothing_to_repair(tmp_path):
    assert inspect_library(make_demo_library(str(tmp_path))).findings == ()


def test_the_file_is_canonical(tables, tmp_path):
    assert (tmp_path / "papers.json").read_bytes() == render(tables)


def test_keys_are_unique_and_every_reference_leads_to_a_paper(tables):
    records = [*tables["papers"].values(), *tables["trash"].values()]
    keys = [record["key"] for record in records]
    assert len(keys) == len(set(keys))
    text = json.dumps(tables)
    assert set(re.findall(r"\[\[([^\]]+)\]\]", text)) <= {record["key"] for record in tables["papers"].values()}
    assert {key for note in tables["notes"].values() for key in note.get("papers", [])} <= set(keys)


def test_no_two_papers_are_the_same(papers):
    seen = [fact for paper in papers for fact in evidence(paper)]
    assert len(seen) == len(set(seen))


def test_arxiv_ids_fit_the_years(papers):
    for paper in papers:
        found = arxiv_id(paper)
        if found:  # most are put there before they appear, few up to a year later
            assert -1 <= paper.year - (2000 + int(found[:2])) <= 2, paper.title


def test_the_newest_stamp_is_now_and_the_order_stays(tmp_path):
    now = datetime(2031, 3, 4, 0, 5).astimezone()
    with open(make_demo_library(str(tmp_path), now), encoding="utf-8") as file:
        moved = json.load(file)["papers"]
    stamps = [record.get("pushed") or record["added"] for record in moved.values()]
    assert max(map(datetime.fromisoformat, stamps)) == now
    assert min(map(datetime.fromisoformat, stamps)) < now - timedelta(days=300)


def test_days_move_with_the_stamps_and_vague_dates_stay(tmp_path):
    now = datetime(2031, 3, 4, 12, 0).astimezone()
    with open(make_demo_library(str(tmp_path), now), encoding="utf-8") as file:
        by_key = {record["key"]: record for record in json.load(file)["papers"].values()}
    assert by_key["goodfellow2014generative"]["read"] == "2019-07"
    assert by_key["gilmer2017neural"]["not_before"] > "2031-03-04"
    read = by_key["bush1945we"]
    assert abs(datetime.fromisoformat(read["read"]) - datetime.fromisoformat(read["added"][:10])) <= timedelta(days=1)


def test_a_library_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "papers.json").write_text("mine")
    with pytest.raises(LibraryError, match="there already"):
        make_demo_library(str(tmp_path))
    assert (tmp_path / "papers.json").read_text() == "mine"


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(LibraryError, match="cannot be written"):
        make_demo_library(str(tmp_path / "none" / "such"))
