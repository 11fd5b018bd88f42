"""Tracks: the order of events that the law allows, as tables, and the clocks that they move."""
