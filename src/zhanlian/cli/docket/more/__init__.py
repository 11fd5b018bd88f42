"""Commands of the docket that are no acts, a module for each group that has some."""
