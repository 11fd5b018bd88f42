"""The store: what came (vault), what was decided (docket) and what was derived (lake).

The only room that opens files and databases. It keeps, finds and proves; it decides nothing.
"""
