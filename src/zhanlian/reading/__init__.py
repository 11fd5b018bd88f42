"""Reading: text to body, numbers, dates, places, claims and records; each with its place."""
