"""The nouns of the field: frozen values without input, output or decisions."""
