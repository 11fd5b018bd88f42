"""Commands of the docket: made from the list of acts, so that none is forgotten."""
