"""The docket: the law's clocks, states, orders, listings, operations and hand-overs."""
