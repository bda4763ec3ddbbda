"""``import`` and ``export``: lists in and out through the shell."""

import json
import os
import re
from pathlib import Path

import pytest

from stacktui.formats import writable_formats

LIST = """# Reading list

## NAS

- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055) - a note on it
- [ProxylessNAS: Direct Search on Target Task and Hardware](https://arxiv.org/abs/1812.00332)
- [ENAS: Efficient Search via Parameter Sharing](https://arxiv.org/abs/1802.03268)
"""
SEEDS = Path(__file__).parents[2] / "shared" / "import" / "seeds"


@pytest.fixture
def reading_list(tmp_path):
    path = tmp_path / "list.md"
    path.write_text(LIST)
    return path


def keys(run, **options):
    return {record["key"] for record in run("list", "--json", **options).json}


def test_import_takes_in_what_is_new_once(run, reading_list):
    before = keys(run)
    done = run("import", str(reading_list))
    assert done.code == 0 and "2 added" in done.out
    assert len(keys(run)) == len(before) + 2
    again = run("import", str(reading_list))
    assert again.code == 0 and "nothing to import" in again.out
    assert len(keys(run)) == len(before) + 2


def test_what_was_removed_is_told_and_comes_back_when_asked(run, reading_list):
    run("import", str(reading_list))
    key = next(record["key"] for record in run("list", "--json").json if "ProxylessNAS" in record["title"])
    run("remove", key)
    again = run("import", str(reading_list))
    assert "1 paper of it in the trash" in again.out and "import --again" in again.out
    assert key not in keys(run)
    back = run("import", str(reading_list), "--again")
    assert back.code == 0 and "1 out of the trash again" in back.out
    assert key in keys(run) and "empty" in run("trash").err
    run("remove", key)
    run("trash", "--empty")
    assert "1 paper of it deleted" in run("import", str(reading_list)).out
    run("import", str(reading_list), "--again")
    assert any("ProxylessNAS" in record["title"] for record in run("list", "--json").json)


def test_a_dry_run_writes_nothing_and_tells_each_line(run, library_file, reading_list):
    before = library_file.read_bytes()
    done = run("import", str(reading_list), "--dry-run")
    assert done.code == 0 and library_file.read_bytes() == before
    assert "ProxylessNAS" in done.out and " new " in done.out
    outcome = run("import", str(reading_list), "--dry-run", "--json").json[0]
    assert outcome["file"] == str(reading_list) and [paper["line"] for paper in outcome["papers"]] == [5, 6, 7]
    assert set(outcome) >= {"file", "format", "papers", "notes", "headings", "ignored", "unknown"}


def test_import_reads_stdin_in_a_named_format(run):
    done = run(
        "import", "-", "--from", "bibtex", "--json", stdin="@misc{doe2020x, title = {An Entry}, author = {Jane Doe}}"
    )
    assert done.code == 0 and len(done.json[0]["added"]) == 1
    assert run("show", done.json[0]["added"][0], "--json").json[0]["title"] == "An Entry"


def test_a_text_without_papers_is_no_error(run):
    done = run("import", "-", stdin="Nothing of interest here.\n")
    assert done.code == 0 and done.out.strip()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", 0), (b"\x00\x01\x02" * 500 + b"\x7fELF", 1), (LIST.encode("utf-16"), 0), ("论文 一\n".encode("gb18030"), 0)],
    ids=["empty", "binary", "utf-16", "gb18030"],
)
def test_odd_files_get_a_clear_word(run, tmp_path, data, code):
    path = tmp_path / "odd.md"
    path.write_bytes(data)
    done = run("import", str(path))
    assert done.code == code and (done.out + done.err).strip()


def test_wrong_sources_are_told_before_anything_is_written(run, library_file, reading_list, tmp_path):
    before = library_file.read_bytes()
    for words, code in (
        ([str(reading_list), str(tmp_path / "missing.md")], 1),
        ([str(tmp_path)], 1),
        ([str(reading_list), "--from", "docx"], 2),
        ([], 2),
    ):
        done = run("import", *words)
        assert done.code == code and done.err.startswith("stacktui: ")
    assert library_file.read_bytes() == before


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
def test_the_four_seeds_give_98_papers_and_again_none(run, tmp_path):
    path = tmp_path / "seeds.json"
    files = [str(seed) for seed in sorted(SEEDS.glob("*.txt"))]
    assert run("import", *files, library=path).code == 0
    assert len(keys(run, library=path)) == 98
    assert run("import", *files, library=path).code == 0
    assert len(keys(run, library=path)) == 98
    assert run("check", library=path).code == 0


@pytest.mark.parametrize("name", writable_formats())
def test_export_writes_every_format(run, name):
    done = run("export", "--to", name)
    assert done.code == 0 and "Attention Is All You Need" in done.out


