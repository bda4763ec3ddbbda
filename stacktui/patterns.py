"""Regular expressions that are compiled when they are first asked.

A command uses a few of the many that its modules define, and compiling costs more than importing all the rest.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "pattern", "groupindex")


class _LatePattern:
    """Becomes, attribute by attribute, the pattern that it stands for."""

    def __init__(self, source: Any, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        # from now on these are found without coming here
        vars(self).update({each: getattr(compiled, each) for each in _METHODS})
        return vars(self)[name]


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern of ``source`` with the flags of :mod:`re`; a mistake in it is told at the first use.

    Only its methods, ``pattern`` and ``groupindex`` are there: it cannot be handed to the functions of :mod:`re`.
    """
    return cast("re.Pattern[AnyStr]", _LatePattern(source, flags))
