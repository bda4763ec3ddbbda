"""What headings say: a category, a date, a status for all below, a table of contents, a part without papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.words import any_word, words

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_LONG_MONTH = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_NUMBERED_DATE = re.compile(
    r"(?:added|updated?|read)?\s*:?\s*[Yy]?((?:19|20)\d\d)\s?[-./年_]\s?(\d{1,2})(?:\s?[-./月_]\s?(\d{1,2}))?\s?[日月号]?(?:\s*[:：\-–]?\s*(.*))?$",
    re.IGNORECASE,
)
_NAMED_DATE = re.compile(
    r"(?:[Yy]?((?:19|20)\d\d)[\s,]+)?([A-Z][a-z]{2,8})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?,?)?\s*((?:19|20)\d\d)?(?:\s*[:：\-–]\s*(.*))?$"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Z][a-z]{2,8})\.?,?\s+((?:19|20)\d\d)(?:\s*[:：\-–]\s*(.*))?$"
)
_SECTION_NUMBER = re.compile(
    r"^\s*(?:(?:\d+(?:\.\d+)*(?:[.)、]\s*|\s+)|[IVX]+\.\s+|[一二三四五六七八九十]+、\s*)(?=[^\d\s.])|§\s*\d+\s*)"
)
_FILLER = re.compile(
    r"\b(?:the|my|all|papers?|articles?|list of|lists?|i have|i've|i|items?|to be|shelf|section|already)\b"
    r"|论文|文章|列表|清单|的|我",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, understood."""

    text: str
    """Without marks."""
    category: str = ""
    date: str = ""
    status: str = ""
    is_contents: bool = False
    month: int = 0
    """Of a heading that is only the name of a month."""
    is_cruft: bool = False
    """Whether such parts hold no papers: contact, licence, change log."""
    is_other: bool = False
    """Whether other things than papers stand there: tools, courses, data sets."""


def read_heading(text: str) -> Section:
    """What a heading says about what stands below it."""
    plain = strip_marks(text).strip(" :：#")
    bare = plain.casefold().strip(" :：.!📖📚")
    if bare in words("sections", "contents"):
        return Section(plain, is_contents=True)
    dated = read_date_heading(plain)
    if dated:
        return Section(plain, category=_category(dated[1]), date=dated[0])
    status, exact = shelf_status(plain)
    category = "" if exact else _category(plain)
    if bare[:3] in _MONTHS and _LONG_MONTH.fullmatch(bare):
        return Section(plain, category=plain, month=_MONTHS[bare[:3]])
    name = " ".join(re.sub(r"[^\w\s/&-]", " ", _SECTION_NUMBER.sub("", bare)).split())
    cruft = re.sub(r"[^\w\s]", "", bare).strip() in words("cruft", "heading")
    other = not cruft and _names_others(name)
    return Section(plain, category=category, status=status, is_cruft=cruft, is_other=other)


def _names_others(name: str) -> bool:
    """Whether all that a heading names are things other than papers: ``Tools & Libraries``, ``Useful links``."""
    bare = re.sub(
        r"^(?:useful|other|related|more|additional|some|recommended|online|awesome|相关|其他|其它|推荐)\s*", "", name
    )
    parts = [part.strip() for part in re.split(r"\s*[/&,、]\s*|\s+and\s+", bare) if part.strip()]
    return bool(parts) and all(part in words("sections", "other") for part in parts)


def _category(text: str) -> str:
    return _SECTION_NUMBER.sub("", text).strip(" :：-–") or text.strip()


def shelf_status(text: str) -> tuple[str, bool]:
    """The status that a heading gives to all below it, and whether it says nothing else."""
    bare = re.sub(r"[^\w\s'-]", " ", text.casefold()).strip()
    if status := _shelf(" ".join(bare.split())):
        return status, True
    shorter = " ".join(_FILLER.sub(" ", bare).split())
    return _shelf(shorter), shorter.isascii() and bool(_shelf(shorter))


def _shelf(name: str) -> str:
    return words("statuses").get(name, "") if len(name) > 1 and name != "no" else ""


def read_date_heading(text: str) -> tuple[str, str] | None:
    """``2020-03-26 Topic``, ``2018-02``, ``Feb 2019``: an ISO date, perhaps without day, and the topic."""
    found = _NUMBERED_DATE.match(text.strip())
    if found and 1 <= int(found[2]) <= 12 and (not found[3] or 1 <= int(found[3]) <= 31):
        return iso_date(int(found[1]), int(found[2]), int(found[3] or 0)), (found[4] or "").strip()
    day_first = _DAY_FIRST.match(text.strip())
    if day_first and day_first[2][:3].lower() in _MONTHS and 1 <= int(day_first[1]) <= 31:
        month = _MONTHS[day_first[2][:3].lower()]
        return iso_date(int(day_first[3]), month, int(day_first[1])), (day_first[4] or "").strip()
    named = _NAMED_DATE.match(text.strip())
    if named and (named[1] or named[4]) and named[2][:3].lower() in _MONTHS:
        year = int(named[1] or named[4])
        return iso_date(year, _MONTHS[named[2][:3].lower()], int(named[3] or 0)), (named[5] or "").strip()
    return None


def iso_date(year: int, month: int, day: int = 0) -> str:
    """``2020-03-26``, or ``2020-03`` without a day."""
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def speaks_of_papers(text: str) -> bool:
    """Whether a text (a title, an introduction) says that a list is one of papers."""
    return bool(any_word("sections", "about").search(text.casefold()))
