"""Worlds with known truth, written in the real formats; every record is marked synthetic."""
