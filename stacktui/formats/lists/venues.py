"""Venue, year, month, presentation, status, alias and stars in brackets and citations.

``[CVPR 2019 Oral]``, ``[2018-NIPS-oral]``, ``[ICCV'19]``, ``[201905-arxiv]``, ``[arXiv 1603]``, ``[★★☆]``, ``[PAC]``;
``Nature 521.7553 (2015): 436-444``, ``In ICLR, 2015``, ``arXiv preprint arXiv:1409.1556 (2014)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from stacktui.formats.lists.words import any_word, words
from stacktui.identity import find_arxiv_id


@dataclass(slots=True)
class Facts:
    """What a bracket or a citation says."""

    venue: str = ""
    year: int | None = None
    month: int | None = None
    presentation: str = ""
    status: str = ""
    rating: float | None = None
    arxiv: str = ""

    def __bool__(self) -> bool:
        return any((self.venue, self.year, self.presentation, self.status, self.rating, self.arxiv))


_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_PIECES = re.compile(r"[\w&+.]+(?:/[\w&+]+)*|'\s?\d\d|’\s?\d\d|[^\s\w]")
_SHORT_YEAR = re.compile(r"['’]\s(?=\d\d$)")
_BARE_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_VENUE_YEAR = re.compile(rf"([A-Za-z][A-Za-z&+.]*?(?:/[A-Za-z]+)?)[-_ ]?['’]?({_YEAR}|\d\d)$")
_STATUS_WORD = re.compile(r"[\w-]+")


def known_venue(text: str) -> str:
    """The venue as it should be written where ``text`` is the short name of a known one, else ""."""
    name = text.strip(" .,:;()").casefold()
    return text.strip(" .,:;()") if name in words("venues") else ""


def looks_like_venue(text: str) -> bool:
    """Whether a text names a venue, by its short name or the words of long names."""
    return bool(known_venue(text) or any_word("venue-words").search(text.casefold()))


def full_year(text: str) -> int | None:
    """A year of two or four digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return int(digits) if re.fullmatch(_YEAR, digits) else None
    if len(digits) == 2:
        year = 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)
        return year if year <= date.today().year + 1 else None
    return None


def read_bracket(text: str) -> Facts | None:
    """The facts of a bracket such as ``CVPR 2019 Oral``; None where part of it is something else."""
    text = _SHORT_YEAR.sub("'", " ".join(text.replace("，", ",").split()).strip(" .,;:"))
    if not text or len(text) > 80:
        return None
    rating = read_stars(text)
    if rating is not None:
        return Facts(rating=rating)
    status = read_status(text)
    if status:
        return Facts(status=status)
    return _venue_bracket(text)


def _venue_bracket(text: str) -> Facts | None:
    facts = Facts()
    rest: list[str] = []
    for piece in _split_pieces(text):
        if not _take_piece(facts, piece):
            rest.append(piece)
    if not facts.year and not facts.venue and not (facts.presentation and not rest):
        return None
    if not rest:
        return facts if facts.year or facts.venue or facts.presentation else None
    return _with_unknown_venue(facts, rest, text)


def _with_unknown_venue(facts: Facts, rest: list[str], text: str) -> Facts | None:
    """A bracket with a year and words that may be a venue we do not know: capitals, few words, no sentence."""
    name = " ".join(rest)
    if facts.year is None or facts.venue:
        return _arxiv_number(facts, rest)
    if len(rest) <= 3 and re.fullmatch(r"[A-Z][\w&+./ '-]*", name) and sum(map(str.isupper, name)) >= 2:
        facts.venue = name
        return facts
    if any_word("venue-words").search(name.casefold()) and len(rest) <= 10:
        return read_citation(text) or None
    return None


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
    for name in words("venues"):
        if (" " in name or "-" in name) and name in lowered:
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
    month = re.fullmatch(rf"({_YEAR})[./]?(0[1-9]|1[0-2])", piece)
    if month:
        facts.year, facts.month = int(month[1]), int(month[2])
        return True
    if re.fullmatch(_YEAR, piece) or re.fullmatch(r"['’]\s?\d\d", piece):
        facts.year = full_year(piece)
        return facts.year is not None
    joined = _VENUE_YEAR.fullmatch(piece)
    if joined and not facts.venue and (known_venue(joined[1]) or ("'" in piece or "’" in piece)):
        facts.venue, facts.year = joined[1].rstrip("-_ "), full_year(joined[2])
        return facts.year is not None
    return False


