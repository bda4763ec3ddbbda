import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from stacktui.check import inspect_library, repair_library
from stacktui.errors import LibraryError, NothingFound
from stacktui.library import Library
from stacktui.repairs import repair_record

GOOD = {"key": "good", "title": "Good", "status": "to-read", "added": "2026-01-01T10:00:00+00:00"}
ID = "412345678901"


def write(path: Path, *records, **tables):
    papers = {str(int(ID) + number): record for number, record in enumerate(records)}
    path.write_text(json.dumps({"meta": {"1": {"schema": 1}}, "papers": papers, **tables}), encoding="utf-8")
    return str(path)


def papers_in(path):
    return list(json.loads(Path(path).read_bytes())["papers"].values())


def test_a_library_as_we_write_it_has_no_findings(library):
    library.update([paper.id for paper in library.stack()], lambda paper: paper.edit(rating=2), "rate")
    assert inspect_library(library.path).findings == ()


def test_a_library_of_another_program_is_only_not_canonical(library_file):
    inspection = inspect_library(str(library_file))
    assert [finding.message for finding in inspection.findings] == ["is not written in canonical form"]


def test_a_repair_leaves_nothing_to_find_and_a_backup_of_what_was(library_file):
    before = library_file.read_bytes()
    _, backup = repair_library(str(library_file))
    assert Path(backup).read_bytes() == before and Path(backup).parent == library_file.parent
    assert inspect_library(str(library_file)).findings == ()
    assert repair_library(str(library_file))[1] == ""


def test_what_a_repair_writes_is_what_the_library_would_write(library_file):
    repair_library(str(library_file))
    repaired = library_file.read_bytes()
    library = Library.open(str(library_file))
    note = library.papers[400000000001].note
    library.update([400000000001], lambda paper: paper.edit(note=("other",), tags=("z", "a")), "edit")
    library.update([400000000001], lambda paper: paper.edit(note=note, tags=("classic",)), "edit back")
    assert library_file.read_bytes() == repaired


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("year", "2019", 2019),
        ("rating", "4", 4),
        ("rating", 3.3, 3.5),
        ("status", "Done", "read"),
        ("status", "in progress", "reading"),
        ("categories", ["/NAS//Survey /", "NAS/Survey"], ["NAS/Survey"]),
        ("categories", "NAS, NLP", ["NAS", "NLP"]),
        ("tags", ["#two words"], ["two-words"]),
        ("authors", "Ann Other and Bo Li", ["Ann Other", "Bo Li"]),
        ("url", "e.org/x", "https://e.org/x"),
        ("links", [{"label": "", "url": "github.com/a/b"}], [{"label": "code", "url": "https://github.com/a/b"}]),
        ("links", ["https://e.org"], [{"label": "link", "url": "https://e.org"}]),
        ("read", "2019/7/4", "2019-07-04"),
        ("read", "2019.7", "2019-07"),
        ("read", "2019年7月4日", "2019-07-04"),
        ("added", "2019-07-04T10:00:00", "2019-07-04T10:00:00+00:00"),
        ("added", "2019-07-04", "2019-07-04T00:00:00+00:00"),
        ("note", "two\nlines", ["two", "lines", ""]),
        ("title", "a\x1b[31mred", "a[31mred"),
        ("key", "Good Key_é", "good-key-e"),
    ],
)
def test_a_value_comes_into_form(tmp_path, field, wrong, right):
    path = write(tmp_path / "papers.json", GOOD | {field: wrong})
    inspection, _ = repair_library(path)
    assert [finding.repairable for finding in inspection.findings] == [True]
    assert papers_in(path)[0][field] == right


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("year", "soon"), ("rating", 11), ("status", "lost"), ("url", "no link"), ("read", "2019-13"), ("month", 13)],
)
def test_a_value_without_sense_is_told_and_left(tmp_path, field, wrong):
    path = write(tmp_path / "papers.json", GOOD | {field: wrong})
    inspection, _ = repair_library(path)
    assert [finding.place for finding in inspection.left] == ["good"]
    assert papers_in(path)[0][field] == wrong


