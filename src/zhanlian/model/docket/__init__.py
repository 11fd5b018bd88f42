"""Nouns of the docket: who acts, what is recorded, and what the rules say about it."""
