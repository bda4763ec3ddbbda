"""What links are: the paper itself, code, a project page, a picture of a figure; told by label and host."""

from __future__ import annotations

import re
from functools import lru_cache

from stacktui.formats.lists.words import Words, words
from stacktui.identity import find_arxiv_id, find_doi, unwrap_url

_HOST = re.compile(r"^(?:[a-z]+:)?//(?:www\.)?([^/?#:]+)([^?#]*)", re.IGNORECASE)
_AUTHOR_YEAR = re.compile(
    r"[\w'’.-]+(?:\s(?:and|&)\s[\w'’.-]+|\set al\.?|\sand others)?,?\s\(?(?:19|20)\d\d[a-z]?\)?$|[\w-]+ et al\.?$",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Whether the text of a link only says what kind of thing it leads to: ``pdf``, ``Pytorch-Code``, ``论文``."""
    return label_kind(text) != ""


def is_bracket_label(text: str) -> bool:
    """Whether words in brackets may be the label of a lost link: like :func:`is_label`, and ``[UZH code]`` too."""
    if is_label(text):
        return bool(text.strip())
    pieces = _pieces(text.casefold())
    return 1 < len(pieces) <= 3 and pieces[-1] in _LABEL_ENDS


_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")


def is_shortcode(text: str) -> bool:
    """Whether a text is the name of a picture: ``:scroll:``."""
    return bool(_SHORTCODE.fullmatch(text.strip()))


def names_repository(text: str, url: str) -> bool:
    """Whether the text of a link is the name of the repository that it leads to: ``owner/name``."""
    return "/" in text and " " not in text and host_kind(url) == "code" and path_of(url).strip("/") == text


_LABEL_ENDS = frozenset(("code", "paper", "pdf", "page", "project", "slides", "github", "论文", "代码"))
_MODIFIERS = frozenset(
    (
        "my",
        "original",
        "extended",
        "short",
        "long",
        "full",
        "here",
        "this",
        "click",
        "see",
        "download",
        "the",
        "to",
        "on",
        "for",
        "in",
        "version",
        "and",
        "of",
        "new",
        "main",
    )
)


@lru_cache(maxsize=4096)
def label_kind(text: str) -> str:
    """``paper``, ``other`` or ``badge`` for the text of a link that is a label; "" for one that is a title."""
    name = " ".join(text.casefold().replace("_", " ").split()).strip(" []()【】:：.,!*`")
    if not any(map(str.isalnum, name)) or is_shortcode(text):
        return "other"
    for kind in ("badge", "paper", "other"):
        if name in words("labels", kind):
            return kind
    pieces = _pieces(re.sub(r"\d+$", "", name))
    if not pieces or len(pieces) > 4 or len(name) > 40 or not all(map(_may_stand_in_label, pieces)):
        return ""
    known = [kind for piece in pieces for kind in ("paper", "other") if piece in words("labels", kind)]
    if not known:
        return ""
    return "other" if "other" in known and known[-1] != "paper" else known[-1]


def _pieces(name: str) -> list[str]:
    return [piece for piece in re.split(r"[\s\-/+&.,|()·:]+", name) if piece]


def _may_stand_in_label(piece: str) -> bool:
    if piece in words("labels", "paper") or piece in words("labels", "other") or piece in _MODIFIERS:
        return True
    return piece in words("venues") or bool(re.fullmatch(r"v?\d{1,4}", piece))


def leads_to_list(url: str) -> bool:
    """Whether an address is that of another page of lists in the same place: ``./topic/README.md``."""
    return bool(
        re.search(r"(?:^|/)(?:readme|index|_index|contents?)\.(?:md|html?|rst|org)(?:$|[#?])", url, re.IGNORECASE)
    ) and (not host_of(url))


def names_author_and_year(text: str) -> bool:
    """Whether a link text is only a citation: ``He et al. 2015``."""
    return bool(_AUTHOR_YEAR.match(text.strip()))


def host_of(url: str) -> str:
    """The host of an address, without ``www``."""
    found = _HOST.match(url)
    return found[1].lower() if found else ""


def path_of(url: str) -> str:
    """The path of an address."""
    found = _HOST.match(url)
    return found[2] if found else url


@lru_cache(maxsize=4096)
def host_kind(url: str) -> str:
    """``paper``, ``code``, ``video``, ``resource``, ``anchor``, ``mail``, ``file``, ``home`` or ``page``."""
    url = unwrap_url(url.strip())
    if not url or url.startswith("#"):
        return "anchor" if url else ""
    if url.startswith("mailto:"):
        return "mail"
    host = host_of(url)
    if not host and not url.strip("./"):
        return "anchor"  # the start page of the same site
    if not host:
        return "mail" if re.fullmatch(r"[\w.+-]+@[\w.-]+", url) else "file"
    if re.search(r"\.pdf$", path_of(url), re.IGNORECASE):
        return "paper"
    for kind in ("paper", "resource", "code", "video"):
        known = words("hosts", kind)
        if host in known if kind == "resource" else _is_host(host, known):
            return "home" if kind == "paper" and not _leads_somewhere(url) else kind
    if find_arxiv_id(url) or find_doi(url):
        return "paper"
    return "home" if not path_of(url).strip("/") else "page"


def _leads_somewhere(url: str) -> bool:
    """Whether an address is more than that of a site."""
    return bool(path_of(url).strip("/")) or "?" in url


def _is_host(host: str, known: Words) -> bool:
    """Whether a host or one that it belongs to is among those known."""
    parts = host.split(".")
    return any(".".join(parts[at:]) in known for at in range(len(parts) - 1))


def name_of_site(url: str) -> str:
    """A label for a link that has none: the middle of its host."""
    parts = [
        part
        for part in host_of(url).split(".")
        if part not in ("com", "org", "net", "io", "be", "cn", "co", "ai", "edu")
    ]
    name = parts[-1] if parts else ""
    return "youtube" if name == "youtu" else name
