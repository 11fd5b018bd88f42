"""Writers of the real formats; each marks what it writes as synthetic."""
