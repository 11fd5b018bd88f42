"""One format a file, all with the same two verbs: `sniff` tells it, `parse` reads it."""
