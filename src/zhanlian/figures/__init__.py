"""Claims become series of comparable figures, and series are checked; no claim is changed."""
