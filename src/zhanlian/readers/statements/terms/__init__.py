"""What words of the field mean in a cell, whatever format the cell is of; the words are data."""
