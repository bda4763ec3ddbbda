"""``add``, ``set``, ``remove``, ``restore``, ``trash``, ``note``: commands that write."""

import json
from datetime import date


def papers_in(path):
    return {record["key"]: record for record in json.loads(path.read_bytes())["papers"].values()}


def test_add_says_added_with_key_and_title(run, library_file):
    done = run("add", "A Quite New Paper https://arxiv.org/abs/2101.00001 #new @NAS/Fresh")
    assert done.code == 0
    word, key, title = done.out.strip().split(None, 2)
    assert (word, title) == ("added", "A Quite New Paper")
    record = papers_in(library_file)[key]
    assert (record["url"], record["tags"], record["categories"]) == (
        "https://arxiv.org/abs/2101.00001",
        ["new"],
        ["NAS/Fresh"],
    )


def test_add_of_a_known_paper_says_known_and_takes_in_what_is_new(run, library_file):
    done = run("add", "https://arxiv.org/pdf/1706.03762v5", "--tag", "again")
    assert done.code == 0 and done.out == "known vaswani2017attention  Attention Is All You Need\n"
    assert papers_in(library_file)["vaswani2017attention"]["tags"] == ["again", "classic"]


def test_add_takes_its_options(run):
    done = run(
        "add", "Paper", "with options", "--category", "A/B", "--tag", "x,y", "--tag", "z", "--status", "reading",
        "--rating", "3.5", "--note", "one\ntwo", "--json",
    )  # fmt: skip
    answer = done.json[0]
    paper = answer["paper"]
    assert answer["result"] == "added" and paper["title"] == "Paper with options"
    assert (paper["categories"], paper["tags"]) == (["A/B"], ["x", "y", "z"])
    assert (paper["status"], paper["rating"], paper["note"]) == ("reading", 3.5, ["one", "two"])


def test_add_reads_stdin_whose_further_lines_are_the_note(run):
    done = run("add", "-", "--json", stdin="Title from a pipe\n\nfirst line\nsecond line\n")
    paper = done.json[0]["paper"]
    assert (paper["title"], paper["note"]) == ("Title from a pipe", ["first line", "second line"])


def test_add_of_a_word_with_a_dash_needs_two_dashes(run):
    assert run("add", "--", "-x a title").out.endswith("-x a title\n")


def test_set_changes_several_papers_in_one_save(run, library_file):
    done = run("set", "liu2018darts", "frankle2019lottery", "status=read", "tags+=done", "rating=4.5")
    assert done.code == 0 and done.out.count("set ") == 2
    for key in ("liu2018darts", "frankle2019lottery"):
        record = papers_in(library_file)[key]
        assert (record["status"], record["rating"]) == ("read", 4.5) and "done" in record["tags"]
        assert record["read"] == date.today().isoformat()


def test_set_writes_nothing_when_one_change_or_paper_is_wrong(run, library_file):
    before = library_file.read_bytes()
    assert run("set", "liu2018darts", "rating=4", "year=soon").code == 2
    assert run("set", "liu2018darts", "nobody-has-this-key-zzz", "rating=4").code == 3
    assert run("set", "liu2018darts", "colour=red").code == 2
    assert library_file.read_bytes() == before


def test_set_of_what_is_so_already_changes_nothing(run, library_file):
    assert run("set", "liu2018darts", "year=2018").out.startswith("unchanged liu2018darts")


def test_a_key_names_one_paper(run, library_file):
    done = run("set", "liu2018darts", "key=vaswani2017attention")
    assert done.code == 1 and "taken" in done.err
    assert run("set", "liu2018darts", "frankle2019lottery", "key=same").code == 2
    assert run("set", "liu2018darts", "key=darts").code == 0
    assert "darts" in papers_in(library_file)


def test_links_are_set_by_label(run):
    run("set", "liu2018darts", "links+=code=https://github.com/quark0/darts")
    assert run("show", "liu2018darts", "--json").json[0]["links"] == [
        {"label": "code", "url": "https://github.com/quark0/darts"}
    ]


def test_a_removed_paper_is_in_the_trash_until_restored(run, library_file):
    assert run("trash").code == 3
    assert run("remove", "liu2018darts", "frankle2019lottery").code == 0
    assert "liu2018darts" not in papers_in(library_file)
    trash = run("trash", "--json").json
    assert {record["key"] for record in trash} == {"liu2018darts", "frankle2019lottery"}
    assert all(record["deleted"] and record["id"] for record in trash)
    assert (
        run("restore", "darts differentiable").out
        == "restored liu2018darts  DARTS: Differentiable Architecture Search\n"
    )
    assert run("restore", "vaswani2017attention").code == 3
    assert "liu2018darts" in papers_in(library_file)


def test_emptying_the_trash_says_what_goes(run):
    run("remove", "liu2018darts")
    done = run("trash", "--empty")
    assert done.code == 0 and "liu2018darts" in done.out
    assert run("trash").code == 3 and run("restore", "liu2018darts").code == 3


def test_note_is_printed_edited_and_extended(run, library_file, tmp_path):
    assert run("note", "vaswani2017attention").out == "# Idea\n\n- attention alone, no recurrence\n"
    assert run("note", "liu2018darts").code == 3
    assert run("note", "vaswani2017attention", "--append", "- one more").code == 0
    assert run("note", "vaswani2017attention").lines[-2:] == ["- attention alone, no recurrence", "- one more"]
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/Idea/Main idea/" "$1"\n')
    editor.chmod(0o755)
    assert run("note", "vaswani2017attention", "--edit", env={"EDITOR": str(editor)}).code == 0
    assert run("note", "vaswani2017attention").lines[0] == "# Main idea"
    assert run("note", "vaswani2017attention", "--edit", env={"EDITOR": "true"}).out.startswith("unchanged")


def test_a_note_that_grew_outside_while_it_was_edited_keeps_both(run, library_file, tmp_path):
    editor = tmp_path / "editor"
    command = f'"{__import__("sys").executable}" -m stacktui --library "{library_file}"'
    editor.write_text(
        f'#!/bin/sh\n{command} note vaswani2017attention --append "- from outside"\necho "- from the editor" >> "$1"\n'
    )
    editor.chmod(0o755)
    assert run("note", "vaswani2017attention", "--edit", env={"EDITOR": str(editor)}).code == 0
    note = run("note", "vaswani2017attention").out
    assert "- from outside" in note and "- from the editor" in note and note.startswith("# Idea")


def test_a_note_reads_stdin(run):
    assert run("note", "liu2018darts", "--append", "-", stdin="a\nb\n").code == 0
    assert run("note", "liu2018darts").out == "a\nb\n"


def test_a_read_only_library_refuses_changes_and_can_be_read(run, library_file):
    before = library_file.read_bytes()
    library_file.chmod(0o444)
    library_file.parent.chmod(0o555)
    try:
        if __import__("os").access(library_file.parent, 2):
            return  # root may write anywhere
        assert run("list").code == 0
        done = run("add", "X")
        assert done.code == 1 and done.err
    finally:
        library_file.parent.chmod(0o755)
    assert library_file.read_bytes() == before
