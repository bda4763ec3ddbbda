"""Widgets: they know papers, never the library; data comes down, messages go up."""
