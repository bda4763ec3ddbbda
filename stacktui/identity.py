"""What makes two records the same paper: arXiv id, DOI, main link, normalised title.

Ids are derived from links and never stored. Everything here is text in, text out; nothing looks anything up.

Forms: an arXiv id has no version (``1706.03762``; old style ``cs/0112017``, without the subject class that some write
behind the archive); a DOI is in lower case (``10.1145/3292500.3330701``); :func:`plain_url` is for comparing only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stacktui.model import Link, Paper
from stacktui.patterns import regex
from stacktui.text import normal_title


class Found(NamedTuple):
    """An id or address in a text: where it stands and what it is, in the form of this module."""

    start: int
    end: int
    value: str


# -- addresses -----------------------------------------------------------------------------------------------------

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_BLANKS = "\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f"  # beyond ASCII, where \s does not look below
_IN_URL = r"[^\s<>\[\]\"`\\^{}|\u2018-\u201f\u3000-\u303f\uff00-\uffef" + _BLANKS + _HAN + "]"
# Han characters belong to an address only where a part of its path begins: 见 https://a.org/b这篇 ends before 这.
# Case is ignored in groups only: ignoring it for the large classes of characters would cost milliseconds of start-up.
_URL = regex(
    r"(?:(?<![\w/])(?i:https?|ftp)://"
    r"|(?<![\w@/.-])(?i:www\.(?=[\w-]+\.)|(?:[\w-]+\.)?(?:arxiv|doi|openreview|github)\.(?:org|net|com)/))"
    rf"(?:{_IN_URL}|(?<=[/=_#&?+-])[{_HAN}]+)+",
    re.ASCII,
)
_TAIL = ".,;:!?'*~"


def find_url(text: str) -> str | None:
    """The first web address in a text, with ``https://`` where the scheme was left out."""
    found = locate_url(text)
    return found.value if found else None


def locate_url(text: str, start: int = 0) -> Found | None:
    """Like :func:`find_url`, with its place; full stops and brackets of the sentence around it stay outside."""
    match = _URL.search(text, start) if "." in text or "://" in text else None
    if not match:
        return None
    address = _without_tail(match[0])
    return Found(match.start(), match.start() + len(address), address if "://" in address[:8] else "https://" + address)


def _without_tail(address: str) -> str:
    """An address or DOI without the punctuation that ends the sentence and brackets that it did not open."""
    while address and (address[-1] in _TAIL or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


# -- arXiv ---------------------------------------------------------------------------------------------------------

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|"
    "hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|"
    "solv-int|supr-con"
)
_OLD_ID = rf"(?P<archive>{_ARCHIVES})(?:\.[a-z]{{2}})?/(?P<number>[0-9]{{7}})"
_VERSION_AND_END = r"(?:v[0-9]+)?(?![0-9])"
# After a word for arXiv any number of its shape will do; sites that mirror it use the same ids.
_MARKED_ARXIV = regex(
    r"(?:ar[x5]iv|alphaxiv|huggingface\.co)[\w.-]*(?:/[a-z-]+)?\s?[:：/.\s]?\s?"
    rf"(?:(?<![0-9])(?P<new>[0-9]{{4}}\.[0-9]{{4,5}})|{_OLD_ID}){_VERSION_AND_END}",
    re.IGNORECASE | re.ASCII,
)
# Alone, a number must be one that arXiv can have given: from April 2007 on, five digits from 2015 on.
_BARE_ARXIV = regex(
    r"(?<![\w./-])(?:(?P<new>(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}|(?:1[5-9]|[2-4][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5})"
    rf"|{_OLD_ID}){_VERSION_AND_END}(?![\w/-]|\.[0-9])",
    re.IGNORECASE | re.ASCII,
)


def find_arxiv_id(text: str) -> str | None:
    """The first arXiv id in a text or address, without its version."""
    found = locate_arxiv_id(text)
    return found.value if found else None


def locate_arxiv_id(text: str) -> Found | None:
    """Like :func:`find_arxiv_id`, with its place, which takes in a word before it such as ``arXiv:``."""
    if "." not in text and "/" not in text:
        return None
    match = _MARKED_ARXIV.search(text) or _BARE_ARXIV.search(text)
    if not match:
        return None
    return Found(match.start(), match.end(), match["new"] or f"{match['archive'].lower()}/{match['number']}")


# -- DOI -----------------------------------------------------------------------------------------------------------

