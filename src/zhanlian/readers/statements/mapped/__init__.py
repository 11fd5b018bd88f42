"""Tables that no format knows, read by a mapping that a person confirmed."""
