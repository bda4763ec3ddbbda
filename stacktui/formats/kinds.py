"""What kind of publication a paper is, as far as its venue tells: bibliographic formats want to know."""

from __future__ import annotations

import re
from enum import Enum

from stacktui.identity import arxiv_id
from stacktui.model import Paper


class Kind(Enum):
    """The kinds that bibliographic formats tell apart."""

    JOURNAL = "journal"
    CONFERENCE = "conference"
    PREPRINT = "preprint"
    OTHER = "other"


_PREPRINT = re.compile(r"\b(arxiv|corr|biorxiv|medrxiv|ssrn|preprint)\b", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(conference|symposium|workshops?|meeting|proceedings|interspeech|eurographics|middleware|usenix|findings)\b|会议|研讨会",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(journal|transactions|trans\.|letters|reviews?|magazine|annals|bulletin|communications|notices|quarterly|surveys|"
    r"proceedings of the (national academy|ieee|vldb endowment)|proceedings of the acm on)\b|学报|杂志|期刊|通报|院刊",
    re.IGNORECASE,
)
_JOURNAL_NAMES = frozenset(
    (
        "aij", "cacm", "cell", "computer", "csur", "dmkd", "distill", "ijcv", "ijrr", "isprs", "jacm", "jair",
        "jmlr", "neurocomputing", "nature", "neuron", "pacmpl", "pami", "pnas", "pvldb", "ra-l", "ral", "science",
        "tacl", "taslp", "tcsvt", "tip", "tist", "tkdd", "tkde", "tmlr", "tmm", "tnnls", "tocs", "tods", "tog",
        "tois", "toplas", "tosem", "tpami", "tro", "tsp", "tvcg",
    )
)  # fmt: skip
_JOURNAL_TITLES = frozenset(
    (
        "ai open", "artificial intelligence", "ieee access", "machine learning", "neural computation",
        "neural networks", "plos one", "scientific reports", "the atlantic", "the computer journal",
        "中国科学", "科学通报", "计算机工程", "计算机科学", "计算机研究与发展",
    )
)  # fmt: skip
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*\b")


def kind_of(paper: Paper) -> Kind:
    """The kind of a paper by its venue; a preprint where only arXiv is known."""
    venue = paper.venue.strip()
    if not venue or _PREPRINT.search(venue):
        return Kind.PREPRINT if venue or arxiv_id(paper) else Kind.OTHER
    if _is_journal(venue.lower()):
        return Kind.JOURNAL
    return Kind.CONFERENCE if _CONFERENCE.search(venue) or _ACRONYM.search(venue) else Kind.OTHER


def _is_journal(venue: str) -> bool:
    if venue in _JOURNAL_NAMES or venue in _JOURNAL_TITLES or venue.startswith(("nature ", "science ", "软件学报")):
        return True
    return _JOURNAL.search(venue) is not None