def test_of_two_papers_with_one_key_the_older_keeps_it(tmp_path):
    newer = GOOD | {"title": "Newer", "added": "2026-05-01T10:00:00+00:00"}
    path = write(tmp_path / "papers.json", newer, GOOD, GOOD | {"key": "good-2", "title": "Third"})
    repair_library(path)
    assert {record["title"]: record["key"] for record in papers_in(path)} == {
        "Good": "good",
        "Newer": "good-3",
        "Third": "good-2",
    }


def test_a_paper_without_a_key_gets_one(tmp_path):
    path = write(tmp_path / "papers.json", {"title": "A Title of Its Own"})
    repair_library(path)
    assert papers_in(path)[0]["key"]


def test_counted_ids_become_random_ones(tmp_path):
    path = tmp_path / "papers.json"
    with TinyDB(path, encoding="utf-8") as db:
        db.table("papers").insert_multiple([GOOD, GOOD | {"key": "other"}])
    assert [finding.place for finding in inspect_library(str(path)).findings] == ["papers"]
    repair_library(str(path))
    ids = json.loads(path.read_bytes())["papers"]
    assert len(ids) == 2 and all(len(doc_id) == 12 for doc_id in ids)


def test_ids_that_are_no_numbers_are_repaired_although_the_store_refuses_them(tmp_path):
    path = write(tmp_path / "papers.json")
    Path(path).write_text(json.dumps({"papers": {"ab12": GOOD, "0483": GOOD | {"key": "other"}}}))
    with pytest.raises(LibraryError):
        Library.open(path)
    repair_library(path)
    assert {paper.key for paper in Library.open(path).papers.values()} == {"good", "other"}


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"papers": {"1": {"a": 1, "a": 2}}}', b"# a list", b'{"papers": {"x": ']
)
def test_what_is_broken_beyond_repair_is_refused_untouched(tmp_path, data):
    path = tmp_path / "papers.json"
    path.write_bytes(data)
    with pytest.raises(LibraryError):
        repair_library(str(path))
    assert path.read_bytes() == data and not list(tmp_path.glob("*.bak"))


def test_a_missing_library_is_nothing_found(tmp_path):
    with pytest.raises(NothingFound):
        repair_library(str(tmp_path / "none.json"))
    assert not (tmp_path / "none.json").exists()


def test_unknown_fields_and_tables_stay(tmp_path):
    odd = {"zz": {"inner": [1, 2.5, None, 12345678901234567890123]}}
    path = write(tmp_path / "papers.json", GOOD | odd | {"year": "2019"}, other={"7": {"q": 1}})
    repair_library(path)
    tables = json.loads(Path(path).read_bytes())
    assert tables["papers"][ID]["zz"] == odd["zz"] and tables["other"] == {"7": {"q": 1}}


def test_a_trashed_free_note_gets_no_fields_of_a_paper(tmp_path):
    note = {"kind": "note", "title": "Day", "text": ["x", ""], "papers": [], "deleted": "2026-01-01T10:00:00+00:00"}
    path = write(tmp_path / "papers.json", GOOD, trash={ID[:-1] + "9": note})
    repair_library(path)
    assert json.loads(Path(path).read_bytes())["trash"][ID[:-1] + "9"] == note


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "key",
    "title",
    "authors",
    "year",
    "rating",
    "status",
    "categories",
    "tags",
    "links",
    "url",
    "added",
    "read",
    "note",
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES))
def test_a_repair_never_fails_and_a_second_one_finds_nothing_new(record):
    repaired, problems = repair_record(record)
    again, left = repair_record(repaired)
    assert again == repaired
    assert [problem.field for problem in left] == [problem.field for problem in problems if not problem.repaired]
