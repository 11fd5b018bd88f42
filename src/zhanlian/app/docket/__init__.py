"""What people do in the docket, one use case a file."""
