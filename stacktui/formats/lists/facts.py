"""What a bracket or a citation says, and its smallest parts: names of venues, years, marks and stars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from stacktui.formats.lists.words import any_word, words

YEAR = r"(?:19[5-9]\d|20[0-4]\d)"


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
        return int(digits) if re.fullmatch(YEAR, digits) else None
    if len(digits) == 2:
        year = 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)
        return year if year <= date.today().year + 1 else None
    return None


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
