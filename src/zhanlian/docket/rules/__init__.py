"""The tables of law and policy: what is in force on a day, and where it stands."""
