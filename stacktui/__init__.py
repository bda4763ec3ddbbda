"""stacktui: a terminal user interface for a paper stack.

The core (everything outside ``stacktui.tui``) runs without a screen: whatever the screen can do, a short script can do.
"""

__version__ = "0.1.0"
