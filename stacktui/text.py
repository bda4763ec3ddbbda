"""Clean, fold and compare text.

Everything that comes from a file, a paste, the network or the command line passes :func:`clean` or :func:`clean_line`
once, at the model's boundary; past it, text holds nothing that a terminal could obey.
"""

from __future__ import annotations

import re
import unicodedata

from stacktui.patterns import regex

_UNSAFE_CLASSES = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, overrides and isolates
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\U000e0001\U000e0020-\U000e007f"  # invisible tag characters
    "\ud800-\udfff"  # lone surrogates: no encoding can write them
)
_UNSAFE = regex(f"[{_UNSAFE_CLASSES}]")
_UNSAFE_IN_LINE = regex(f"[{_UNSAFE_CLASSES}\t\n\u2028\u2029]")
_LINE_ENDS = regex("\r\n|[\r\u2028\u2029\x85\x0b\x0c]")
_MAY_COMBINE = regex(
    "[\u0300-\u108d\u135d-\u1dff\u20d0-\u20f0\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabed"
    "\ufb1e\ufe20-\ufe2f\U000101fd-\U0001e94a]"
)
"""Every combining mark, and scripts that have some; Chinese and most other letters are quickly told by it."""
_BREAKS = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")
_NOT_WORD = regex(r"[\W_]+")


def clean(text: str) -> str:
    """Text of several lines without control characters; line ends become ``\\n``, tabs stay.

    Lone surrogates become U+FFFD; everything else that a terminal could obey is dropped.
    """
    if _LINE_ENDS.search(text):
        text = _LINE_ENDS.sub("\n", text)
    return _UNSAFE.sub(_drop, text) if _UNSAFE.search(text) else text


def clean_line(text: str) -> str:
    """Like :func:`clean`, for one line: breaks and tabs become spaces, and the ends are trimmed."""
    if not text.isprintable():  # what is printable is safe, and quick to tell
        text = _UNSAFE_IN_LINE.sub(_drop_in_line, text)
    return text.strip()


def clean_note_line(text: str) -> str:
    """One line of a note: like :func:`clean_line`, but indentation, tabs and trailing blanks stay."""
    if not text.isprintable():
        text = _UNSAFE_IN_LINE.sub(lambda found: "\t" if found[0] == "\t" else _drop_in_line(found), text)
    return text


def is_clean(text: str) -> bool:
    """Whether no character of ``text`` would be changed by :func:`clean`."""
    return not (_UNSAFE.search(text) or _LINE_ENDS.search(text))


def _drop(found: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= found[0] <= "\udfff" else ""


def _drop_in_line(found: re.Match[str]) -> str:
    return " " if found[0] in _BREAKS else _drop(found)


def fold(text: str) -> str:
    """Lower case, compatibility forms unified, accents off: ``"Müller"`` and ``"MULLER"`` are the same."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if not _MAY_COMBINE.search(decomposed):
        return decomposed
    return "".join([letter for letter in decomposed if not unicodedata.combining(letter)])


def normal_title(title: str) -> str:
    """What two spellings of one title have in common: its folded letters, digits and CJK characters alone."""
    return _NOT_WORD.sub("", fold(title))


def has_cjk(text: str) -> bool:
    """Whether ``text`` holds Han characters."""
    return not text.isascii() and any(is_cjk(letter) for letter in text)


def is_cjk(letter: str) -> bool:
    """Whether one character is a Han character (main block, extensions, compatibility)."""
    return "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\U00020000" <= letter <= "\U0003ffff"


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what is counted: ``1 paper``, ``1,204 papers``; ``many`` where an ``s`` alone does not make it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
