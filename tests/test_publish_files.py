"""Publish: encodings, line ends, links, permissions, histories of real lists, random edits."""

from __future__ import annotations

import os
import random
import stat

import lists_corpus as corpus
import pytest
from publish_trials import SILENT, WRONG, Trial
from published import JEKYLL, LISTS, MAMBA, README, Desk

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.importing import plan_import
from stacktui.formats.publish.applying import apply_publish

WAYS = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 crlf": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    "gb18030": lambda text: text.encode("gb18030"),
    "no end": lambda text: text.rstrip("\n").encode(),
}
CHINESE = JEKYLL.replace("trains on many tasks at once", "在很多任务上同时训练，只更新任务嵌入")


@pytest.fixture
def desk(tmp_path):
    return lambda data, name="list.md": Desk(tmp_path, data, name)


@pytest.mark.parametrize("way", WAYS)
def test_changes_keep_the_encoding_and_the_line_ends(desk, way):
    one = desk(WAYS[way](CHINESE))
    one.edit("Channel", title="Channel Gating of Networks", note=("* many values are near zero", "* 新的一行"))
    one.library.add(MAMBA.edit(categories=("Semi-Supervised",)))
    plan = one.plan()
    apply_publish(one.library, plan)
    new = CHINESE.replace("Gating Neural Networks", "Gating of Networks")
    new = new.replace("    * no need to compute them", "  * 新的一行")
    new = new.replace(
        "  * rebuilds its input\n", f"  * rebuilds its input\n\n* [{MAMBA.title}]({MAMBA.url})\n  a scan that selects\n"
    )
    assert one.path.read_bytes() == WAYS[way](new)
    assert one.plan().is_empty


def test_a_mixed_page_keeps_every_line_end(desk):
    mixed = JEKYLL.encode().replace(b"\n", b"\r\n", 9)
    one = desk(mixed)
    one.edit("MixMatch", url="https://arxiv.org/abs/1905.02249")
    apply_publish(one.library, one.plan())
    assert one.path.read_bytes() == mixed.replace(b"[MixMatch]()", b"[MixMatch](https://arxiv.org/abs/1905.02249)")


def test_what_the_encoding_cannot_hold_is_an_error_and_the_file_stays(desk, tmp_path):
    one = desk(JEKYLL.replace("many tasks", "many t\xe4sks").encode("latin-1"))
    before = one.path.read_bytes()
    one.edit("Channel", title="信道门控神经网络 for Networks")
    try:
        apply_publish(one.library, one.plan())
    except StackError as error:
        assert error.hint and one.path.read_bytes() == before
    else:
        assert parse_document(one.path.read_bytes(), "list.md").papers[1].title == "信道门控神经网络 for Networks"


def test_a_link_stays_a_link_and_permissions_stay(desk, tmp_path):
    one = desk(README)
    real = tmp_path / "real" / "list.md"
    real.parent.mkdir()
    one.path.rename(real)
    real.chmod(0o640)
    one.path.symlink_to(real)
    one.edit("Squeeze", rating=2)
    one.publish()
    assert one.path.is_symlink() and stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "[★★] attention" in real.read_text()
    assert sorted(os.listdir(real.parent)) == ["list.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_left_alone(desk):
    one = desk(README)
    one.edit("Squeeze", rating=2)
    one.path.chmod(0o444)
    with pytest.raises(StackError, match="cannot be written"):
        apply_publish(one.library, one.plan())
    assert one.text == README


def test_a_list_that_moved_is_found_by_its_name(desk, tmp_path):
    one = desk(README)
    one.edit("Squeeze", rating=2)
    other = tmp_path / "elsewhere"
    other.mkdir()
    one.path = one.path.rename(other / "list.md")
    one.publish()
    assert "[★★] attention" in one.text
    (record,) = one.library.lists.values()
    assert record["file"] == str(other / "list.md")


# -- real histories ------------------------------------------------------------------------------------------------

HISTORIES = sorted((corpus.SHARED / "history").glob("*/")) if corpus.SHARED.is_dir() else []


@pytest.mark.skipif(not HISTORIES, reason="the histories are not here")
@pytest.mark.parametrize("folder", HISTORIES, ids=lambda folder: folder.name)
def test_edits_go_into_a_newer_version_of_a_real_list(desk, folder):
    versions = sorted(folder.glob("*.md"))
    chance = random.Random(3)
    one = desk(versions[0].read_bytes())
    for version in versions[1::2]:
        chosen = chance.sample(sorted(one.library.papers), 2)
        for doc_id in chosen:
            one.library.update([doc_id], lambda paper: paper.edit(note=(*paper.note, "* a line of mine")), "edit")
        mine = [line for line in one.document().lines if "a line of mine" in line]
        theirs = version.read_bytes().decode().split("\n")
        one.path.write_bytes(version.read_bytes())
        plan = one.plan()
        apply_publish(one.library, plan)
        now = one.text.split("\n")
        assert [line for line in now if "a line of mine" not in line and line.strip()] == [
            line for line in theirs if line.strip()
        ]
        assert one.plan().is_empty and plan_import(one.library, [one.document()]).is_empty
        assert all("* a line of mine" in one.library.papers[doc_id].note for doc_id in chosen) or mine


# -- random edits --------------------------------------------------------------------------------------------------

ROUNDS = int(os.environ.get("STACKTUI_PUBLISH_ROUNDS", "2"))
"""How many rounds of random edits each list takes; thousands of edits are a matter of minutes."""


def assert_published_well(trial):
    for _ in range(ROUNDS):
        outcome = trial.round(4)
        assert not outcome.disturbed and not outcome.strayed, outcome.plan.diff()
        assert not [fate for fate in outcome.fates if fate.what in (SILENT, WRONG)]
        for outcome in trial.comings_and_goings():
            assert not outcome.disturbed and not outcome.strayed, (outcome.fates, outcome.plan.diff())
            assert not [fate for fate in outcome.fates if fate.what in (SILENT, WRONG)], outcome.plan.diff()


@pytest.mark.parametrize("name", ["readme", "jekyll", "table", "boxes", "BLOG", "HEADED", "ORG"])
def test_random_edits_are_written_so_that_they_are_read_or_told(tmp_path, name):
    assert_published_well(Trial(tmp_path, LISTS[name].encode(), "list.md", 1))


@pytest.mark.skipif(not corpus.SHARED.is_dir() or ROUNDS < 3, reason="the real lists are not here, or take too long")
@pytest.mark.parametrize("name", [name for name in corpus.real_lists() if not name.endswith((".bib", "Rate.md"))])
def test_random_edits_of_real_lists_are_written_so_that_they_are_read_or_told(tmp_path, name):
    path = corpus.SHARED / name
    assert_published_well(Trial(tmp_path, path.read_bytes(), path.name, 1))
