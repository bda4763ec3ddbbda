"""Which blocks are the entries of a list: the class of lines that repeats and has the evidence of papers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from stacktui.formats.lists.among import find_among
from stacktui.formats.lists.head import Head
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.labelled import is_labelled
from stacktui.formats.lists.links import host_kind, is_label, label_kind, leads_to_list, names_repository
from stacktui.formats.lists.sections import read_heading, shelf_status
from stacktui.formats.lists.tables import read_table
from stacktui.formats.lists.title_headings import below_title_headings, find_title_headings
from stacktui.formats.lists.title_lines import find_title_lines
from stacktui.formats.lists.titles import author_likeness, title_likeness
from stacktui.formats.lists.units import Unit
from stacktui.identity import link_title
from stacktui.text import has_cjk

Shape = tuple[str, int, str]

ENOUGH = 2.0
"""The evidence from which on a block is an entry."""


@dataclass(slots=True)
class Class:
    """Lines of the same shape."""

    units: list[Unit] = field(default_factory=list)
    mean: float = 0.0
    weight: float = 0.5
    """How much the class says about one of its lines: more where many lines agree."""
    is_plain_list: bool = False
    """Whether these are titles without any link or venue."""


def find_entries(units: list[Unit], *, about_papers: bool) -> None:
    """Set the role ``entry`` where it belongs. Units that have a role already are left alone."""
    _find_rows(units)
    find_title_headings(units)
    inside = below_title_headings(units) | find_title_lines(units)
    candidates = [unit for at, unit in enumerate(units) if at not in inside and _is_candidate(unit)]
    classes = _classes(candidates, about_papers)
    grouping = _grouping_items(units, inside)
    others = _among_other_things(units)
    for unit in candidates:
        if id(unit) in others and not _is_certainly_paper(unit):
            continue
        if _is_entry(unit, classes) and (id(unit) not in grouping or _has_evidence(unit.head)):
            unit.role = "entry"
    candidates = [unit for unit in candidates if id(unit) not in others]
    _drop_lone_paragraphs(units)
    _complete_lists(candidates)
    _find_shelved(units, inside)
    _find_nested(units, inside, classes)
    find_among(units, inside)
    for unit in units:
        if unit.role == "entry" and (not unit.head.title or names_repository(unit.head.title, unit.head.url or "")):
            unit.role = ""


def _among_other_things(units: list[Unit]) -> set[int]:
    """The units (by identity) below headings such as "Tools" or "Courses"."""
    found: set[int] = set()
    levels: list[int] = []
    for unit in units:
        if unit.kind == "heading":
            level = unit.block.level
            levels = [above for above in levels if above < level]
            if unit.role != "entry" and read_heading(unit.block.text).is_other:
                levels.append(level)
        elif levels:
            found.add(id(unit))
    return found


def _is_certainly_paper(unit: Unit) -> bool:
    """Whether a link to a paper, a venue or an arXiv number says that this is one."""
    head = unit.head
    if unit.block.mark or head.facts.arxiv:
        return True
    if head.facts.venue and head.facts.year and head.started != "link":
        return True
    linked = any(label_kind(link.label) == "paper" and link.label for link in head.links)
    return host_kind(head.url or "") == "paper" or linked


def _is_candidate(unit: Unit) -> bool:
    if unit.role or unit.block.depth or is_shelf_line(unit):
        return False
    return unit.kind in ("item", "para")


# -- rows ----------------------------------------------------------------------------------------------------------


def _find_rows(units: list[Unit]) -> None:
    tables: list[list[Unit]] = []
    for at, unit in enumerate(units):
        if unit.kind == "row" and not unit.role:
            before = units[at - 1] if at else None
            if (
                before is None
                or before.kind not in ("row", "markup")
                or before.block.columns != unit.block.columns
                or not tables
            ):
                tables.append([])
            tables[-1].append(unit)
    for table in tables:
        heads = read_table(table[0].block.columns, [unit.block.cells for unit in table])
        for unit, head in zip(table, heads, strict=True):
            if head:
                unit._head, unit.role = head, "entry"
            else:
                unit.role, unit.reason = "ignored", "a table that holds no papers"


# -- classes of items and paragraphs -------------------------------------------------------------------------------


def _classes(candidates: list[Unit], about_papers: bool) -> dict[Shape, Class]:
    classes: dict[Shape, Class] = defaultdict(Class)
    for unit in candidates:
        classes[unit.shape].units.append(unit)
    for shape, group in classes.items():
        scores = [max(-3.0, min(6.0, unit.evidence)) for unit in group.units]
        group.mean = sum(scores) / len(scores)
        if len(scores) >= 8 and sum(score >= 2.5 for score in scores) >= 0.7 * len(scores):
            group.weight = 1.0
        alone = shape[0] == "item" or len(group.units) >= 0.8 * len(candidates)
        group.is_plain_list = about_papers and alone and _is_list_of_titles(group.units)
    return classes


def _is_list_of_titles(units: list[Unit]) -> bool:
    likely = [unit for unit in units if unit.head.likeness >= 0.7 and not has_cjk(unit.block.text)]
    capital = [unit for unit in likely if _is_capitalised(unit.head.title)]
    return len(units) >= 3 and len(likely) >= 0.75 * len(units) and len(capital) >= 0.6 * len(units)


def _is_capitalised(title: str) -> bool:
    """Whether most long words of a title begin with a capital."""
    long_words = [word for word in re.findall(r"[A-Za-z][\w-]+", title) if len(word) > 3]
    return bool(long_words) and sum(word[0].isupper() for word in long_words) >= 0.6 * len(long_words)


def _is_entry(unit: Unit, classes: dict[Shape, Class]) -> bool:
    head, group = unit.head, classes[unit.shape]
    if unit.kind == "para" and _has_only_labels(unit):
        return False
    if not head.title or _is_remark(unit) or (head.shape in ("text", "bold") and is_label(head.title)):
        return False
    prior = max(-1.5, min(1.5, group.mean - 1.5)) * group.weight
    if unit.block.mark and unit.kind == "item":
        linked = head.shape == "link" and _has_evidence(head)
        return linked or head.likeness + prior >= 0.4 or head.evidence >= 1.5
    if head.shape == "bracket" and group.mean >= 2.5:
        return True
    least = 0.8 if group.mean >= 2.5 else 0.3
    if group.is_plain_list and head.likeness >= least and head.shape != "link":
        return True
    if not _has_evidence(head) and not unit.has_fields:
        return False
    if unit.kind == "para" and is_linked_line(unit):
        return len(group.units) >= 3 or unit.evidence + prior >= 3.0
    if unit.kind == "para":
        return unit.evidence + prior >= 3.0 and (head.likeness >= 0.3 or head.started in ("bracket", "number"))
    return unit.evidence + prior >= ENOUGH


def _complete_lists(candidates: list[Unit]) -> None:
    """In a list of linked titles or of check boxes all items of that form are entries where most are."""
    for run in _runs(candidates):
        found = sum(unit.role == "entry" for unit in run)
        enough = 1 if run[0].block.mark else 2
        if found < len(run) and found >= max(enough, 0.5 * len(run)):
            for unit in run:
                if not unit.role and unit.head.title and not _is_remark(unit) and _has_form(unit):
                    unit.role = "entry"


def _has_form(unit: Unit) -> bool:
    head = unit.head
    if unit.block.mark or (head.authors and head.shape == "bold"):
        return head.likeness > -1.0
    if unit.block.marker.strip("*")[:1].isdigit() and head.shape == "text":
        return head.likeness >= 1.0 or (head.likeness > -1.0 and head.title[:1].isupper() and head.is_open)
    return head.shape == "link" and _has_evidence(head)


def _runs(candidates: list[Unit]) -> Iterator[list[Unit]]:
    """Items with the same form that stand in one list: links, or check boxes."""
    run: list[Unit] = []
    before: tuple[object, ...] = ()
    for unit in candidates:
        form = (unit.kind, unit.block.marker[:1].isdigit(), bool(unit.block.mark), unit.head.shape == "link")
        if run and (form != before or unit.block.first > run[-1].block.last + 40):
            yield run
            run = []
        if unit.kind == "item":
            run.append(unit)
        before = form
    if run:
        yield run


def _has_evidence(head: Head) -> bool:
    if head.shape == "link":
        return host_kind(head.url or "") not in ("resource", "mail", "anchor") and not leads_to_list(head.url or "")
    linked = any(
        host_kind(link.url or "") in ("paper", "page", "code", "video", "file") for link in head.links if link.url
    )
    return bool(head.url or head.lost_labels or linked or head.facts.venue or head.authors or head.facts.arxiv)


def _has_only_labels(unit: Unit) -> bool:
    """Whether a line has no title but labelled links: those of the paper above."""
    return "](" in unit.block.text and unit.head.title == link_title(unit.head.url or "")


def is_linked_line(unit: Unit) -> bool:
    """A paragraph whose first line is a linked title, perhaps with labels, and leads to a paper."""
    head = unit.head
    if head.shape != "link" or host_kind(head.url or "") != "paper":
        return False
    return not head.note and not head.residue and len(head.title.split()) <= 30


def _is_remark(unit: Unit) -> bool:
    """A bullet about something: a long sentence with a link in it, a field label, a heading with an emoji."""
    text = unit.block.text
    head = unit.head
    if is_labelled(text) or re.match(r"\s*\[\^", text):
        return True
    if unit.head_count == 1 and re.match(r"\s*\W{0,3}\s*[\w\s]{2,20}[:：]\s*$", strip_marks(text)):
        return True
    before = " ".join(head.residue)
    if head.shape == "link" and before and len(before) > 24 and title_likeness(before) < 0.8:
        return True
    return head.shape == "link" and sum(map(len, head.note)) > 40 and head.likeness < 0.3 and bool(before)


def _drop_lone_paragraphs(units: list[Unit]) -> None:
    """A single paragraph among other entries is a sentence with a link, not an entry."""
    entries = [unit for unit in units if unit.role == "entry"]
    paragraphs = [unit for unit in entries if unit.kind == "para"]
    others = len(entries) - len(paragraphs)
    if others and len(paragraphs) < max(2, 0.1 * others):
        for unit in paragraphs:
            if is_linked_line(unit):
                continue
            if unit.head.shape in ("text", "link") and unit.head.evidence < 4.5:
                unit.role = ""


# -- titles on a shelf ---------------------------------------------------------------------------------------------


def _find_shelved(units: list[Unit], inside: set[int]) -> None:
    """Below a heading such as "To read", bare lines with the shape of titles are entries until a note begins."""
    shelf = False
    for at, unit in enumerate(units):
        if unit.kind == "heading" or is_shelf_line(unit):
            shelf = bool(shelf_status(strip_marks(unit.block.text))[0])
            continue
        if not shelf or unit.role == "entry" or at in inside or unit.block.depth:
            continue
        if unit.kind in ("item", "para") and not unit.role and _is_bare_title(unit):
            unit.role = "entry"
        elif unit.kind in ("para", "rule"):
            shelf = False


def is_shelf_line(unit: Unit) -> bool:
    """Whether a line without marks names a shelf: ``To read``, ``Papers to read``, ``未看``."""
    if unit.kind != "para" or len(unit.block.lines) > 1 or len(unit.block.text) > 400:
        return False
    status, exact = shelf_status(unit.block.text)
    return exact or (bool(status) and len(unit.block.text.split()) <= 4 and not unit.block.text.rstrip().endswith("."))


def _is_bare_title(unit: Unit) -> bool:
    text = strip_marks(unit.block.text)
    if unit.head.evidence >= 2.5 and unit.head.title:
        return not _is_remark(unit)
    if len(unit.block.lines) > 1 or len(text) > 200 or text.endswith((".", "。", ":", "：", ";")):
        return False
    return title_likeness(text) >= (0.8 if unit.kind == "para" else 0.3) and author_likeness(text) < 0.75


# -- entries inside other items ------------------------------------------------------------------------------------


def _find_nested(units: list[Unit], inside: set[int], classes: dict[Shape, Class]) -> None:
    """Items below items that only group them: where no entry stands above, or in many places of the document."""
    groups = _children(units, inside)
    if not groups:
        return
    after_entry = _after_entry(units)
    good = [at for at in groups if _is_group(units, at, groups[at])]
    good += _like_groups(units, groups, good)
    free = [at for at in good if at not in after_entry]
    entries = sum(unit.role == "entry" for unit in units)
    nested = sum(len(groups[at]) for at in good)
    chosen = good if nested >= 3 and nested >= 0.3 * max(1, entries) else free
    accepted: set[int] = set()
    for at in sorted(chosen):
        parent = units[at].parent
        if units[at].role == "entry" or (
            parent >= 0 and parent not in chosen and parent not in accepted and _is_inside_entry(units, parent)
        ):
            continue
        accepted.add(at)
        units[at].role = units[at].role or "group"
        for unit in groups[at]:
            if unit.head.evidence >= ENOUGH and _has_evidence(unit.head):
                unit.role = "entry"


def _like_groups(units: list[Unit], groups: dict[int, list[Unit]], good: list[int]) -> list[int]:
    """Items of the form of those that group papers, with a paper below them."""
    forms = {units[at].shape for at in good}
    return (
        [
            at
            for at in groups
            if at not in good
            and units[at].shape in forms
            and not units[at].role
            and len(units[at].block.text) <= 60
            and any(host_kind(child.head.url or "") == "paper" for child in groups[at])
        ]
        if len(good) >= 2
        else []
    )


def _grouping_items(units: list[Unit], inside: set[int]) -> set[int]:
    """The items (by identity) whose children are the papers."""
    children = _children(units, inside)
    return {id(units[at]) for at in children if not units[at].role and _is_group(units, at, children[at])}


def _children(units: list[Unit], inside: set[int]) -> dict[int, list[Unit]]:
    groups: dict[int, list[Unit]] = defaultdict(list)
    for at, unit in enumerate(units):
        if unit.kind == "item" and unit.parent >= 0 and at not in inside and not unit.role:
            groups[unit.parent].append(unit)
    return groups


def _is_inside_entry(units: list[Unit], at: int) -> bool:
    while at >= 0:
        if units[at].role == "entry":
            return True
        at = units[at].parent
    return False


def _after_entry(units: list[Unit]) -> set[int]:
    """Places that follow an entry in the same section: what stands there may be its note."""
    places: set[int] = set()
    seen = False
    for at, unit in enumerate(units):
        if unit.kind in ("heading", "rule"):
            seen = False
        elif unit.role == "entry":
            seen = True
        elif seen:
            places.add(at)
    return places


def _is_group(units: list[Unit], at: int, children: list[Unit]) -> bool:
    """Whether an item only names what its children have in common, and these are papers."""
    parent = units[at]
    text = strip_marks(parent.block.text)
    if len(parent.block.lines) > 1 and any("](http" in line for line in parent.block.lines[1:]):
        return False
    if parent.role == "entry" or len(text.split()) > 8 or len(text) > 60 or _is_inside_entry(units, at):
        return False
    if any(host_kind(link.url or "") == "paper" for link in parent.head.links) or parent.head.url:
        return False
    if re.match(r"\W*[\U0001f300-\U0001faff]", text):
        return False
    strong = [
        child
        for child in children
        if child.head.evidence >= 2.8 and _has_evidence(child.head) and (child.head.url or child.head.facts.venue)
    ]
    return len(strong) >= 0.7 * len(children)
