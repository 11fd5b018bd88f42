"""What docket commands write: tables for people, JSON lines for programs."""
