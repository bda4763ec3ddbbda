"""Readable, unique names for papers: ``vaswani2017attention``, else words of the title.

A key holds ``a-z``, ``0-9`` and ``-`` only. Chinese is written as pinyin, other scripts as nearly as their Unicode
names allow (``β`` is ``beta``). Keys are made once; nothing renames them by itself but the arrival of a real title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from stacktui.model import Paper
from stacktui.text import fold, has_cjk, is_cjk

_TITLE_WORDS = 4
_MOST_LETTERS = 48
_HAN_SYLLABLES = 6
_LONG_ENOUGH = 400
_ENGLISH = "a an the of on in for to and or with from by via at as is are be do does can it its how what why when not"
_EMPTY_WORDS = frozenset(_ENGLISH.split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd"))
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў"
_CYRILLIC_AS_LATIN = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch . y . e yu ya i i e g u"
_LETTERS = dict(zip(_CYRILLIC, _CYRILLIC_AS_LATIN.split(), strict=True))


def make_citekey(paper: Paper, taken: Container[str] = ()) -> str:
    """A key for ``paper`` that is not in ``taken``: a name already used gets ``-2``, ``-3`` and so on."""
    name = citekey_stem(paper)
    number, key = 1, name
    while key in taken:
        number += 1
        key = f"{name}-{number}"
    return key


def citekey_stem(paper: Paper) -> str:
    """The key that ``paper`` would get in an empty library.

    First author, year and first telling word of the title where author and year are known, else the first words of the
    title; ``paper`` where nothing of it can be written in Latin letters.
    """
    words = _telling_words(paper.title)
    author = _surname(paper.authors[0]) if paper.authors else ""
    if author and paper.year:
        return _cut(f"{author}{abs(paper.year)}{''.join(words[: 2 if has_cjk(paper.title[:1]) else 1])}")
    return _cut("-".join(words[: _HAN_SYLLABLES if has_cjk(paper.title) else _TITLE_WORDS])) or _cut(author) or "paper"


def _cut(key: str) -> str:
    return key[:_MOST_LETTERS].strip("-")


def _telling_words(title: str) -> list[str]:
    """The words of a title in Latin letters, without those that every title has unless there are no others."""
    words = re.findall("[a-z0-9]+", latin(title[:_LONG_ENOUGH]).replace("'", ""))
    return [word for word in words if word not in _EMPTY_WORDS] or words


def _surname(author: str) -> str:
    """The family name of ``He, Kaiming``, ``Kaiming He`` or ``何恺明`` in Latin letters."""
    author = re.sub(r"[{}]|\bet al\b\.?", "", author).strip()
    if author and is_cjk(author[0]):
        author = author[0]
    family = author.split(",")[0] if "," in author else author
    words = [word for word in re.findall("[a-z0-9]+", latin(family).replace("'", "")) if word not in _SUFFIXES]
    return ("".join(words) if "," in author else words[-1]) if words else ""


def latin(text: str) -> str:
    """``text`` in lower-case ASCII, with blanks where something has no Latin form."""
    folded = unicodedata.normalize("NFC", fold(text))
    if folded.isascii():
        return folded
    if has_cjk(folded):
        folded = _with_pinyin(folded)
    return "".join(letter if letter.isascii() else _letter_name(letter) for letter in folded)


def _with_pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text))


def _letter_name(letter: str) -> str:
    """What to write for a letter that is neither ASCII nor Chinese: by alphabet, else by its Unicode name."""
    if letter in _LETTERS:
        return _LETTERS[letter].strip(".")
    script, _, name = unicodedata.name(letter, "").partition(" ")
    if script == "GREEK" and " LETTER " in name:
        return name.split(" LETTER ")[1].split()[-1].lower()
    if script in ("HANGUL", "HIRAGANA", "KATAKANA"):
        return name.split()[-1].lower()
    if script == "LATIN":
        return re.sub(r".* (?:LETTER|LIGATURE) (\w+).*", r"\1", name).lower()
    return " " if script not in ("APOSTROPHE", "RIGHT", "LEFT", "MODIFIER") else "'"
