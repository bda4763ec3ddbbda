"""What every command is given: where the library is, what the settings say."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from stacktui.paths import find_library

if TYPE_CHECKING:
    from stacktui.library import Library
    from stacktui.settings import Settings


class Shell:
    """The surroundings of one command; what costs time is looked up when first asked for."""

    def __init__(self, library: str | None = None, plain_driver: bool = False) -> None:
        self._library = library
        self.plain_driver = plain_driver

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        from stacktui.settings import load_settings

        return load_settings()

    @cached_property
    def library_path(self) -> str:
        """The library that the options, the environment, the folder or the settings name."""
        named = self._library or os.environ.get("STACKTUI_LIBRARY")
        return find_library(self._library, configured="" if named else self.settings.library)

    @cached_property
    def library(self) -> Library:
        """The library, opened; each change is on disk when the call returns."""
        from stacktui.library import Library

        return Library.open(self.library_path)
