"""Both databases, for the tests of this folder."""

from databases import docket_engine, docket_place, postgresql_url

__all__ = ["docket_engine", "docket_place", "postgresql_url"]
