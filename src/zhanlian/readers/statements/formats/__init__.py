"""One format a file, each with `KEY`, `sniff` and `parse`."""
