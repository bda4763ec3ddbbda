"""The query language of the search box, of ``list`` and ``export`` and of saved searches.

::

    query   = [ "'" ] { clause }              every clause has to hold; ' in front switches fuzziness off
    clause  = term { "OR" term }              one of its terms has to hold
    term    = [ "-" | "NOT" ] ( phrase | filter | word )
    phrase  = '"' letters '"'                 these words, as they stand
    filter  = field ":" value { "," value }   one of the values has to fit
            | "#" tag | "@" category
    value   = letters | '"' letters '"'
            | date | number                   2019  3.5  2019-07  7d  today
            | ( ">=" | "<=" | ">" | "<" ) date-or-number
            | [ from ] ".." [ to ]
    word    = anything else up to the next blank

Fields: title author venue year status cat tag rating note link added read key, and ``is:``, ``has:``, ``no:``.
OR joins its two neighbours, so ``pruning OR quantization year:2020`` wants the year in any case. A word is fuzzy: the
index forgives typing errors, parts, pinyin; after ``-`` it is taken at its letters. A colon or sign that makes no
filter is text, because titles hold colons. Mistakes never raise: they are left out and told with their place.
"""

from stacktui.query.complete import Completion, complete
from stacktui.query.parse import parse_query
from stacktui.query.terms import Clause, Filter, Query, QueryError, Term, Word

__all__ = ["Clause", "Completion", "Filter", "Query", "QueryError", "Term", "Word", "complete", "parse_query"]
