"""Both databases, for the flows that run on each of them."""

from databases import docket_engine, docket_place

__all__ = ["docket_engine", "docket_place"]
