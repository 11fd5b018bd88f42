"""The use cases, one a file: they carry values from room to room and own order and time."""
