"""`mcp`."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import StoreOption

__all__ = ["mcp", "register"]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(mcp)


def mcp(
    seconds: Annotated[float, typer.Option("--seconds", help="How long a question may take.", min=0.1)] = 30.0,
    store: StoreOption = None,
) -> None:
    """Serve the public graph to an assistant on stdin and stdout (Model Context Protocol), for reading only."""
    from ..graph.store import default_address

    try:
        from ..web.limits import Limits
        from ..web.mcp import run
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed", do="pip install 'concordat[mcp]'") from error
    run(store or default_address(), Limits(seconds=seconds, workers=2))
