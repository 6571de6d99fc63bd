"""MCP: the public graph for assistants, by the Model Context Protocol over stdin and stdout. It only reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from .. import __version__
from ..errors import ConcordatError
from .consulting import NOTICE, Desk
from .failures import Failure
from .limits import Limits

__all__ = ["run", "server"]

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Lang = Literal["en", "fr"]


def run(address: str, limits: Limits) -> None:
    """Answer on stdin and stdout until they are closed. Raises StoreError where the store cannot be read."""
    server(Desk.open(address, limits)).run("stdio")


def server(desk: Desk) -> MCPServer[None]:
    """Return the server of a desk, which is closed with it."""

    @asynccontextmanager
    async def lifespan(_: MCPServer[None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await desk.close()

    made = MCPServer[None]("concordat", instructions=NOTICE, version=__version__, lifespan=lifespan, log_level="WARNING")
    _add_reading(made, desk)
    _add_asking(made, desk)
    return made


def _add_reading(made: MCPServer[None], desk: Desk) -> None:
    @made.tool(annotations=_READS)
    def search(text: str, lang: Lang = "en") -> dict[str, Any]:
        """Find provisions, instruments and concepts by words or a pin-point, such as `art 29 Budapest`; English or French."""
        return desk.search(text, lang)

    @made.tool(annotations=_READS)
    def provision(id: str, lang: Lang = "en") -> dict[str, Any]:  # noqa: A002 - as the ids are called everywhere
        """Return a provision or instrument by its compact id (`budapest:29/7`): our summary, loaded words, norms, references."""
        return _answered(lambda: desk.provision(id, lang))

    @made.tool(annotations=_READS)
    def findings(id: str, lang: Lang = "en") -> dict[str, Any]:  # noqa: A002
        """Return what was found on a provision or text with all below it: compatible or not with which others, and why."""
        return _answered(lambda: desk.findings(id, lang))


def _add_asking(made: MCPServer[None], desk: Desk) -> None:
    @made.tool(annotations=_READS)
    def questions(lang: Lang = "en") -> dict[str, Any]:
        """List the questions that the graph answers, with their parameters, for the tool `ask`."""
        return desk.questions(lang)

    @made.tool(annotations=_READS)
    async def ask(question: str, parameters: dict[str, str] | None = None) -> dict[str, Any]:
        """Answer one of the listed questions by its name, with its parameters (ids are compact: `topic:preservation`)."""
        try:
            return await desk.ask(question, parameters or {})
        except (ConcordatError, Failure) as error:
            raise ToolError(str(error)) from error


def _answered(asked: Any) -> dict[str, Any]:
    """Return an answer. Raises ToolError, which a client reads, where there is none."""
    try:
        found: dict[str, Any] = asked()
    except ConcordatError as error:
        raise ToolError(str(error)) from error
    return found
