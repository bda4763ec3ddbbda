"""Venue, year, month, presentation, status, alias and stars in brackets and citations.

``[CVPR 2019 Oral]``, ``[2018-NIPS-oral]``, ``[ICCV'19]``, ``[201905-arxiv]``, ``[arXiv 1603]``, ``[★★☆]``, ``[PAC]``;
``Nature 521.7553 (2015): 436-444``, ``In ICLR, 2015``, ``arXiv preprint arXiv:1409.1556 (2014)``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from stacktui.formats.lists.facts import YEAR, Facts, full_year, known_venue, looks_like_venue, read_stars, read_status
from stacktui.formats.lists.titles import is_name
from stacktui.formats.lists.words import any_word, follows_words, joined_words, words
from stacktui.identity import find_arxiv_id

_PIECES = re.compile(r"[\w&+.]+(?:/[\w&+]+)*|'\s?\d\d|’\s?\d\d|[^\s\w]")
_SHORT_YEAR = re.compile(r"['’]\s(?=\d\d$)")
_BARE_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_VENUE_YEAR = re.compile(rf"([A-Za-z][A-Za-z&+.]*?(?:/[A-Za-z]+)?)[-_ ]?['’]?({YEAR}|\d\d)$")
_BRACKET_LEAD_IN = re.compile(
    r"^(?:(?:submitted|published|accepted|appeared|appears?|presented)\b(?:\s+(?:to|at|in|by|on|for)\b)?"
    r"|to appear (?:in|at)\b)"
    r"\s*[:：]?\s*(?=\S)",
    re.IGNORECASE,
)
_LONG_NAME = re.compile(
    r"\b(?:Transactions on|Journal of|Proceedings of|Conference on|Symposium on|Workshop on|Annals of)\s"
)
_RESTS = re.compile(r"\s*[,;|]\s*|\s+(?=(?:from|by|with)\s)|\s+(?=[A-Z][\w-]+$)")
"""Where a remark may begin behind venue and year."""
_DAY_MONTH = re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?([A-Z][a-z]{{2,8}})\.?\s+(?:\d{{1,2}},?\s+)?({YEAR})\b")


def read_bracket(text: str) -> Facts | None:
    """The facts of a bracket such as ``CVPR 2019 Oral``; None where part of it is something else."""
    text = _SHORT_YEAR.sub("'", " ".join(text.replace("，", ",").split()).strip(" .,;:"))
    if not text or len(text) > 80:
        return None
    text = _BRACKET_LEAD_IN.sub("", text)
    rating = read_stars(text)
    if rating is not None:
        return Facts(rating=rating)
    status = read_status(text)
    if status:
        return Facts(status=status)
    return _venue_bracket(text)


def read_aside(text: str) -> tuple[Facts, str] | None:
    """The facts of a bracket that says something else too, and the rest: ``VLDB 2021 from Ada Lovelace``."""
    if facts := read_bracket(text):
        return facts, ""
    if _LONG_NAME.search(text) and all(map(_in_name, text.split())):
        return Facts(venue=text), ""
    for found in _RESTS.finditer(text):
        facts, rest = read_bracket(text[: found.start()]), text[found.end() :].strip()
        if facts and facts.venue and facts.year and known_venue(facts.venue) and len(rest.split()) <= 5:
            return facts, rest
    return None


def _venue_bracket(text: str) -> Facts | None:
    found = _read_venue_bracket(text)
    return replace(found) if found else None


@follows_words
@lru_cache(maxsize=512)
def _read_venue_bracket(text: str) -> Facts | None:
    """The same bracket is looked at from several sides; nobody changes what is kept here."""
    facts = Facts()
    dated = _DAY_MONTH.search(text)
    if dated and (month := _month(dated[1])):
        facts.month = month
        text = f"{text[: dated.start()]} {dated[2]} {text[dated.end() :]}"
    rest: list[str] = []
    for piece in _split_pieces(text):
        if facts.venue and facts.year is None and re.fullmatch(r"[012]\d", piece) and facts.venue != "arXiv":
            facts.year = full_year(piece)
        elif not _take_piece(facts, piece):
            rest.append(piece)
    if not facts.year and not facts.venue and not (facts.presentation and not rest):
        return None
    if not rest:
        return facts if facts.year or facts.venue or facts.presentation else None
    return _with_unknown_venue(facts, rest, text)


def _with_unknown_venue(facts: Facts, rest: list[str], text: str) -> Facts | None:
    """A bracket with a year and words that may be a venue we do not know: capitals, few words, no sentence."""
    name = " ".join(rest)
    if facts.venue and facts.year and all(part.casefold() in words("venue-words", "part") for part in rest):
        return _with_part(facts, text)
    if facts.venue and all(part.casefold() in words("publishers") for part in rest):
        return _with_publisher(facts, rest, text)
    if facts.year is None or facts.venue:
        return _arxiv_number(facts, rest)
    if len(rest) > 1 and is_name(name):
        return None
    if len(rest) <= 3 and re.fullmatch(r"[A-Za-z][\w&+./ '-]*", name) and sum(map(str.isupper, name)) >= 2:
        facts.venue = name
        return facts
    if (
        3 < len(rest) <= 7
        and not re.search("[,;]", text)
        and rest[0][:1].isupper()
        and all(map(_in_name, rest))
        and text.startswith(rest[0])
    ):
        facts.venue = name.strip(" .")
        return facts
    if any_word("venue-words").search(name.casefold()) and len(rest) <= 10:
        return read_citation(text) or None
    return None


def _in_name(word: str) -> bool:
    """Whether a word may stand in the long name of a venue."""
    return word[:1].isupper() or word in ("and", "of", "on", "in", "for", "the", "&")


def _with_part(facts: Facts, text: str) -> Facts:
    """``SIGMOD Record 2021``, ``SIGMOD-Companion '23``: the part of a venue stays with its name."""
    end = re.search(rf"[\s,]*['’]?(?:{YEAR}|(?<=['’])\d\d)\W*$", text)
    if end and text.casefold().startswith(facts.venue.casefold()):
        facts.venue = text[: end.start()].strip()
    return facts


