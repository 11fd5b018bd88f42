"""From a trace over the clean ledger to answers: totals, accounts, lists, bands, comparison."""