def read_status(text: str) -> str:
    """The status that a word or mark means, else ""."""
    return words("statuses").get(text.strip(" \ufe0f").casefold(), "")


def read_stars(text: str) -> float | None:
    """The rating in ``★★☆``, ``:star::star:``, ``⭐⭐``, ``4/5`` or ``8/10``; None where there is none.

    ``☆`` beside ``★`` is half a star, but an empty one where there are five signs in all.
    """
    short = text.replace("\ufe0f", "").replace(" ", "")
    if short.startswith(":"):
        count = short.count(":star:") + short.count(":star2:")
        return float(count) if count and not re.sub(r":star2?:", "", short) else None
    if short and not short.strip("★⭐🌟✩☆½"):
        full = sum(short.count(sign) for sign in "★⭐🌟") + short.count("½") / 2
        hollow = short.count("☆") + short.count("✩")
        if not full:
            return float(hollow) if hollow <= 5 else None
        return min(5.0, full if full + hollow >= 5 else full + hollow / 2)
    scale = re.fullmatch(r"(?:rating|score)?:?(\d(?:\.\d)?|10)/(5|10)", short.casefold())
    return float(scale[1]) * 5 / int(scale[2]) if scale and float(scale[1]) <= int(scale[2]) else None


# -- citations -----------------------------------------------------------------------------------------------------

_VOLUME = re.compile(
    r"[\s,.;:]*(?:\bvol(?:ume)?\.?\s*\d.*|\bpp?\.\s*\d.*|\bpages?\s+\d.*|\(\d{1,3}\)[\s\d(.:–-]*|\d+(?:[.:]\d+)*\s*\(\d+\).*"
    r"|\s\d+(?:[.:]\d+)*$|\d+\.\d+.*|\d+:\s?\d+[-–]\d+.*|\babs/\S+.*|:\s*\d+\s*[-–]\s*\d+.*)$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:accepted\s+(?:at|by|to|for)|published\s+(?:at|in)|to appear (?:in|at)|appeared in|in|at|@)\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s*,?\s*(?={_YEAR})", re.IGNORECASE)


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
    if found := re.match(rf"([A-Za-z&]+)\s*\(?{_YEAR}\)?", name):
        name = found[1]
    name = _without_publisher(_VOLUME.sub("", name).strip(" (.,;:'’-–—")).strip(" .,;:")
    return name if sum(map(str.isalpha, name)) >= 2 else ""


def _without_publisher(name: str) -> str:
    """``ECCV. Springer International Publishing``: the first sentence where the rest only names who prints it."""
    head, dot, tail = name.partition(". ")
    if not dot and name.count(",") < 3:
        head, dot, tail = name.rpartition(", ")
    if dot and tail.strip(" .").casefold() in words("publishers"):
        return head.strip()
    return name


def trailing_venue(text: str) -> tuple[str, Facts] | None:
    """A title with a known venue and a year at its end: the title alone and the facts, else None."""
    found = re.search(
        rf"[\s,.;:|\-–—(\[]+(?:in\s+)?([A-Z][\w&+/-]*(?:\s[A-Z][\w&+/-]*)?)[\s,]*['’]?[-\s]?\(?({_YEAR}|(?<=['’])\d\d)\)?"
        r"(?:[\s,]*\(?(oral|spotlight|poster|best paper|workshop|highlight)\)?)?[)\].,;\s]*$",
        text,
        re.IGNORECASE,
    )
    if not found or not found.start():
        return None
    facts = read_bracket(" ".join(part for part in found.groups() if part))
    if not facts or not facts.venue:
        return None
    return text[: found.start()].rstrip(" ,.;:|-–—(["), facts


def names_a_venue(facts: Facts) -> bool:
    """Whether the venue of a citation is one that we know or that has the words of one."""
    return bool(facts.venue) and (looks_like_venue(facts.venue) or _acronym_with_known(facts.venue))


def _acronym_with_known(venue: str) -> bool:
    return any(known_venue(word) for word in re.split(r"[\s/]+", venue))