def _with_publisher(facts: Facts, rest: list[str], text: str) -> Facts:
    """``IEEE TPAMI 2020``, ``IEEE(RAL)``: who prints it stands before the name as written."""
    named = re.search(rf"{re.escape(rest[0])}[\s(/-]+{re.escape(facts.venue)}\)?", text, re.IGNORECASE)
    if named:
        facts.venue = named[0] if "(" in named[0] else named[0].rstrip(")")
    return facts


def _arxiv_number(facts: Facts, rest: list[str]) -> Facts | None:
    """``arXiv 1603``: a month where it can be one, else a year."""
    if facts.venue.casefold() != "arxiv" or len(rest) != 1:
        return None
    number = re.fullmatch(r"(\d\d)(\d\d)", rest[0])
    if number and _set_arxiv_month(facts, number):
        return facts
    return None


def _set_arxiv_month(facts: Facts, number: re.Match[str]) -> bool:
    year, month = 2000 + int(number[1]), int(number[2])
    if 1 <= month <= 12 and 2007 <= year <= date.today().year:
        facts.year, facts.month = year, month
        return True
    return False


def _split_pieces(text: str) -> list[str]:
    """The words of a bracket; known names of two words stay together."""
    lowered = text.casefold()
    if (
        "arxiv" in lowered
        and (found := re.fullmatch(r"arxiv[\s:.'-]*(\d\d)(\d\d)", lowered))
        and 1 <= int(found[2]) <= 12
        and (7 <= int(found[1]) <= date.today().year % 100)
    ):
        return ["arxiv", f"yymm{found[1]}{found[2]}"]
    for name in joined_words("venues"):
        if name in lowered:
            at = lowered.index(name)
            before, after = text[:at], text[at + len(name) :]
            if not before[-1:].isalnum() and not after[:1].isalpha():
                return [*_split_pieces(before), text[at : at + len(name)], *_split_pieces(after)]
    for phrase in words("presentations"):
        if " " in phrase and phrase in lowered:
            at = lowered.index(phrase)
            return [*_split_pieces(text[:at]), text[at : at + len(phrase)], *_split_pieces(text[at + len(phrase) :])]
    return [piece for piece in re.split(r"[\s,;:|·()（）\[\]_–—-]+|(?<=[A-Za-z])(?=\d{4}$)|@", text) if piece]


