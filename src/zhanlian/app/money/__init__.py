"""Use cases of following money: import statements, build the ledger, trace, publish."""
