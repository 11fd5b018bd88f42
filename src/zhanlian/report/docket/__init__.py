"""Records of the docket in words: on the screen, on paper and in files."""
