"""What SQLite and PostgreSQL do differently: one file each, with the same verbs."""
