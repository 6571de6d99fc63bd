"""`serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import StoreOption, tell

__all__ = ["register", "serve"]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on; 0 for any that is free.", min=0, max=65535)] = 8000,
    seconds: Annotated[float, typer.Option("--seconds", help="How long a query may take.", min=0.1)] = 30.0,
    rows: Annotated[int, typer.Option("--rows", help="How many rows or triples an answer may have.", min=1)] = 100_000,
    memory: Annotated[int, typer.Option("--memory", help="How much memory a query may take, in MiB.", min=256)] = 4096,
    workers: Annotated[int, typer.Option("--workers", help="How many queries are answered at a time.", min=1)] = 4,
    tokens: Annotated[Path | None, typer.Option("--tokens", help="The file of those who may write. Default: nobody.", show_default=False)] = None,
    add_token: Annotated[str | None, typer.Option("--add-token", metavar="NAME", help="Give a person a token in --tokens, print it once, and end.", show_default=False)] = None,
    allow_host: Annotated[list[str] | None, typer.Option("--allow-host", metavar="HOST[:PORT]", help="A host that LOAD in an update may fetch graphs from; may be given several times. Default: none.", show_default=False)] = None,
    log: Annotated[str, typer.Option("--log", help="quiet: trouble only; text or json: a line for every request too, without its address.")] = "quiet",
    slow: Annotated[float, typer.Option("--slow", help="From how many seconds on a query is logged, by the hash of its text.", min=0)] = 5.0,
    answers: Annotated[int, typer.Option("--answers", help="How much memory whole small answers may take, to be given again while nothing changes, in MiB; 0: none.", min=0)] = 16,
    store: StoreOption = None,
) -> None:
    """Serve the public graph: a SPARQL endpoint, linked data and pages."""
    from ..graph.store import default_address

    if add_token is not None:
        _add(tokens, add_token)
        return
    try:
        from ..web.limits import Limits
        from ..web.logs import FORMS
        from ..web.outside import hosts
        from ..web.serving import serve as run
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed", do="pip install 'concordat[serve]'") from error
    if log not in FORMS:
        raise UsageError(f"no log {log!r}", do=f"choose {', '.join(FORMS)}")
    limits = Limits(seconds=seconds, rows=rows, memory=memory, workers=workers, slow=slow, answers=answers)
    run(store or default_address(), host=host, port=port, limits=limits, tokens=tokens, asked=hosts(allow_host or ()), log=log)


def _add(tokens: Path | None, name: str) -> None:
    from ..web.tokens import add

    if tokens is None:
        raise UsageError("no file to keep the token in", do="name one with --tokens FILE")
    print(add(tokens, name))
    tell(f"This is the token of {name}; it is kept nowhere, so keep it well.")
