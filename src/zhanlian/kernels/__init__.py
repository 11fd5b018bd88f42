"""Arithmetic on arrays: tracing rules, order within an instant, balances, components."""
