"""The command line: words in, one use case a command, words out."""

from zhanlian.cli.program import main

__all__ = ["main"]