def _take_piece(facts: Facts, piece: str) -> bool:
    lowered = piece.casefold().strip(".")
    if lowered.startswith("yymm"):
        return _set_arxiv_month(facts, re.match(r"(\d\d)(\d\d)", lowered[4:]))  # type: ignore[arg-type]
    if not facts.venue and lowered in words("venues"):
        facts.venue = "arXiv" if lowered == "arxiv" else piece
        return True
    if lowered in words("presentations"):
        facts.presentation = words("presentations")[lowered].casefold()
        return True
    if not facts.status and (status := read_status(piece)) and lowered not in ("x", "y", "yes"):
        facts.status = status
        return True
    return _take_year(facts, piece)


def _take_year(facts: Facts, piece: str) -> bool:
    if facts.year is not None:
        return False
    month = re.fullmatch(rf"({YEAR})(?:[./]?(0[1-9]|1[0-2])|[./]([1-9]))", piece)
    if month:
        facts.year, facts.month = int(month[1]), int(month[2] or month[3])
        return True
    if re.fullmatch(YEAR, piece) or re.fullmatch(r"['’]\s?\d\d", piece):
        facts.year = full_year(piece)
        return facts.year is not None
    joined = _VENUE_YEAR.fullmatch(piece)
    if joined and not facts.venue and (known_venue(joined[1]) or ("'" in piece or "’" in piece)):
        name = joined[1].rstrip("-_ ")
        facts.venue, facts.year = "arXiv" if name.casefold() == "arxiv" else name, full_year(joined[2])
        return facts.year is not None
    return False


# -- citations -----------------------------------------------------------------------------------------------------

_VOLUME = re.compile(
    r"[\s,.;:]*(?:\bvol(?:ume)?\.?\s*\d.*|\bpp?\.\s*\d.*|\bpages?\s+\d.*|\(\d{1,3}\)[\s\d(.:–-]*|\d+(?:[.:]\d+)*\s*\(\d+\).*"
    r"|\s\d+\.[A-Z][a-z]{2}\b.*$|\s\d+(?:[.:]\d+)*$|\d+\.\d+.*|\d+:\s?\d+[-–]\d+.*|\babs/\S+.*|:\s*\d+\s*[-–]\s*\d+.*)$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:accepted\s+(?:at|by|to|for)|available\s+(?:at|on)|published\s+(?:at|in)|to appear (?:in|at)|appeared in"
    r"|in|at|@)\b\s*[:：]?\s*",
    re.IGNORECASE,
)


def _month(name: str) -> int:
    """The number of a month by its name, 0 where it is none."""
    return next(
        (
            at
            for at, start in enumerate(_MONTHS, 1)
            if name.lower() in _LONG_MONTHS[at - 1 : at] or name.lower() == start
        ),
        0,
    )


_LONG_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s*,?\s*(?={YEAR})", re.IGNORECASE)


def read_citation(text: str) -> Facts:
    """Venue and year of a citation without its authors and title; empty where it names none."""
    facts = Facts()
    text = " ".join(text.split()).strip(" .,;:|-–—")
    if not text:
        return facts
    _take_presentation(facts, text)
    month = _MONTH_YEAR.search(text)
    if month:
        facts.month = _MONTHS.index(month[1].lower()[:3]) + 1
        text = text[: month.start()] + text[month.end() :]
    facts.arxiv = find_arxiv_id(text) or ""
    years = list(_BARE_YEAR.finditer(re.sub(r"\d{4}\.\d{4,5}", lambda found: "x" * len(found[0]), text)))
    bracketed = [year for year in years if text[year.start() - 1 : year.start()] in "(（" and year.start()]
    years = bracketed or [year for year in years if text[year.start() - 1 : year.start()] not in "-–:"] or years
    if years:
        facts.year = int(years[-1][0])
    facts.venue = _citation_venue(text, years)
    return facts