_DOI = regex(
    r"(?:\b(?i:doi)\s?[:：=]?\s?)?(?<![A-Za-z0-9_.])(?P<doi>10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2[Ff])"
    rf"(?:(?![?#&|]){_IN_URL})+)"
)
_DOI_PAGE = regex(
    r"(?:/(?:full|abstract|pdf|epdf|pdfdirect|html|meta|fulltext|summary|references)"
    r"|(?:\.full|\.abstract)?\.(?:pdf|html)|\.full|(?<=[0-9])v[0-9]+(?:\.full)?(?:\.pdf)?)$"
)


def find_doi(text: str) -> str | None:
    """The first DOI in a text or address, in lower case and without the parts that publishers' pages hang on."""
    found = locate_doi(text)
    return found.value if found else None


def locate_doi(text: str) -> Found | None:
    """Like :func:`find_doi`, with its place, which takes in a ``doi:`` before it."""
    if "10." not in text:
        return None
    match = _DOI.search(text)
    if not match:
        return None
    written = _without_tail(match["doi"])
    value = _DOI_PAGE.sub("", _unquote(written).lower())
    return Found(match.start(), match.start("doi") + len(written), value)


# -- comparing addresses -------------------------------------------------------------------------------------------

_REDIRECT = regex(
    r"^https?://(?:link\.zhihu\.com/|link\.csdn\.net/|link\.juejin\.cn/|links?\.jianshu\.com/go|www\.jianshu\.com/go-wild"
    r"|(?:www\.)?google\.[a-z.]+/url|l\.facebook\.com/l\.php|www\.youtube\.com/redirect|slack-redir\.net/link"
    r"|[\w.-]+\.safelinks\.protection\.outlook\.com/|www\.douban\.com/link2/|steamcommunity\.com/linkfilter/)"
    r"[^?#]*\?(?:[^#]*&)?(?:target|url|q|u|to)=(?P<to>(?:https?|ftp)(?::|%3A)[^&#]+)",
    re.IGNORECASE,
)
_PARTS = regex(r"(?:(?:https?|ftp):)?(?://)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_NOISE = regex(
    r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|_ga|igshid|spm|ref|ref_src|referrer|source|from|share\w*|via|si|feature|invite_code"
    r"|v_p|needtranslate|scene)(?:=|$)",
    re.IGNORECASE,
)
# Pages of one paper at well-known places: the address of its text and that of its abstract become one. A pattern is
# tried, and compiled by the cache of re, only where its word stands in the address.
_SAME_PAGES = (
    (
        "openreview.net",
        r"^openreview\.net/(?:forum|pdf|attachment|revisions)\?(?:.*&)?id=([^&]+).*",
        r"openreview.net/forum?id=\1",
    ),
    (
        "anthology",
        r"""^(?:aclanthology\.(?:org|info|coli\.uni-saarland\.de)|(?:aclweb\.org|acl\.anthology)/anthology)/
                (?:papers/\w/\w+/)?([\w.-]+?)(?:\.pdf)?$""",
        r"aclanthology.org/\1",
    ),
    (
        "openaccess.thecvf",
        r"^openaccess\.thecvf\.com/(.*)/(?:html|papers)/(.*?)(?:\.html|\.pdf)$",
        r"openaccess.thecvf.com/\1/\2",
    ),
    (
        "ips.cc/paper",
        r"^(?:proceedings|papers)\.n(?:eur)?ips\.cc/(?:paper_files/)?paper/(\d+)/(?:hash|file)/([0-9a-f]+)-.*",
        r"papers.nips.cc/\1/\2",
    ),
    (
        "nips.cc",
        r"^(?:papers\.)?nips\.cc/(?:paper/)?(.*?)(?:\.pdf|\.html)?$",
        r"papers.nips.cc/\1",
    ),
    (
        "neurips.cc",
        r"^(?:proceedings|papers)\.neurips\.cc/(?:paper/|paper_files/paper/)?(.*?)(?:\.pdf|\.html)?$",
        r"papers.nips.cc/\1",
    ),
    (
        "mlr.press",
        r"^proceedings\.mlr\.press/(v\d+)/([\w-]+)(?:/\2(?:\.pdf)?|\.html|\.pdf)?$",
        r"proceedings.mlr.press/\1/\2",
    ),
    (
        "github.com",
        r"^(github\.com/[^/]+/[^/]+?)(?:\.git|/tree/(?:master|main)|/blob/(?:master|main)/readme\.md)?$",
        r"\1",
    ),
    (
        "youtu",
        r"^(?:youtu\.be/|(?:m\.)?youtube\.com/watch\?(?:.*&)?v=)([\w-]+).*",
        r"youtube.com/watch?v=\1",
    ),
    (
        "semanticscholar.org",
        r"^semanticscholar\.org/paper/(?:.*/)?([0-9a-f]{40})$",
        r"semanticscholar.org/paper/\1",
    ),
)


