"""The deadline engine: from a clock and its start to the end, with every step of the way."""
