"""How the docket's tables came to be what they are, one step a file in `versions/` (Alembic)."""
