"""The grammar of the line that captures a paper.

All parts are optional and come in any order:

=====================  =========================================================================================
``Attention Is …``     the title is what nothing else takes; no word of the text is ever lost
address                the main link; further ones are other links; ``[title](address)`` and ``<address>`` too;
                       ``code: address`` labels it
arXiv id, DOI          anywhere: ``1706.03762v2``, ``arXiv:cs/0112017``, ``10.1145/3292500``
``[2019-ICLR-oral]``   before or after the title: venue, year, month, presentation; ``(NIPS 2017)``, ``[2019]``
``#tag``               at a word's beginning and with a letter: neither ``C#`` nor ``issue #12``; ``#"two words"``
``@category/sub``      as for tags: neither ``P@1`` nor ``me@e.org``; ``@"with blanks/and sub"``
``★★★``                one to five, also ``⭐``, not ``***``; ``½`` is half a star, and so is one ``☆`` after fewer
                       than four
``!reading``           a status or the beginning of one; ``!done``, ``!todo``, ``!待读`` too
=====================  =========================================================================================

Full-width ``＃ ＠ ！ 【】`` do as well. A backslash before a mark keeps it in the title. A mark that is not understood
stays in the title and is told as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stacktui.identity import Found, link_title, locate_arxiv_id, locate_doi, locate_url, plain_url, unwrap_url
from stacktui.model import STATUSES, Link, Paper, link_label, tidy_category, tidy_tag
from stacktui.patterns import regex

_GAP = "\x1f"  # stands where something was taken out; blank for patterns, and clean text never holds it
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict(
    zip(map(ord, "【】〔〕“”\u3000"), '[][]"" ', strict=True)
)
_STAR = "★⭐🌟☆✩½"
# Where a mark may begin or end: not inside a word of letters with case or an address, but beside CJK and brackets.
_BEFORE = rf"(?<![!-'\)*+\--:<-Z\\-~\u00a1-\u1fff{_STAR}])"
_AFTER = rf"(?![!-(*+\--:<-\\^-~\u00a1-\u1fff{_STAR}])"
_NAME = r'(?:"(?P<quoted>[^"]*[^\W\d_][^"]*)"|(?P<name>(?=[\w./&+-]*[^\W\d_])[\w&+][\w./&+-]*?)(?=\.*(?:[^\w./&+-]|$)))'
_ESCAPE = regex(r"\\(?=[#@!★⭐\[(＃＠！【（])")
_TAG = regex(_BEFORE + "#" + _NAME)
_CATEGORY = regex(_BEFORE + "@" + _NAME)
_STATUS = regex(r"(?:^|(?<=\s))!(?P<name>[^\W\d_][\w-]*)(?=$|[\s,;.)\]])")
_STARS = regex(_BEFORE + r"[\[(]?(?P<stars>(?:[★⭐🌟]\ufe0f?)+[☆✩]*½?)[\])]?" + _AFTER)
_LEADING_BRACKET = regex(r"^\s*(?P<whole>(?P<open>[\[(])(?P<inner>[^\[\]()]+)[\])])")
_TRAILING_BRACKET = regex(r"(?P<whole>(?P<open>[\[(])(?P<inner>[^\[\]()]+)[\])])[\s.,;]*$")
_LINK_AROUND = regex(r"!?\[(?P<text>[^\[\]]*)\]\(\s*$")
_LABELS = (
    "paper|pdf|arxiv|doi|abs|html|link|url|code|github|project|homepage|website|page|blog|post|video|slides|poster|demo"
    "|data|dataset|supplement|论文|代码|项目|主页|博客|视频|数据"
)
_LABEL_BEFORE = regex(
    rf"(?:^|(?<=\s))(?:\[(?P<boxed>{_LABELS})\]\s?[:：]?|(?P<label>{_LABELS})\s?[:：])\s?$", re.IGNORECASE
)
_ARXIV_PREFIX = regex(r"arXiv preprint\s*$", re.IGNORECASE)
_ARXIV_SUBJECT = regex(r"\s*\[[a-z-]+(?:\.[A-Za-z-]{2,})?\]")
_LIST_MARK = regex(r"^\s*(?:[-*+•]\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)")
_EMPTY_PAIR = regex(r"[(\[<（【《][ ,;:，；]*\x1f[ ,;:，；\x1f]*[)\]>）】》]")
_COMPANION = regex(
    "code|github|project|homepage|website|blog|post|video|slides|poster|demo|data|supp|代码|项目|主页|博客|视频|数据",
    re.IGNORECASE,
)
_SEPARATORS = " \x1f,;:|·，；："
_LONGEST_HEAD = 10_000
_MOST_LINKS = 30  # a line with more is no head; the rest of them stays in the title


def written_name(mark: str, name: str) -> str:
    """A tag (mark ``#``) or category (``@``) as it is to be typed: in quotes where it holds blanks or odd signs."""
    return mark + (name if re.fullmatch(_NAME, name) else f'"{name}"')


class Head:
    """The head line while it is read: every step takes out what it understands, the title is left."""

    def __init__(self, line: str) -> None:
        self._text = line
        self._escapes: set[int] = set()
        self._links: list[tuple[int, Link]] = []
        self._paper = Paper()
        self._status = ""
        self._shown: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self._known_links: set[str] = set()
        self._link_count = 0
        self._fold()

    def _fold(self) -> None:
        """A copy for the patterns, letter by letter: full-width marks become plain, escaped ones lose their meaning."""
        self._folded = self._text.translate(_FOLDED)
        for escape in _ESCAPE.finditer(self._text):
            at = escape.start()
            self._escapes.add(at)
            self._folded = f"{self._folded[:at]}xx{self._folded[at + 2 :]}"

    def _cut(self, start: int, end: int) -> None:
        gap = _GAP * (end - start)
        self._text = self._text[:start] + gap + self._text[end:]
        self._folded = self._folded[:start] + gap + self._folded[end:]

    def read(self) -> None:
        """All steps, but on endless lines; brackets come last, for marks may stand in them."""
        if len(self._text) > _LONGEST_HEAD:
            self.problems.append("the line is too long to be looked through")
            return
        if mark := _LIST_MARK.match(self._text):
            self._cut(mark.start(), mark.end())
        for step in (self._read_links, self._read_arxiv, self._read_doi, self._read_names, self._read_status):
            step()
        self._read_stars()
        self._read_brackets()

    def take_in(self, line: str) -> bool:
        """Read a line below the head into it, if it holds nothing but links and marks."""
        if not line.strip():
            return False
        other = Head(line)
        other.read()
        if other.title() or other.problems:
            return False
        self._merge(other)
        return True

    def _merge(self, other: Head) -> None:
        mine, theirs = self._paper, other._paper
        changes = {
            name: getattr(mine, name) or getattr(theirs, name)
            for name in ("venue", "year", "month", "presentation", "rating")
        }
        self._paper = mine.edit(
            **changes,
            tags=_united(mine.tags, theirs.tags),
            categories=_united(mine.categories, theirs.categories),
        )
        self._status = self._status or other._status
        self._links += [(len(self._text) + at, link) for at, link in other._links]
        self._shown += other._shown

    # -- links and ids

    def _read_links(self) -> None:
        start = 0
        while (found := locate_url(self._text, start)) and self._link_count < _MOST_LINKS:
            self._take_link(found)
            start = found.end

    def _take_link(self, found: Found) -> None:
        start, end, label = found.start, found.end, ""
        if (around := _LINK_AROUND.search(self._text, 0, start)) and self._text[end : end + 1] == ")":
            label = self._take_link_text(around)
            start, end = min(start, around.end()), end + 1
        elif before := _LABEL_BEFORE.search(self._text, 0, start):
            start, label = before.start(), before["label"] or before["boxed"]
        elif self._text[start - 1 : start] == "<" and self._text[end : end + 1] == ">":
            start, end = start - 1, end + 1
        self._cut(start, end)
        self._add_link(start, found.value, label)

    def _take_link_text(self, around: re.Match[str]) -> str:
        """Of ``[text](``: a label of the link, which is taken out whole, or a part of the title, which stays."""
        text = around["text"].strip()
        if _LABEL_BEFORE.match(text + ":"):
            self._cut(around.start(), around.end())
            return text
        self._cut(around.start(), around.start("text"))
        self._cut(around.end("text"), around.end())
        return ""

    def _add_link(self, at: int, url: str, label: str = "") -> None:
        url = unwrap_url(url)
        self._link_count += 1
        plain = plain_url(url)
        if plain not in self._known_links:
            self._known_links.add(plain)
            self._links.append((at, Link(label or link_label(url), url)))

    def _read_arxiv(self) -> None:
        while self._link_count < _MOST_LINKS and (found := locate_arxiv_id(self._text)):
            start, end = found.start, found.end
            if prefix := _ARXIV_PREFIX.search(self._text, 0, start):
                start = prefix.start()
            if subject := _ARXIV_SUBJECT.match(self._text, end):
                end = subject.end()
            self._cut(start, end)
            self._add_link(start, f"https://arxiv.org/abs/{found.value}")

    def _read_doi(self) -> None:
        while self._link_count < _MOST_LINKS and (found := locate_doi(self._text)):
            self._cut(found.start, found.end)
            self._add_link(found.start, f"https://doi.org/{found.value}")

    # -- marks

    def _read_names(self) -> None:
        for pattern, mark, tidy, field in (
            (_TAG, "#", tidy_tag, "tags"),
            (_CATEGORY, "@", tidy_category, "categories"),
        ):
            if mark not in self._folded:
                continue
            names = tuple(self._taken_names(pattern, tidy))
            self._paper = self._paper.edit(**{field: _united((), names)})
            label = "tag" if mark == "#" else "category"
            self._shown += [(label, mark + name) for name in _united((), names)]

    def _taken_names(self, pattern: re.Pattern[str], tidy: Callable[[str], str]) -> Iterator[str]:
        start = 0
        while match := pattern.search(self._folded, start):
            start = match.end()
            group = "name" if match["name"] else "quoted"
            if name := tidy(self._text[match.start(group) : match.end(group)]):
                self._cut(match.start(), match.end())
                yield name

    def _read_status(self) -> None:
        for match in _STATUS.finditer(self._folded) if "!" in self._folded else ():
            word = self._text[match.start("name") : match.end("name")]
            status, problem = _status_named(word)
            if status and self._status:
                status, problem = "", f"!{word}: there is a status already"
            if problem:
                self.problems.append(problem)
                continue
            self._status = status
            self._cut(match.start(), match.end())
            self._shown.append(("status", status))

    def _read_stars(self) -> None:
        for match in _STARS.finditer(self._folded) if not self._folded.isascii() else ():
            rating = _rating(match["stars"])
            if rating is None or self._paper.rating:
                why = "five stars are the most" if rating is None else "there is a rating already"
                self.problems.append(f"{match['stars'][:8]}: {why}")
                continue
            self._paper = self._paper.edit(rating=rating)
            self._cut(match.start(), match.end())
            self._shown.append(("stars", match["stars"]))

    # -- brackets

    def _read_brackets(self) -> None:
        """Take brackets from both ends as long as they are understood."""
        while any([self._take_bracket(_LEADING_BRACKET), self._take_bracket(_TRAILING_BRACKET)]):
            pass

    def _take_bracket(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.search(self._folded) if "[" in self._folded or "(" in self._folded else None
        if not match or not self._take_publication(match["inner"], match["open"] == "("):
            return False
        self._cut(match.start("whole"), match.end("whole"))
        return True

    def _take_publication(self, inner: str, is_round: bool) -> bool:
        """The facts of a bracket; round ones stand in titles too, so that their venue must be a known one."""
        from stacktui.formats.lists.facts import known_venue
        from stacktui.formats.lists.venues import read_bracket

        facts = read_bracket(inner.replace(_GAP, " "))
        if not facts or facts.status or facts.rating or not (facts.venue or facts.year or facts.presentation):
            return False
        if is_round and not (known_venue(facts.venue) if facts.venue else facts.year):
            return False
        said = {
            name: value
            for name in ("venue", "year", "month", "presentation")
            if (value := known_venue(facts.venue) or facts.venue if name == "venue" else getattr(facts, name))
        }
        if any(getattr(self._paper, name) for name in said):
            return False
        self._paper = self._paper.edit(**said)
        self._shown += [("presented" if name == "presentation" else name, str(value)) for name, value in said.items()]
        return True

    # -- the outcome

    def title(self) -> str:
        """What nothing else took, without brackets and separators that lost what they held together."""
        text = "".join(letter for at, letter in enumerate(self._text) if at not in self._escapes)
        return _without_gaps(text)

    def draft(self) -> Paper:
        """The paper that the head describes, without a note."""
        main, others = self._main_and_others()
        title = self.title() or (link_title(main) if main else "")
        return self._paper.edit(title=title, url=main, links=others, status=self._status or "to-read")

    def shown(self) -> list[tuple[str, str]]:
        """Everything that was understood as name and text, the title first."""
        draft = self.draft()
        links = [("link", draft.url)] * bool(draft.url) + [(link.label, link.url or "") for link in draft.links]
        return [("title", draft.title)] * bool(draft.title) + links + self._shown

    def marks(self) -> list[tuple[str, str]]:
        """What was understood beside title and links."""
        return list(self._shown)

    def _main_and_others(self) -> tuple[str, tuple[Link, ...]]:
        """The address of the main link, the first that is no companion such as code, and the other links."""
        links = [link for _, link in sorted(self._links, key=lambda place: place[0])]
        main = next((link for link in links if not _COMPANION.search(link.label)), links[0] if links else None)
        return (main.url or "" if main else ""), tuple(link for link in links if link is not main)


def _without_gaps(text: str) -> str:
    """The title that is left around what was taken out: no empty brackets, no separator that separates nothing."""
    text = re.sub(r"[^\S\x1f]+", " ", text)
    text = re.sub(r"[ \x1f]*\x1f[ \x1f]*", _GAP, text).strip(" ")
    while (shorter := _EMPTY_PAIR.sub(_GAP, text)) != text:
        text = shorter
    if text.startswith(_GAP):
        text = text.lstrip(_SEPARATORS)
        bare = text.lstrip("–—-")
        text = bare.lstrip(_SEPARATORS) if not bare or bare[0] in _SEPARATORS else text
    if text.removesuffix(".").endswith(_GAP):
        text = text.removesuffix(".").rstrip(_SEPARATORS)
        bare = text.rstrip("–—-")
        text = bare.rstrip(_SEPARATORS) if not bare or bare[-1] in _SEPARATORS else text
    return " ".join(text.replace(_GAP, " ").split())


def _united(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(some + more))


def _status_named(word: str) -> tuple[str, str]:
    """The status that a word means, or what is wrong with it."""
    wanted = word.lower()
    if wanted in STATUSES:
        return wanted, ""
    fitting = [status for status in STATUSES if status.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0], ""
    if fitting:
        return "", f"!{word} could be {' or '.join(fitting)}"
    from stacktui.formats.lists.facts import read_status

    known = read_status(wanted) if len(word) > 1 else ""
    return known, "" if known else f"!{word} is no status: {', '.join(STATUSES)}"


def _rating(stars: str) -> float | None:
    """One to five stars in halves; None where there are more."""
    full = len(re.findall("[★⭐🌟]", stars))
    hollow = stars.count("☆") + stars.count("✩")
    half = "½" in stars or (hollow == 1 and full + hollow < 5)
    rating = full + half / 2
    return rating if full + hollow <= 5 and rating <= 5 else None
