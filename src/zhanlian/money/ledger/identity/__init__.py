"""Which numbers are one account, and why."""
