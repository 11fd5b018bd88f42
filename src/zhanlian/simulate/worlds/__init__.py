"""How a world is made: who takes part, what victims lose, where cells send it, and daily life."""
