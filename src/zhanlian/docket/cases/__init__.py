"""Cases: their members, their stages and events."""