def test_export_goes_by_the_suffix_and_says_what_is_lost(run, tmp_path):
    target = tmp_path / "refs.bib"
    done = run("export", "cat:NLP", "-o", str(target))
    assert done.code == 0 and not done.out and "1 paper as bibtex" in done.err
    assert "vaswani2017attention" in target.read_text() and "darts" not in target.read_text()
    assert run("export", "-o", str(tmp_path / "list.md")).code == 2


def test_json_is_the_format_without_any_and_comes_back_whole(run, tmp_path):
    text = run("export").out
    target = tmp_path / "copy.json"
    target.write_text(text)
    assert run("import", str(target), library=tmp_path / "other.json").code == 0
    ours, theirs = run("list", "--json").json, run("list", "--json", library=tmp_path / "other.json").json
    kept = ("key", "title", "links", "note", "tags", "categories", "rating", "status", "year", "read")
    assert [{name: one[name] for name in kept} for one in ours] == [
        {name: one[name] for name in kept} for one in theirs
    ]


def test_json_on_stdout_holds_fields_of_other_programs_and_no_control_character(run, tmp_path):
    library = tmp_path / "odd.json"
    value = "\x9b31mred \u202e \x1b[2J"
    library.write_text(json.dumps({"papers": {"1": {"title": "T", "colour": value}}}), encoding="utf-8")
    out = run("export", library=library).out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    assert json.loads(out)["papers"]["1"]["colour"] == value


def test_export_never_overwrites_the_library(run, library_file):
    before = library_file.read_bytes()
    assert run("export", "-o", str(library_file)).code == 2
    assert library_file.read_bytes() == before


def test_export_into_a_place_that_is_none_is_told(run, tmp_path):
    done = run("export", "--to", "csv", "-o", str(tmp_path / "no" / "such" / "file.csv"))
    assert done.code == 1 and "cannot write" in done.err and "mkdir -p" in done.err
    done = run("export", "-o", str(tmp_path))
    assert done.code == 1 and "is a folder" in done.err


def test_export_tells_what_it_replaced_and_replaces_no_imported_list(run, tmp_path):
    page = tmp_path / "README.md"
    page.write_text("# Papers\n\n- [Mask R-CNN](https://arxiv.org/abs/1703.06870)\n")
    before = page.read_bytes()
    assert run("import", str(page)).code == 0
    done = run("export", "--to", "readme", "-o", str(page))
    assert done.code == 2 and "stacktui publish" in done.err and page.read_bytes() == before
    done = run("export", "--to", "readme", "-o", str(page), "--force")
    assert done.code == 0 and "in place of what was there" in done.err and page.read_bytes() != before
    other = tmp_path / "other.md"
    assert "in place" not in run("export", "--to", "readme", "-o", str(other)).err
    assert "in place" in run("export", "--to", "table", "-o", str(other)).err


def test_the_one_style_of_a_suffix_is_chosen_and_several_are_named(run, tmp_path):
    assert "as headed" in run("export", "-o", str(tmp_path / "list.txt")).err
    done = run("export", "-o", str(tmp_path / "list.md"))
    assert done.code == 2 and "blog jekyll readme table checklist" in done.err
    assert run("export", "-o", str(tmp_path / "list.rst")).code == 2


def test_obsidian_gets_a_file_a_paper_and_changed_ones_stay(run, tmp_path):
    vault = tmp_path / "vault"
    done = run("export", "--to", "obsidian", "-o", f"{vault}{os.sep}")
    assert done.code == 0 and f"{len(list(vault.iterdir()))} files" in done.err
    note = vault / "vaswani2017attention.md"
    written = note.read_text()
    assert run("export", "--to", "obsidian", "-o", str(vault)).code == 0
    note.write_text("my own words")
    done = run("export", "--to", "obsidian", "-o", str(vault))
    assert done.code == 1 and "vaswani2017attention.md" in done.err and note.read_text() == "my own words"
    assert run("export", "--to", "obsidian", "-o", str(vault), "--force").code == 0 and note.read_text() == written


def test_export_of_what_a_latex_document_cites(run, tmp_path):
    aux = tmp_path / "thesis.aux"
    aux.write_text(r"\relax \citation{liu2018darts,nobody2000} \abx@aux@cite{0}{frankle2019lottery}")
    done = run("export", "--aux", str(aux), "--to", "json")
    assert done.code == 0 and "nobody2000" in done.err
    assert {record["key"] for record in json.loads(done.out)["papers"].values()} == {
        "liu2018darts",
        "frankle2019lottery",
    }


def test_export_of_nothing_is_3_and_writes_no_file(run, tmp_path):
    assert run("export", "zzzzqqqq", "-o", str(tmp_path / "x.bib")).code == 3
    assert not (tmp_path / "x.bib").exists()
