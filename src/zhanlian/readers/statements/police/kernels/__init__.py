"""Bytes of a batch to cells, texts, amounts and instants: compiled, without the lock."""