def _take_presentation(facts: Facts, text: str) -> None:
    found = any_word("presentations").search(text.casefold())
    if found and found[0] not in ("demo", "talk", "workshop", "workshops"):
        facts.presentation = words("presentations")[found[0]].casefold()


def _citation_venue(text: str, years: list[re.Match[str]]) -> str:
    if re.match(r"(?:in:?\s+)?arxiv\b", text, re.IGNORECASE):
        return "arXiv"
    end = years[-1].start() if years else len(text)
    if years and not text[:end].strip(" ('’,.") and years[-1].end() < len(text):
        name = text[years[-1].end() :]
    elif years and len(years) == 1 and years[0].start() == 0:
        name = text[years[0].end() :]
    else:
        name = text[:end]
    name = _LEAD_IN.sub("", name.strip(" (.,;:'’“”\"-–—"))
    if found := re.search(r"\barxiv preprint\b.*$", name, re.IGNORECASE):
        name = name[: found.start()] or "arXiv"
    if found := re.match(rf"([A-Za-z&]+)\s*\(?{YEAR}\)?", name):
        name = found[1]
    name = _without_publisher(_VOLUME.sub("", name).strip(" (.,;:'’-–—")).strip(" .,;:")
    return name if sum(map(str.isalpha, name)) >= 2 else ""


def _without_publisher(name: str) -> str:
    """``ECCV. Springer International Publishing``: the first sentence where the rest only names who prints it."""
    head, dot, tail = name.partition(". ")
    if not dot and name.count(",") < 3:
        head, dot, tail = name.rpartition(", ")
    printer = tail.strip(" .").casefold()
    if dot and (printer in words("publishers") or printer.partition(",")[0] in words("publishers")):
        return head.strip()
    return name


def trailing_venue(text: str) -> tuple[str, Facts] | None:
    """A title with a known venue and a year at its end: the title alone and the facts, else None."""
    found = re.search(
        rf"[\s,.;:|\-–—(\[]+(?:in\s+)?([A-Z][\w&+/-]*(?:\s[A-Z][\w&+/-]*)?)[\s,]*['’]?[-\s]?\(?({YEAR}|(?<=['’])\d\d)\)?"
        r"(?:[\s,]*\(?(oral|spotlight|poster|best paper|workshop|highlight)\)?)?[)\].,;\s]*$",
        text,
        re.IGNORECASE,
    )
    whole = _last_segment(text)
    if whole or not found or not found.start():
        return whole
    facts = read_bracket(" ".join(part for part in found.groups() if part))
    if not facts or not facts.venue:
        return None
    if not _is_short_name(facts.venue) and not any_word("venue-words").search(facts.venue.casefold()):
        apart = re.match(r"\s*[,.;:|\-–—(\[]|\s+in\s", text[found.start() :])
        if not apart:
            return None
    return text[: found.start()].rstrip(" ,.;:|-–—(["), facts


def _is_short_name(venue: str) -> bool:
    """Whether a venue is known by an abbreviation, which no title has by chance at its end."""
    return bool(known_venue(venue)) and sum(map(str.isupper, venue)) >= 2 and not re.search(r"[a-z] ", venue)


def _last_segment(text: str) -> tuple[str, Facts] | None:
    """``Title, OpenAI Tech Report 2018``: what stands behind the last comma, where it is the name of a venue."""
    found = re.search(rf"[,.;|]\s+([^,.;|()]*?[,\s]{YEAR})\W*$", text)
    if not found or not 3 <= len(found[1].split()) <= 10 or not found[1][:1].isupper():
        return None
    facts = read_citation(found[1])
    if not facts.year or not any_word("venue-words").search(facts.venue.casefold()):
        return None
    return text[: found.start()].rstrip(" ,.;:|-–—(["), facts


def names_a_venue(facts: Facts) -> bool:
    """Whether the venue of a citation is one that we know or that has the words of one."""
    return bool(facts.venue) and (looks_like_venue(facts.venue) or _acronym_with_known(facts.venue))


def _acronym_with_known(venue: str) -> bool:
    return any(known_venue(word) for word in re.split(r"[\s/]+", venue))
