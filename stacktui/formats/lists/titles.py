"""Does a piece of text look like a title, or like the names of authors?"""

from __future__ import annotations

import re

from stacktui.formats.lists.words import words
from stacktui.text import has_cjk, is_cjk

_WORD = re.compile(r"[A-Za-zÀ-ɏ][\w'’.+-]*")
_SENTENCE = re.compile(
    r"\b(?:we|our|ours|i|my|you|your|us|it's|they|this paper|please|click|see the|see also|check out|feel free|"
    r"the authors?|however|therefore|because|proposes?|proposed|presents|shows? that|here is|there (?:is|are)|"
    r"i\.e|e\.g|more in|thanks)\b",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CJK_STOPS = re.compile("[，。；！？、：]|[,.;] ?[\u4e00-\u9fff]")


def title_likeness(text: str) -> float:
    """How much a text has the shape of a title: about 2 for a clear one, 0 for a word, below for a sentence."""
    text = text.strip()
    chinese = 0 if text.isascii() else len(_HAN.findall(text))
    names = _WORD.findall(text)
    if not names and not chinese:
        return -2.0
    if chinese > len(names):
        return _chinese_likeness(text, chinese)
    score = _length_score(len(names)) - 0.15 * min(chinese, 8)
    long_words = [name for name in names if len(name) > 3 and name.lower() not in words("grammar", "small")]
    if long_words and len(names) > 1:
        capital = sum(name[0].isupper() for name in long_words) / len(long_words)
        score += 0.8 if capital >= 0.6 else 0.2 if names[0][0].isupper() else -0.6
    if re.search(r"\w\s?[:：—–?]\s", text):
        score += 0.3
    return score - _sentence_signs(text, len(names))


def _length_score(count: int) -> float:
    if count <= 1:
        return -0.4
    if count == 2:
        return 0.4
    if count <= 18:
        return 1.0
    return 1.0 - 0.2 * (count - 18) if count < 30 else -2.0


def _chinese_likeness(text: str, chinese: int) -> float:
    stops = len(_CJK_STOPS.findall(text))
    score = 0.4 if 4 <= chinese <= 28 else 0.0 if chinese < 4 else -1.0
    return score - 0.8 * stops - (0.5 if text.endswith(("。", "；", ";")) else 0.0)


def _sentence_signs(text: str, count: int) -> float:
    signs = 0.7 * min(len(_SENTENCE.findall(text)), 3)
    if text.endswith((";", ",", "，", "；", "。", ":", "：")):
        signs += 0.8
    if count > 3 and re.search(r"[.;。；] \S+ \S+ \S+", text):
        signs += 0.6
    if re.search(r"\d\s?%|\(\d+/\d+\)|[=<>]{1,2}\s?\d|\bv?\d+\.\d+\.\d+\b", text):
        signs += 0.6
    return signs


def is_sentence(text: str) -> bool:
    """Whether a text has the words of a running sentence."""
    return bool(_SENTENCE.search(text))


# -- authors -------------------------------------------------------------------------------------------------------

_NAME_WORD = re.compile(r"(?:[A-ZÀ-ÞŁŚŠŽĐČĆ][\w'’‐­-]*\.?|(?:[A-Z]\.-?)+[A-Z]?\.?|d'[A-Z]\w+|O'[A-Z]\w+)$")
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}$")
_ET_AL = re.compile(
    r"[,，]?\s*(?:and\s+)?\b(?:et\.? ?al\.?(?:ii)?|and others|others|等人?)[\s.,;:]*$"
    r"|[,，]?\s*(?:\.\.\.|…)\s*$|\s*等人?$",
    re.IGNORECASE,
)
_MARKS_ON_NAMES = re.compile(r"[*†‡§¶∗#]+|\^?\d+\b|\s*\([^()]*\)")
_NOT_NAMES = re.compile(
    r"\b(?:learning|network|networks|neural|deep|models?|using|based|for|with|towards?|via|graph|data|image|video|language|"
    r"attention|detection|analysis|systems?|methods?|survey|paper|code|conference|journal|university|proceedings|the|of|in)\b",
    re.IGNORECASE,
)


def split_authors(text: str) -> tuple[str, ...]:
    """The names in a list of authors, each as written; "et al." is left out.

    Takes ``A B, C D and E F``, ``Last, First and Last, First`` (BibTeX), ``Last, First, First Last, and First Last``
    (the first name turned round), ``Last, F., Last, F.`` and names with semicolons.
    """
    text = _MARKS_ON_NAMES.sub("", " ".join(text.split())).strip(" ,;:-–—·|")
    text = re.sub(r"^(?:by\s|authors?\s*:|作者\s*[:：])\s*", "", text, flags=re.IGNORECASE)
    shorter = _ET_AL.sub("", text)
    return tuple(name for part in _name_parts(shorter.strip(" ,;")) if (name := _tidy_name(part)))


def _tidy_name(part: str) -> str:
    """A name without the marks of its list; the stop of an initial at its end stays."""
    part = part.strip(" ,;*_|")
    return part if _INITIAL_END.search(part) else part.rstrip(". ")


_INITIAL_END = re.compile(r"(?:\b[A-Z]|\bJr|\bSr)\.\s*$")


