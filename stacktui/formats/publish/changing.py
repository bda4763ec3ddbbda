"""Ways to make the head of an entry say something else, the likeliest first.

Each way is a set of spans of the head's text with what they become. None is trusted: the page is read again with it,
and the next way is tried where the reader does not find what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from stacktui.formats.markdown_out import address
from stacktui.formats.publish.filling import filled_chunk, join_authors, marked
from stacktui.formats.publish.slots import Chunk, Slot, groups
from stacktui.formats.publish.style import Entry, Style
from stacktui.model import Link, Paper

Span = tuple[int, int, str]
Way = tuple[Span, ...]

_LINKS = {"org": "[[{url}][{title}]]", "rst": "`{title} <{url}>`_"}
_MOST_MODELS = 4
_FACTS = ("authors", "venue", "year", "presentation", "alias", "tags")
_SAME_LINK: tuple[Callable[[Link, Link], bool], ...] = (
    lambda one, other: one == other,
    lambda one, other: one.label == other.label,
    lambda one, other: one.url == other.url,
    lambda one, other: bool(one.url and other.url and one.label and other.label),  # it takes the place of the other
)
_MARKS_AROUND = " \t,;|·-–—"


def ways_to_change(style: Style, entry: Entry, paper: Paper, name: str) -> list[Way]:
    """Ways to change the field ``name`` of an entry to what ``paper`` has; none where the list does not show it."""
    if name == "links":
        return _change_links(style, entry, paper)
    if name == "tags":
        return _change_tags(style, entry, paper)
    if name == "authors":
        return _change_authors(style, entry, paper)
    if name == "status":
        return _change_status(style, entry, paper)
    shown = "year" if name == "month" else name
    slot = entry.head.slot(shown)
    if slot is None:
        return _add_link(style, entry, paper) if name == "url" else _borrow(style, entry, paper, shown)
    ways: list[Way] = [((slot.start, slot.end, text),) for text in entry.head.rewritten(paper, slot)]
    if shown == "rating":
        ways += _other_stars(style, entry, paper, slot)
    return ways or ([_remove(entry, slot)] if name != "title" else [])


def _other_stars(style: Style, entry: Entry, paper: Paper, slot: Slot) -> list[Way]:
    """The rating in the form of other entries, such as the half star that this one has no example of."""
    ways: list[Way] = []
    for other, _ in islice(style.showing("rating", entry), _MOST_MODELS):
        model = other.head.slot("rating")
        if model is not None:
            ways += [((slot.start, slot.end, text),) for text in other.head.rewritten(paper, model)]
    return list(dict.fromkeys(ways))


def _change_status(style: Style, entry: Entry, paper: Paper) -> list[Way]:
    slot = entry.head.slot("status")
    if slot is None:
        return _borrow(style, entry, paper, "status")
    marks = [*style.marks(paper.status), *entry.head.rewritten(paper, slot)]
    return [((slot.start, slot.end, mark),) for mark in dict.fromkeys(marks)]


# -- values that stand nowhere yet, or no longer -------------------------------------------------------------------


def _borrow(style: Style, entry: Entry, paper: Paper, name: str) -> list[Way]:
    """Put a value in as other entries have it: in their brackets, behind what stands before it there.

    Facts that are fetched for every paper, such as its authors, go only into lists that usually show them.
    """
    ways: list[Way] = []
    if name in _FACTS and not style.is_usual(name):
        return ways
    for other, chunk in islice(style.showing(name, entry), _MOST_MODELS):
        texts = filled_chunk(other.head, chunk, paper, style)
        if texts:
            ways += _place(entry, other, chunk, texts[0])
    return list(dict.fromkeys(ways))


def _place(entry: Entry, other: Entry, chunk: Chunk, text: str) -> Iterator[Way]:
    """Where a chunk of another entry belongs in this one."""
    here, there = entry.head, other.head
    for mine in here.chunks:
        if mine.fields & chunk.fields and not mine.fields & {"title", "note"}:
            yield ((mine.start, mine.end, text),)
            return
    at = there.chunks.index(chunk)
    found: Chunk | None
    for before in reversed(there.chunks[:at]):
        found = next((each for each in here.chunks if each.fields & before.fields), None)
        if found is not None:
            gap = there.text[there.chunks[at - 1].end : chunk.start]
            yield ((found.end, found.end, gap + text),)
            if "\n" in gap:
                end = here.text.find("\n", found.end)
                end = len(here.text) if end < 0 else end
                yield ((end, end, "\n" + gap.rpartition("\n")[2] + text),)
            break
    for after in there.chunks[at + 1 :]:
        found = next((each for each in here.chunks if each.fields & after.fields), None)
        if found is not None:
            gap = there.text[chunk.end : there.chunks[at + 1].start]
            yield ((found.start, found.start, text + gap),)
            break


def _remove(entry: Entry, slot: Slot) -> Way:
    """Take a value out, with its brackets where nothing else is in them."""
    head = entry.head
    chunk = head.chunk_of(slot)
    others = [each for each in chunk.slots if each is not slot]
    if others:
        before = [each for each in others if each.end <= slot.start]
        start, end = slot.start, slot.end
        if before:
            start = max(before[-1].end, slot.start - _blanks_before(head.text, slot.start))
        else:
            end += len(head.text[end:]) - len(head.text[end:].lstrip(" ,-–/"))
        return ((start, min(end, chunk.end), ""),)
    return _cut(entry, chunk.start, chunk.end)


def _blanks_before(text: str, at: int) -> int:
    return at - len(text[:at].rstrip(" ,-–/'’"))


def _cut(entry: Entry, start: int, end: int) -> Way:
    """Cut a chunk, and the blank that parted it from its neighbour; a row that says no more goes as a whole."""
    text = entry.head.text
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    rest = re.sub(r"<br\s*/?>", "", text[first:start] + text[end:last], flags=re.IGNORECASE)
    if first and not rest.strip(_MARKS_AROUND):
        return ((first - 1, last, ""),)
    if text[end : end + 1] == " " and (start == first or text[start - 1] in " \t"):
        end += 1
    elif text[start - 1 : start] == " ":
        start -= 1
    return ((start, end, ""),)


# -- links and tags ------------------------------------------------------------------------------------------------


def _add_link(style: Style, entry: Entry, paper: Paper) -> list[Way]:
    """Link a title that had no address: ``[T]()``, ``[T]`` or plain words."""
    slot, url = entry.head.slot("title"), address(paper.url)
    if slot is None or not url:
        return []
    if form := _LINKS.get(style.document.format):
        return [((slot.start, slot.end, form.format(title=entry.head.raw(slot), url=url)),)]
    if not entry.head.has_marks:
        return []
    text, chunk = entry.head.text, entry.head.chunk_of(slot)
    raw = text[chunk.start : chunk.end]
    if raw.endswith("]()"):
        return [((chunk.end - 1, chunk.end - 1, url),)]
    if raw.startswith("[") and raw.endswith("]"):
        return [((chunk.end, chunk.end, f"({url})"),)]
    return [
        ((slot.start, slot.start, "["), (slot.end, slot.end, f"]({url})")),
        ((chunk.start, chunk.start, "["), (chunk.end, chunk.end, f"]({url})")),
    ]


def _change_links(style: Style, entry: Entry, paper: Paper) -> list[Way]:
    old, new = entry.paper.links, paper.links
    fixed: list[Span] = []
    matched: dict[int, int] = {}
    for how in _SAME_LINK:
        for place, link in enumerate(old):
            other = next((n for n, each in enumerate(new) if n not in matched.values() and how(link, each)), None)
            if place not in matched and other is not None:
                matched[place] = other
    for place in range(len(old)):
        spans = _change_link(entry, paper, place, matched)
        if spans is None:
            return []
        fixed += spans
    added = [place for place in range(len(new)) if place not in matched.values()]
    if not added:
        return [tuple(fixed)]
    extra = paper.edit(links=tuple(new[place] for place in added))
    return [(*fixed, *way) for way in _more(style, entry, extra, ("links", "label"))]


def _change_link(entry: Entry, paper: Paper, place: int, matched: Mapping[int, int]) -> list[Span] | None:
    """The spans that change one link; None where it cannot be found in the text."""
    old, other = entry.paper.links[place], matched.get(place)
    url, label = entry.head.slot("links", place), entry.head.slot("label", place)
    if other is None:
        slot = url or label
        going = {each for each in range(len(entry.paper.links)) if each not in matched}
        return list(_remove_link(entry, slot, going)) if slot is not None else None
    new = paper.links[other]
    spans: list[Span] = []
    if new.label != old.label and label is not None:
        spans.append((label.start, label.end, new.label))
    if new.url != old.url:
        if url is not None and new.url:
            spans.append((url.start, url.end, address(new.url)))
        elif label is not None and new.url and entry.head.text[label.end : label.end + 1] == "]":
            spans.append((label.end + 1, label.end + 1, f"({address(new.url)})"))
        else:
            return None
    return spans


def _remove_link(entry: Entry, slot: Slot, going: set[int]) -> Way:
    """Take a link out: with all that stands around it where no other stays there, else with one comma."""
    head, chunk = entry.head, entry.head.chunk_of(slot)
    if {each.index for each in chunk.slots} <= going and chunk.fields <= {"links", "label"}:
        return _cut(entry, chunk.start, chunk.end)
    own = [each for each in chunk.slots if each.index == slot.index and each.field in ("links", "label")]
    inner = head.text[chunk.start + 1 : chunk.end - 1]
    for first, last in groups(inner):
        start, end = chunk.start + 1 + first, chunk.start + 1 + last
        if start <= own[0].start and own[-1].end <= end:
            before = re.search(r"[\s,;|/·]*$", head.text[chunk.start + 1 : start])
            after = re.match(r"[\s,;|/·]*", head.text[end : chunk.end - 1])
            if before and before[0]:
                return ((start - len(before[0]), end, ""),)
            return ((start, end + (len(after[0]) if after else 0), ""),)
    return _remove(entry, slot)


def _more(style: Style, entry: Entry, extra: Paper, names: tuple[str, ...]) -> list[Way]:
    """Put in more links or tags, behind the last one, else as other entries have them."""
    own = [chunk for chunk in entry.head.chunks if chunk.fields & set(names) and "title" not in chunk.fields]
    ways: list[Way] = []
    if own:
        chunk = own[-1]
        at = entry.head.chunks.index(chunk)
        above = entry.head.chunks[at - 1].end if at and len(own) > 1 else 0
        gap = entry.head.text[above : chunk.start] if above else " "
        texts = filled_chunk(entry.head, _from_zero(chunk), extra, style, further=True)
        ways.append(((chunk.end, chunk.end, "".join(gap + text for text in texts)),))
    for other, chunk in islice(style.showing(names[0], entry), _MOST_MODELS):
        texts = filled_chunk(other.head, _from_zero(chunk), extra, style, further=True)
        if own:
            ways.append(((own[-1].end, own[-1].end, " " + " ".join(texts)),))
        elif texts and not chunk.fields & {"title"}:
            ways += _place(entry, other, chunk, " ".join(texts))
    return list(dict.fromkeys(ways))


def _from_zero(chunk: Chunk) -> Chunk:
    """The chunk with its first link or tag counted as the first."""
    lowest = min(slot.index for slot in chunk.slots)
    slots = tuple(Slot(slot.field, slot.start, slot.end, slot.index - lowest) for slot in chunk.slots)
    return Chunk(chunk.start, chunk.end, slots)


def _change_tags(style: Style, entry: Entry, paper: Paper) -> list[Way]:
    old, new = entry.paper.tags, paper.tags
    gone = [place for place, tag in enumerate(old) if tag not in new]
    slots = [slot for place in gone if (slot := entry.head.slot("tags", place)) is not None]
    added = [tag for tag in new if tag not in old]
    if len(slots) < len(gone) or (added and not (old or style.is_usual("tags"))):
        return []
    fixed: list[Span] = [
        (slot.start, slot.end, tag) for slot, tag in zip(slots, added, strict=False)
    ]  # a tag takes the place of one that goes
    for slot in slots[len(added) :]:
        fixed += _remove(entry, slot)
    rest = tuple(added[len(slots) :])
    if not rest:
        return [tuple(fixed)]
    return [(*fixed, *way) for way in _more(style, entry, paper.edit(tags=rest), ("tags",))]


# -- authors -------------------------------------------------------------------------------------------------------


def _change_authors(style: Style, entry: Entry, paper: Paper) -> list[Way]:
    head = entry.head
    slots = [slot for slot in head.slots if slot.field == "authors"]
    if not slots:
        return _borrow(style, entry, paper, "authors")
    if len(slots) != len(entry.paper.authors):
        return []
    if not paper.authors:
        return [_remove(entry, slots[0])] if len(slots) == 1 else [_cut(entry, *_stretch(entry, slots))]
    if len(slots) == len(paper.authors):
        pairs = zip(slots, entry.paper.authors, paper.authors, strict=True)
        return [tuple((slot.start, slot.end, new) for slot, old, new in pairs if old != new)]
    start, end = _stretch(entry, slots)
    return [((start, end, join_authors(head, _with_markup(entry, slots, paper.authors))),)]


def _stretch(entry: Entry, slots: list[Slot]) -> tuple[int, int]:
    """The names with the marks of the first and the last."""
    first, last = marked(entry.head, slots[0]), marked(entry.head, slots[-1])
    return first[0], last[1]


def _with_markup(entry: Entry, slots: list[Slot], names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as they are written: those that were there with their links."""
    text = entry.head.text
    known = {
        name: text[slice(*marked(entry.head, slot))] for name, slot in zip(entry.paper.authors, slots, strict=True)
    }
    return tuple(known.get(name, name) for name in names)
