"""From rows to transfers: mirrors, the other side, fees, order, purses and balances."""
