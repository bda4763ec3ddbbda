"""Panels: what opens above the panes for a moment and leaves the context visible."""
