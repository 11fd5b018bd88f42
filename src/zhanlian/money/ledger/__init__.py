"""From rows of statements to the clean ledger: every row ends with exactly one fate."""
