"""Bank, wallet and chain records: bytes of one format to rows, accounts, freezes, rejects."""