def unwrap_url(url: str) -> str:
    """The address that a known redirect page (Zhihu, CSDN, Google …) leads to, else ``url`` as it is."""
    for _ in range(3):
        match = _REDIRECT.match(url)
        if not match:
            break
        url = _unquote(match["to"])
    return url


def plain_url(url: str) -> str:
    """The comparison form of an address: equal for two that show the same paper, not meant to be opened.

    Without scheme, ``www``, tracking parameters, fragment and final slash; redirects unwrapped; one form for all
    pages of an arXiv paper or a DOI, and for text and abstract at a few well-known places.
    """
    url = unwrap_url(url.strip())
    if arxiv := find_arxiv_id(url):
        return f"arxiv.org/abs/{arxiv}"
    if found := find_doi(url):
        return f"doi.org/{found}"
    plain = _short_url(url)
    if plain.startswith("github.com/"):
        plain = plain.lower()
    for word, pattern, form in _SAME_PAGES:
        if word in plain:
            plain = re.sub(pattern, form, plain, flags=re.VERBOSE)
    return plain


def _short_url(url: str) -> str:
    """Host, path and telling parameters of an address."""
    match = _PARTS.match(url)
    assert match is not None  # every part of the pattern may be empty
    host, path, query, fragment = match.groups("")
    host = host.lower().rpartition("@")[2].removesuffix(":80").removesuffix(":443").removeprefix("www.")
    path = re.sub(r"(?:/+(?:index\.(?:html?|php))?)$", "", _unquote(path) if "%" in path else path)
    telling = sorted(part for part in query.split("&") if part and not _NOISE.match(part))
    short = host + path + ("?" + "&".join(telling) if telling else "")
    return f"{short}#{fragment}" if fragment.startswith(("/", "!")) else short


def _unquote(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


# -- papers --------------------------------------------------------------------------------------------------------

_NOT_THE_PAPER = regex(
    r"code|github|gitlab|project|homepage|blog|post|video|youtube|talk|slides|poster|demo|dataset|data|supp|appendix|note|"
    r"related|see also|follow|cited|tweet|thread|review|代码|项目|主页|博客|视频|笔记|数据|幻灯|解读|相关",
    re.IGNORECASE,
)


def arxiv_id(paper: Paper) -> str | None:
    """The arXiv id of a paper: that of its main link, else of the first other link that is meant to be the paper."""
    return next((found for url in _own_addresses(paper) if (found := find_arxiv_id(url))), None)


def doi(paper: Paper) -> str | None:
    """The DOI of a paper: that of its main link, else of the first other link that is meant to be the paper."""
    return next((found for url in _own_addresses(paper) if (found := find_doi(url))), None)


def _own_addresses(paper: Paper) -> Iterator[str]:
    """Main link and those that no label marks as something else (code, blog, related work …)."""
    if paper.url:
        yield unwrap_url(paper.url)
    for link in paper.links:
        if link.url and _leads_to_paper(link):
            yield unwrap_url(link.url)


def _leads_to_paper(link: Link) -> bool:
    return not _NOT_THE_PAPER.search(link.label)


def link_title(url: str) -> str:
    """The title of a paper that is known by its link only: ``arXiv:1810.12348``, a DOI, or host and path."""
    url = unwrap_url(url.strip())
    arxiv = find_arxiv_id(url)
    return f"arXiv:{arxiv}" if arxiv else find_doi(url) or _short_url(url)


def has_link_title(paper: Paper) -> bool:
    """Whether the title is only a stand-in made from a link, to be replaced when the real one comes."""
    title = paper.title
    if " " in title or not title:
        return not title
    if title.startswith(("arXiv:", "10.", "http://", "https://")):
        return True
    return any(title == link_title(link.url) for link in paper.all_links if link.url)


def evidence(paper: Paper) -> frozenset[str]:
    """What identifies a paper; two papers that share any of it are the same.

    Items are ``arxiv:ID``, ``doi:DOI``, ``url:PLAIN`` (the main link only, where it holds no such id) and
    ``title:LETTERS`` (not where the title is only a link).
    """
    found = {f"arxiv:{arxiv}" if (arxiv := arxiv_id(paper)) else "", f"doi:{name}" if (name := doi(paper)) else ""}
    if paper.url and not (find_arxiv_id(paper.url) or find_doi(paper.url)):
        found.add(f"url:{plain}" if (plain := plain_url(paper.url)) else "")
    if not has_link_title(paper):
        found.add(f"title:{letters}" if (letters := normal_title(paper.title)) else "")
    return frozenset(found - {""})


def titles_agree(one: str, other: str) -> bool:
    """Whether two titles may belong to one paper: equal, one within the other, or nearly the same letters."""
    first, second = normal_title(one), normal_title(other)
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(first, second) > 80
