"""`python -m concordat`: the same as the command `concordat`."""

from .cli import main

if __name__ == "__main__":
    main()
