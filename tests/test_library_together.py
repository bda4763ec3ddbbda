"""Several writers of one library: whatever they do in whatever order, nothing is lost and the file stays in form."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import TinyDB

from stacktui.library import Library
from stacktui.library.facts import KnownPapers
from stacktui.model import Paper
from stacktui.store import load, render

WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta"])
WHO = st.sampled_from(["app", "shell"])
PICK = st.integers(0, 20)


class Writers(RuleBasedStateMachine):
    """The app (saving when it is told to), a shell (saving at once) and plain TinyDB on one file."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "papers.json"
        self.libraries = {"app": Library.open(str(self.path), autosave=False), "shell": Library.open(str(self.path))}
        self.written: set[str] = set()
        self.count = 0
        self.plain = False

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def pick(self, who: str, number: int) -> int | None:
        if who == "shell":
            self.libraries[who].refresh()
        papers = self.libraries[who].papers
        ids = sorted(papers, key=lambda each: (papers[each].title, papers[each].key))
        return ids[number % len(ids)] if ids else None

    def fresh(self) -> str:
        self.count += 1
        return f"word{self.count}"

    @rule(who=WHO, title=WORDS)
    def add(self, who: str, title: str) -> None:
        self.libraries[who].add(Paper(title=f"{title} {self.count}"))

    @rule(who=WHO, number=PICK)
    def tag(self, who: str, number: int) -> None:
        doc_id, word = self.pick(who, number), self.fresh()
        if doc_id is not None:
            self.libraries[who].update([doc_id], lambda paper: paper.edit(tags=(*paper.tags, word)), "tag")
            self.written.add(word)

    @rule(who=WHO, number=PICK, start=st.booleans())
    def write(self, who: str, number: int, start: bool) -> None:
        doc_id, word = self.pick(who, number), self.fresh()
        if doc_id is not None:

            def edit(paper: Paper) -> Paper:
                return paper.edit(note=(word, *paper.note) if start else (*paper.note, word))

            self.libraries[who].update([doc_id], edit, "write")
            self.written.add(word)

    @rule(who=WHO, number=PICK, rating=st.sampled_from([1, 2.5, 4]))
    def rate(self, who: str, number: int, rating: float) -> None:
        doc_id = self.pick(who, number)
        if doc_id is not None:
            self.libraries[who].update([doc_id], lambda paper: paper.edit(rating=rating), "rate")

    @rule(who=WHO, number=PICK)
    def bump(self, who: str, number: int) -> None:
        doc_id = self.pick(who, number)
        if doc_id is not None:
            self.libraries[who].bump([doc_id])

    @rule(who=WHO, number=PICK)
    def remove(self, who: str, number: int) -> None:
        doc_id = self.pick(who, number)
        if doc_id is not None:
            self.libraries[who].remove([doc_id])

    @rule(who=WHO)
    def restore(self, who: str) -> None:
        library = self.libraries[who]
        library.refresh()
        library.restore(list(library.trash))

    @rule()
    def refresh(self) -> None:
        self.libraries["app"].refresh()

    @rule()
    def save(self) -> None:
        self.libraries["app"].save()

    @rule(title=WORDS)
    def plain_tinydb(self, title: str) -> None:
        if self.path.exists():
            with TinyDB(self.path, encoding="utf-8") as plain:
                self.plain = True  # it may give an id a second time that is in the trash
                plain.table("papers").insert({"title": title, "tags": [self.fresh()]})
            self.written.add(f"word{self.count}")

    @rule()
    def undo_and_redo(self) -> None:
        app = self.libraries["app"]
        before = render(app.tables)
        if app.undo() is not None:
            app.redo()
            assert render(app.tables) == before

    @invariant()
    def the_app_sees_what_it_holds(self) -> None:
        if not hasattr(self, "libraries"):
            return
        for library in self.libraries.values():
            tables = library.tables
            if not self.plain:
                assert not tables.get("papers", {}).keys() & tables.get("trash", {}).keys()
            keys = Counter(paper.key for paper in library.papers.values() if paper.key)
            assert max(keys.values(), default=1) == 1
            assert all(library.by_key(key) is not None for key in keys)
            known = KnownPapers()
            known.update(tables.get("papers", {}), library.papers)
            assert all(known.find(p, library.papers) == library.find_known(p) for p in library.papers.values())
            assert [p.id for p in library.stack()] == sorted(
                library.papers, key=lambda each: (-library.papers[each].stack_moment, each)
            )

    @rule()
    def everything_written_is_in_the_file(self) -> None:
        self.libraries["app"].save()
        self.libraries["shell"].refresh()
        if self.path.exists():
            text = self.path.read_text(encoding="utf-8")
            assert [word for word in self.written if f'"{word}"' not in text] == []
            assert load(text.encode(), "x").tables["papers"] == self.libraries["app"].tables.get("papers", {})
            assert self.libraries["shell"].tables["papers"] == self.libraries["app"].tables["papers"]
            assert not self.libraries["app"].unsaved


Writers.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestWriters = Writers.TestCase


ADDER = """
import sys
from stacktui.library import Library
from stacktui.model import Paper
for number in range(int(sys.argv[3])):
    Library.open(sys.argv[1]).add(Paper(title=f"paper {number} of {sys.argv[2]}"))
"""


def test_eight_processes_and_an_open_app_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    app = Library.open(str(path), autosave=False)
    first = app.add(Paper(title="mine")).paper.id
    app.save()
    repository = Path(__file__).parents[1]
    adders = [
        subprocess.Popen([sys.executable, "-c", ADDER, str(path), str(number), "12"], cwd=repository)
        for number in range(8)
    ]
    edits = 0
    while any(adder.poll() is None for adder in adders):
        edits += 1
        app.update([first], lambda paper: paper.edit(note=(*paper.note, f"line {edits}")), "write")  # noqa: B023
        app.refresh()
        app.save()
    assert [adder.wait() for adder in adders] == [0] * 8
    app.refresh()
    titles = {f"paper {number} of {who}" for number in range(12) for who in range(8)} | {"mine"}
    assert {paper.title for paper in app.papers.values()} == titles
    assert app.papers[first].note == tuple(f"line {number}" for number in range(1, edits + 1))
    data = path.read_bytes()
    assert data == render(json.loads(data))