def _name_parts(text: str) -> list[str]:
    if ";" in text:
        return [_without_and(part) for part in text.split(";")]
    anded = re.split(r"\s+(?:and|&)\s+", text)
    if len(anded) > 1 and sum(part.count(",") == 1 for part in anded) > len(anded) / 2 and not anded[0].endswith(","):
        return [part for part in anded if part.lower() != "others"]
    parts = [part.strip() for part in re.split(r"\s*[,，、]\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*|\s+和\s*", text)]
    parts = [part for part in parts if part]
    if _is_turned_pairs(parts):
        return [f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
    if _is_turned_first(parts) and text[len(parts[0]) :].lstrip()[:1] in (",", "，"):
        return [f"{parts[0]}, {parts[1]}", *parts[2:]]
    return parts


def _without_and(part: str) -> str:
    return re.sub(r"^\s*(?:and|&)\s+", "", part)


def _is_turned_pairs(parts: list[str]) -> bool:
    """``He, K., Sun, J.``: names and initials in turn."""
    return (
        len(parts) >= 2
        and len(parts) % 2 == 0
        and all(map(_INITIALS.match, parts[1::2]))
        and not any(_INITIALS.match(part) for part in parts[::2])
    )


def _is_turned_first(parts: list[str]) -> bool:
    """``LeCun, Yann, Yoshua Bengio``: only the first name is turned round."""
    if len(parts) < 2 or " " in parts[0] or "." in parts[0] or has_cjk(parts[0]):
        return False
    given = parts[1].split()
    if len(given) > 1 and not (
        re.fullmatch(r"(?:[A-Z]\.?-?)+", given[-1]) or given[-1] in words("grammar", "particles")
    ):
        return False
    return all(" " in part for part in parts[2:])


def author_likeness(text: str) -> float:
    """From 0 to 1: how much a text looks like names of authors; 0 for less than two names and no "et al."."""
    text = _MARKS_ON_NAMES.sub("", text).strip(" ,;:.*_|·–—-")
    if not text or len(text) > 3000 or "://" in text:
        return 0.0
    shorter = _ET_AL.sub("", text)
    names = [part for part in re.split(r"\s*[,，;、]\s*(?:and\s+)?|\s+and\s+|\s*&\s*", shorter) if part]
    if not names or (len(names) < 2 and shorter == text):
        return 0.0
    if _is_turned_pairs([name.strip() for name in names]):
        return 1.0
    return sum(map(is_name, names)) / len(names)


def is_name(text: str) -> bool:
    """Whether a text may be the name of one person."""
    if all(map(is_cjk, text.replace("·", "").replace(" ", ""))):
        return 2 <= len(text) <= 4
    parts = text.split()
    if not 1 <= len(parts) <= 5 or _NOT_NAMES.search(text):
        return False
    return all(part.lower() in words("grammar", "particles") or _NAME_WORD.match(part) for part in parts) and any(
        len(part.rstrip(".")) > 1 for part in parts
    )


_ONE_AUTHOR = re.compile(
    r"(?:[A-Z]\.[ -]?){1,3}(?:(?:van|von|de|der|la) )*[A-Z][\w'’-]+|[A-Z][\w'’-]+,? (?:[A-Z]\.[ -]?){1,3}"
)


def is_one_author(text: str) -> bool:
    """Whether a text is the name of a single author in the form that only names have: ``R. Girshick``."""
    return bool(_ONE_AUTHOR.fullmatch(text.strip(" ,;")))


def split_comma_citation(text: str) -> tuple[str, str] | None:
    """``A B, C D and E F, Title of the paper, BMVC, 2014``: authors and rest; None where it has no such shape."""
    parts = re.split(r"\s*,\s+", text)
    for at, part in enumerate(parts[1:], 1):
        if is_name(re.sub(r"^(?:and|&)\s+", "", part)):
            continue
        words_in = part.split()
        if len(words_in) >= 3:
            authors = ", ".join(parts[:at])
            if _starts_title(part) and author_likeness(authors) >= 0.6 and not _are_single_words(parts[:at]):
                return authors, ", ".join(parts[at:])
            if not all(map(is_name, re.split(r"\s+and\s+", part))):
                return None
    return None


def _are_single_words(parts: list[str]) -> bool:
    """``Attend, Infer, Repeat: A Title``: such words begin a title; names have initials or two words somewhere."""
    singles = [word for part in parts for word in re.split(r"(?:^|\s+)(?:and|&)\s+", part) if word]
    return all(word.isalpha() and len(word) > 1 for word in singles)


def _starts_title(part: str) -> bool:
    return title_likeness(part) >= 0.8 and not all(map(is_name, re.split(r"\s+(?:and|&)\s+", part)))


_SENTENCE_ENDS = re.compile(
    r"(?<![A-Z])(?<!\bal)(?<!\bvs)(?<!\bet)[.?!]\s+(?=[A-Z\"“*\u4e00-\u9fff])|(?<=\bal)\.\s+(?=[A-Z\"“])"
)


def sentences(text: str) -> list[str]:
    """A text cut at full stops, not at those of initials and abbreviations."""
    pieces, start = [], 0
    for found in _SENTENCE_ENDS.finditer(text):
        pieces.append(text[start : found.start() + 1].strip())
        start = found.end()
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]
