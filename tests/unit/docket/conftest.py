"""Both databases, for the tests of this folder."""

from databases import docket_engine, docket_place

__all__ = ["docket_engine", "docket_place"]
