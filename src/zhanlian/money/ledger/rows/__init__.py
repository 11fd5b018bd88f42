"""What single rows are: no money, repeats, signs, reversals, spoofs."""
