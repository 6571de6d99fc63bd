"""The server for assistants, asked by the protocol's own client: in this process, and once over stdin and stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from concordat.web.consulting import NOTICE, Desk
from concordat.web.limits import Limits
from concordat.web.mcp import server

from .conftest import LIMITS, SECRETS

SECRET = ("Secret paper", "whispered", "overheard", "id/secret")


def talk(stored: Path, asking: Callable[[Client], Awaitable[Any]], limits: Limits = LIMITS) -> Any:
    """Let a client talk to a server of its own."""

    async def main() -> Any:
        async with Client(server(Desk.open(str(stored), limits))) as client:
            return await asking(client)

    return asyncio.run(main())


async def call(client: Client, tool: str, **arguments: Any) -> Any:
    """Return what a tool answers, or its error as a text."""
    answer = await client.call_tool(tool, arguments)
    content = answer.content[0]
    assert isinstance(content, TextContent)
    return content.text if answer.is_error else json.loads(content.text)


def test_all_tools_only_read(stored: Path) -> None:
    async def asking(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == ["search", "provision", "findings", "questions", "ask"]
        assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)
        assert all(tool.description for tool in tools)

    talk(stored, asking)


def test_a_provision_is_found_read_and_its_findings_told(stored: Path) -> None:
    async def asking(client: Client) -> None:
        found = await call(client, "search", text="treaty 1")
        assert "treaty:1" in [one["id"] for one in found["results"]]
        told = await call(client, "provision", id="treaty:1/1")
        assert told["iri"] == "https://w3id.org/concordat/id/treaty/1/1"
        assert told["norms"][0]["aspects"]["modality"]
        assert told["notice"] == NOTICE
        held = await call(client, "findings", id="paper:north", lang="fr")
        assert held["number"] == len(held["findings"]) > 0
        assert {"verdict", "explanation", "confidence", "left", "right", "not_compared"} <= set(held["findings"][0])

    talk(stored, asking)


def test_a_question_is_listed_and_answered(stored: Path) -> None:
    async def asking(client: Client) -> None:
        listed = (await call(client, "questions", lang="fr"))["questions"]
        assert "norms" in {one["name"] for one in listed}
        told = await call(client, "ask", question="norms", parameters={"provision": "treaty:1/1"})
        assert told["rows"]
        assert told["cut"] is False

    talk(stored, asking)


WRONG = [
    ("provision", {"id": "treaty:99"}, "search for it"),
    ("provision", {"id": "../../etc/passwd"}, "search for it"),
    ("findings", {"id": "no id"}, "search for it"),
    ("ask", {"question": "none"}, "none"),
    ("ask", {"question": "norms"}, "provision"),
    ("ask", {"question": "norms", "parameters": {"provision": "treaty:1 } UNION { ?s ?p ?o"}}, "provision"),
]  # fmt: skip


def test_what_is_wrong_is_told(stored: Path) -> None:
    async def asking(client: Client) -> list[str]:
        return [str(await call(client, tool, **arguments)) for tool, arguments, _ in WRONG]

    told = talk(stored, asking)
    assert [word in said for said, (_, _, word) in zip(told, WRONG, strict=True)] == [True] * len(WRONG)


def test_nothing_restricted_is_told(stored: Path) -> None:
    async def asking(client: Client) -> list[Any]:
        searched = [await call(client, "search", text=text) for text in (*SECRETS, "Secret paper")]
        read = [await call(client, tool, id=key) for tool in ("provision", "findings") for key in ("paper:north/1", "treaty:1/1")]
        names = [one["name"] for one in (await call(client, "questions"))["questions"] if not one["parameters"]]
        rows = [await call(client, "ask", question=name) for name in names]
        hidden = [await call(client, tool, id=key) for tool in ("provision", "findings") for key in ("secret", "secret:1")]
        for one in hidden:
            assert isinstance(one, str) or one["findings"] == []
        return [*searched, *read, *rows]

    said = json.dumps(talk(stored, asking))
    assert [word for word in SECRET if word in said] == []


def test_over_stdin_and_stdout(stored: Path) -> None:
    async def main() -> list[str]:
        command = StdioServerParameters(command=sys.executable, args=["-m", "concordat", "mcp", "--store", str(stored)])
        async with Client(command) as client:
            assert (await call(client, "search", text="treaty"))["results"]
            return [tool.name for tool in (await client.list_tools()).tools]

    assert len(asyncio.run(main())) == 5
