"""`python -m concordat`: the same as the command `concordat`."""

from .cli import main

main()
