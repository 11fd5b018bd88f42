"""Victims' payments: found again in the ledger, or added where no records are at hand."""
