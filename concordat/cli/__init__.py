"""The command line: `concordat COMMAND ...`.

Data goes to stdout, everything else to stderr. Exit codes: 0 done; 1 findings or violations where --strict; 2 options,
unknown id or query name; 3 unreadable or invalid input; 4 store unreachable, locked, newer or full; 130 interrupted.
"""

from __future__ import annotations

import sys

import typer

from ..errors import ConcordatError
from . import assist, check, documents, exchange, fetch, governing, graph, query, review, serve, terminal, upkeep

__all__ = ["app", "main"]

app = typer.Typer(
    name="concordat", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="A knowledge graph of legal instruments and the duties in them, and what it says of their compatibility.",
)  # fmt: skip
for module in (graph, fetch, documents, check, governing, review, query, exchange, serve, assist, upkeep):
    module.register(app)


def main() -> None:
    """Run the command line and end with its exit code."""
    terminal.speak()
    try:
        app(standalone_mode=True, prog_name="concordat")
    except ConcordatError as error:
        terminal.tell(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        print("concordat: interrupted", file=sys.stderr)
        sys.exit(130)
