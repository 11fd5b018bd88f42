"""One file with everything that cannot be made again: docket, vault, mappings and rules.

A ZIP archive without compression, so that nothing in it can unpack to more than it is long. The
docket is in it as lines of text, table by table: what SQLite wrote, PostgreSQL can take, and back.
"""
