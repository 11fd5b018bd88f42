"""A ledger told in a plain table (the contract of `trace`): texts become transfers and purses."""
