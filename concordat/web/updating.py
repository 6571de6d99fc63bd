"""Updating: SPARQL 1.1 Update at /sparql, for those who hold a token.

An update is carried out on a copy of the public graph, in a process of its own that is ended at the limits of a query. What
it changed there is then written into the store, whole or not at all: to the graphs that a person may write, and to no other.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import URIRef
from starlette.requests import Request
from starlette.responses import Response

from ..graph import quads
from ..graph.quads import Lines
from .failures import Failure
from .loads import replaced
from .outside import Fetched
from .protocol import Update, base_of
from .screening import screened_update
from .service import Service, of
from .writing import DEFAULT, Change, apart, record, refuse_ours, save, writer

__all__ = ["update"]

_START = 30  # seconds


async def update(request: Request, given: Update) -> Response:
    """Carry out an update. Raises Failure where it is refused."""
    who, service = writer(request), of(request)
    hosts = service.hosts
    found = screened_update(given.text, using=given.default or (), named=given.named or (), load=bool(hosts))
    text = found.text
    if hosts:
        # before anything is locked: another server may be slow
        text = await asyncio.to_thread(replaced, text, lambda address: _fetched(service, address))
    async with service.writing:
        await service.renew()
        snapshot = service.snapshot
        changed = await _carried_out(service, {"update": text, "base": base_of(request)})
        changes = dict(_allowed(service, changed, every=found.every))
        await asyncio.to_thread(save, service.address, changes, source="sparql-update", generation=snapshot.generation)
        record(service.tokens, who, "UPDATE", changes)
        await service.renew()
    return Response(status_code=204)


def _fetched(service: Service, address: str) -> Fetched:
    limits = service.limits
    return service.hosts.fetch(address, seconds=limits.seconds, most=limits.document)


async def _carried_out(service: Service, job: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what an update changes in a copy of the snapshot."""
    limits = service.limits
    command = (sys.executable, "-m", "concordat.web.updater", str(service.snapshot.folder), str(limits.memory))
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)
    try:
        assert process.stdout is not None  # noqa: S101 - it was started with pipes
        async with asyncio.timeout(_START):
            await process.stdout.readline()
        async with asyncio.timeout(limits.seconds):
            data, _ = await process.communicate(json.dumps(job).encode())
    except TimeoutError as error:
        raise Failure(503, f"the update was ended after {limits.seconds:g} seconds, its limit; nothing was changed") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise Failure(503, f"the update needs more than its limit of {limits.memory} MiB of memory; nothing was changed")
    answer = json.loads(data)
    if "error" in answer:
        raise Failure(400, f"SPARQL: {answer['error']}; nothing was changed")
    changes: list[dict[str, Any]] = answer["changes"]
    return changes


def _allowed(service: Service, found: Iterable[Mapping[str, Any]], *, every: bool) -> Iterable[tuple[URIRef, Change]]:
    """Yield what is to be written. Raises Failure (403) where a graph may not be, or a statement is not where it is deleted from.

    `every` says that graphs were emptied whatever is in them: those that are not to be written stay.
    """
    for one in found:
        if one["graph"] is None:
            yield from _of_default(service, one, every=every)
            continue
        name = URIRef(one["graph"])
        try:
            refuse_ours(name)
        except Failure:
            if every and one["empty"]:
                continue
            raise
        yield name, Change(gone=True) if one["gone"] else Change(_normal(one["added"], name), _plain(one["removed"]))


def _of_default(service: Service, one: Mapping[str, Any], *, every: bool) -> Iterable[tuple[URIRef, Change]]:
    """Yield what becomes of the layer that holds what was written to the default graph, which itself is made of all layers."""
    removed, held = _plain(one["removed"]), service.snapshot.store.lines(DEFAULT)
    elsewhere = removed - held
    if elsewhere and not every:
        line = min(elsewhere).decode()
        raise Failure(403, f"this statement of the default graph stands in a named graph; delete it there: {line}")
    if one["added"] or removed & held:
        yield DEFAULT, Change(_normal(one["added"], DEFAULT), removed & held)


def _plain(lines: Iterable[str]) -> Lines:
    return frozenset(line.encode() for line in lines)


def _normal(lines: Iterable[str], name: URIRef) -> Lines:
    data = "".join(f"{line}\n" for line in lines).encode()
    return quads.normal(data, apart(name, data))
