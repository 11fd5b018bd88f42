"""Printed forms of an office, as .docx from templates of our own."""
