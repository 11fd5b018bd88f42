"""``python -m zhanlian``: the same program as the command ``zhanlian``."""

from zhanlian.cli import main

if __name__ == "__main__":
    main()
