"""Sheets of .xlsx and .xls: measured before they are opened, then read as text."""
