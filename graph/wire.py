"""Wire: requests to a SPARQL server (SPARQL 1.1 Protocol; SPARQL 1.1 Graph Store HTTP Protocol), with retries.

Every request that this package sends may be sent twice without harm, so that a lost answer is no reason to stop.
"""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote

from rdflib import BNode, Literal, URIRef
from SPARQLWrapper import BASIC, DIGEST, POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper
from SPARQLWrapper import SPARQLExceptions as Refused

from ..errors import InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rdflib.term import Node

__all__ = ["Wire"]

_PAUSES = (0.2, 0.5, 1.5)  # seconds before each further try
_TIMEOUT = 300  # seconds
_GSP_BATCH = 50_000  # lines
_OVERLOADED = (502, 503, 504)


@dataclass(slots=True)
class Wire:
    """The addresses of one server and the way to reach them; `gsp_url` is None where it has no Graph Store address."""

    query_url: str
    update_url: str
    gsp_url: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    _digest: bool = False

    @classmethod
    def from_environment(cls, query_url: str, environment: Mapping[str, str]) -> Wire:
        """Return the wire to a query address, the other addresses and the credentials taken from CONCORDAT_*.

        Without an update address, `.../query` becomes `.../update`, and any other address serves both.
        """
        update = query_url.removesuffix("/query") + "/update" if query_url.endswith("/query") else query_url
        return cls(
            query_url,
            environment.get("CONCORDAT_UPDATE_URL") or update,
            environment.get("CONCORDAT_GSP_URL") or None,
            environment.get("CONCORDAT_USER") or None,
            environment.get("CONCORDAT_PASSWORD") or None,
        )

    @property
    def batch(self) -> int | None:
        """The number of lines that one Graph Store request may carry, or None where there is no such address."""
        return _GSP_BATCH if self.gsp_url else None

    def rows(self, query: str, dataset: Mapping[str, list[str]]) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query; `dataset` holds the parameters of the protocol that name graphs.

        Raises InputError where the server finds the query wrong, StoreError where it cannot be asked.
        """
        answer = json.loads(self._send(query, "SELECT", "json", dataset))
        if "results" not in answer:
            raise InputError("this is no SELECT query", do="use ask or construct")
        return [{name: _term(value) for name, value in row.items()} for row in answer["results"]["bindings"]]

    def ask(self, query: str, dataset: Mapping[str, list[str]]) -> bool:
        """Return the answer of an ASK query; raises what `rows` raises."""
        answer = json.loads(self._send(query, "ASK", "json", dataset))
        if "boolean" not in answer:
            raise InputError("this is no ASK query", do="use select or construct")
        return bool(answer["boolean"])

    def triples(self, query: str, dataset: Mapping[str, list[str]]) -> bytes:
        """Return the answer of a CONSTRUCT or DESCRIBE query as Turtle; raises what `rows` raises."""
        return self._send(query, "CONSTRUCT", "turtle", dataset)

    def update(self, text: str) -> None:
        """Send an update request; raises what `rows` raises."""
        self._send(text, "INSERT", "json", {})

    def post_graph(self, graph: str, lines: bytes) -> bool:
        """Add N-Triples to a graph by the Graph Store Protocol; return False where the server has no such address.

        Raises StoreError where it cannot be reached or refuses.
        """
        if self.gsp_url is None:
            return False
        address = f"{self.gsp_url}?graph={quote(graph, safe='')}"
        request = urllib.request.Request(address, lines, {"Content-Type": "application/n-triples"}, method="POST")  # noqa: S310
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if self.user and self.password:
            passwords.add_password(None, self.gsp_url, self.user, self.password)
        opener = urllib.request.build_opener(
            urllib.request.HTTPBasicAuthHandler(passwords), urllib.request.HTTPDigestAuthHandler(passwords)
        )

        def send() -> bytes:
            with opener.open(request, timeout=_TIMEOUT) as response:
                return bytes(response.read())

        self._retried(send, self.gsp_url)
        return True

    def _send(self, text: str, kind: str, answer: str, dataset: Mapping[str, list[str]]) -> bytes:
        updates = kind == "INSERT"

        def send() -> bytes:
            with self._wrapper(text, kind, answer, dataset).query().response as response:
                return bytes(response.read())

        where = self.update_url if updates else self.query_url
        try:
            return self._retried(send, where)
        except Refused.QueryBadFormed as error:
            what = f"SPARQL: {_first_line(error)}"
            raise InputError(what, do="correct the query at this place") from error
        except Refused.Unauthorized:
            return self._by_digest(send, where)

    def _by_digest(self, send: Callable[[], bytes], where: str) -> bytes:
        """Send again with a digest (RFC 7616), which a server may ask for instead of a plain password."""
        self._digest = True
        try:
            return self._retried(send, where)
        except Refused.Unauthorized as error:
            do = "set CONCORDAT_USER and CONCORDAT_PASSWORD"
            raise StoreError("the server wants other credentials", where=where, do=do) from error

    def _wrapper(self, text: str, kind: str, answer: str, dataset: Mapping[str, list[str]]) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self.query_url, self.update_url, returnFormat=answer, agent="concordat")
        # set directly: SPARQLWrapper would guess the kind from the words of the text
        wrapper.queryString, wrapper.queryType = text, kind
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY if kind == "INSERT" else URLENCODED)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(_TIMEOUT)
        if self.user and self.password:
            wrapper.setHTTPAuth(DIGEST if self._digest else BASIC)
            wrapper.setCredentials(self.user, self.password)
        for name, values in dataset.items():
            for value in values:
                wrapper.addParameter(name, value)
        return wrapper

    def _retried(self, send: Callable[[], bytes], where: str) -> bytes:
        for pause in (*_PAUSES, None):
            try:
                return send()
            except (OSError, HTTPException, Refused.EndPointInternalError, Refused.EndPointNotFound) as error:
                if pause is None or not _may_pass(error):
                    raise _failure(error, where) from error
                time.sleep(pause)
        raise AssertionError


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, HTTPError):
        return error.code in _OVERLOADED
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ConnectionError | HTTPException)


def _failure(error: Exception, where: str) -> StoreError:
    if isinstance(error, HTTPError | Refused.SPARQLWrapperException):
        text = error.reason if isinstance(error, HTTPError) else _first_line(error)
        return StoreError(f"the server refused: {text}", where=where, do="check its address, its log and its disk")
    reason = getattr(error, "reason", error)
    return StoreError(f"the server cannot be reached: {reason}", where=where, do="check that it runs, and its address")


def _first_line(error: Exception) -> str:
    body = error.args[0] if error.args else ""
    # SPARQLWrapper wraps the answer in a sentence of its own
    text = str(body).split("Response:\n", 1)[-1]
    return text.removeprefix("b'").removeprefix('b"').replace("\\n", "\n").splitlines()[0].rstrip("'\"") if text else ""


def _term(value: Mapping[str, str]) -> Node:
    text = value["value"]
    match value["type"]:
        case "uri":
            return URIRef(text)
        case "bnode":
            return BNode(text)
    if "xml:lang" in value:
        return Literal(text, lang=value["xml:lang"])
    datatype = value.get("datatype")
    if datatype is None or datatype.endswith("XMLSchema#string"):
        return Literal(text)
    return Literal(text, datatype=URIRef(datatype), normalize=False)
