"""From rows of statements to a clean ledger, its traces, lists and the restitution schedule."""
