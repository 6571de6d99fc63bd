"""Wire: requests to a SPARQL server (SPARQL 1.1 Protocol; SPARQL 1.1 Graph Store HTTP Protocol), with retries.

Every request that this package sends may be sent twice without harm, so that a lost answer is no reason to stop. An
answer counts only when it is whole and of the kind that was asked for: a page of a proxy is none, nor is half a one.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

from rdflib import XSD, BNode, Literal, URIRef
from SPARQLWrapper import BASIC, DIGEST, POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper
from SPARQLWrapper import SPARQLExceptions as Refused

from ..errors import InputError, StoreError, UsageError, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rdflib.term import Node

__all__ = ["Wire"]

_T = TypeVar("_T")

_PAUSES = (0.2, 0.5, 1.5)  # seconds before each further try
_TIMEOUT = 300.0  # seconds
_GSP_BATCH = 50_000  # lines
_TRIPLES = ("application/n-triples", "text/plain", "text/ntriples")
# where Virtuoso cuts an answer short, it says so in this header alone
_CUT = "X-SPARQL-MaxRows"
_BOOLEANS = {"1": "true", "0": "false"}


class _Unreadable(HTTPException):
    """An answer that is not what was asked for, or not whole."""


@dataclass(slots=True)
class Wire:
    """The addresses of one server and the way to reach them; `gsp_url` is None where it has no Graph Store address.

    `timeout` is how many seconds the server may be silent.
    """

    query_url: str
    update_url: str
    gsp_url: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = _TIMEOUT
    _digest: bool = False

    @classmethod
    def from_environment(cls, query_url: str, environment: Mapping[str, str]) -> Wire:
        """Return the wire to a query address, the other addresses, the credentials and the timeout taken from CONCORDAT_*.

        Without an update address, `.../query` becomes `.../update`, and any other address serves both.
        Raises UsageError where the timeout is no number of seconds.
        """
        update = query_url.removesuffix("/query") + "/update" if query_url.endswith("/query") else query_url
        return cls(
            query_url,
            environment.get("CONCORDAT_UPDATE_URL") or update,
            environment.get("CONCORDAT_GSP_URL") or None,
            environment.get("CONCORDAT_USER") or None,
            environment.get("CONCORDAT_PASSWORD") or None,
            _seconds(environment.get("CONCORDAT_TIMEOUT") or ""),
        )

    @property
    def batch(self) -> int | None:
        """The number of lines that one Graph Store request may carry, or None where there is no such address."""
        return _GSP_BATCH if self.gsp_url else None

    def rows(self, query: str) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query.

        Raises InputError where the server finds the query wrong, StoreError where it cannot be asked or does not answer
        with all rows.
        """
        answer = self._send(query, "SELECT", _json)
        if "results" not in answer:
            raise InputError("this is no SELECT query", do="use ask or construct")
        return [{name: _term(value) for name, value in row.items()} for row in answer["results"]["bindings"]]

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query; raises what `rows` raises."""
        answer = self._send(query, "ASK", _json)
        if "boolean" not in answer:
            raise InputError("this is no ASK query", do="use select or construct")
        return bool(answer["boolean"])

    def triples(self, query: str) -> bytes:
        """Return the answer of a CONSTRUCT or DESCRIBE query as N-Triples; raises what `rows` raises."""
        return self._send(query, "CONSTRUCT", _ntriples)

    def graph(self, name: str) -> bytes:
        """Return a named graph as N-Triples, with nothing left out; raises what `rows` raises."""
        pattern, number = f"GRAPH <{name}> {{ ?s ?p ?o }}", 0
        for pause in (*_PAUSES, None):
            body = self.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
            number = int(str(self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]["n"]))
            # a server may have a limit for its answers, and not say that it cut one; or a writer came in between
            if number == sum(1 for line in body.splitlines() if line and not line.startswith(b"#")):
                return body
            if pause is not None:
                time.sleep(pause)
        do = "set its limit of rows higher (in a virtuoso.ini, ResultSetMaxRows)"
        raise StoreError(f"the server gives not all of the {number} triples of {name}", where=self.query_url, do=do)

    def graph_names(self) -> list[str]:
        """Return the names of all graphs that hold a triple, sorted; raises what `rows` raises."""
        # by the first query servers look at one triple of each graph, and Virtuoso finds no name; by the second they look at
        # all there is (with DISTINCT in the place of GROUP BY, Virtuoso takes a minute for ten thousand triples)
        quick = "SELECT DISTINCT ?g WHERE { GRAPH ?g { } FILTER EXISTS { GRAPH ?g { ?s ?p ?o } } }"
        slow = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        found = (sorted(str(row["g"]) for row in self.rows(query) if "g" in row) for query in (quick, slow))
        return next(filter(None, found), [])

    def update(self, text: str) -> None:
        """Send an update request; raises what `rows` raises."""
        self._send(text, "INSERT", lambda response: bytes(response.read()))

    def post_graph(self, graph: str, lines: bytes) -> bool:
        """Add N-Triples to a graph by the Graph Store Protocol; return False where the server has no such address.

        Raises StoreError where it cannot be reached or refuses.
        """
        if self.gsp_url is None:
            return False
        # Virtuoso knows only the second name; with the first alone it says 201 and stores nothing
        address = f"{self.gsp_url}?{urlencode({'graph': graph, 'graph-uri': graph})}"
        request = urllib.request.Request(address, lines, {"Content-Type": "application/n-triples"}, method="POST")  # noqa: S310
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if self.user and self.password:
            passwords.add_password(None, self.gsp_url, self.user, self.password)
        opener = urllib.request.build_opener(
            urllib.request.HTTPBasicAuthHandler(passwords), urllib.request.HTTPDigestAuthHandler(passwords)
        )

        def send() -> bytes:
            with opener.open(request, timeout=self.timeout) as response:
                return bytes(response.read())

        self._retried(send, self.gsp_url)
        return True

    def _send(self, text: str, kind: str, read: Callable[[Any], _T]) -> _T:
        def send() -> _T:
            with self._wrapper(text, kind).query().response as response:
                return read(response)

        where = self.update_url if kind == "INSERT" else self.query_url
        try:
            return self._retried(send, where)
        except Refused.QueryBadFormed as error:
            what = f"SPARQL: {_first_line(error)}"
            raise InputError(what, do="correct the query at this place") from error
        except Refused.Unauthorized:
            return self._by_digest(send, where)

    def _by_digest(self, send: Callable[[], _T], where: str) -> _T:
        """Send again with a digest (RFC 7616), which a server may ask for instead of a plain password."""
        self._digest = True
        try:
            return self._retried(send, where)
        except Refused.Unauthorized as error:
            do = "set CONCORDAT_USER and CONCORDAT_PASSWORD"
            raise StoreError("the server wants other credentials", where=where, do=do) from error

    def _wrapper(self, text: str, kind: str) -> SPARQLWrapper:
        form = "turtle" if kind == "CONSTRUCT" else "json"
        wrapper = SPARQLWrapper(self.query_url, self.update_url, returnFormat=form, agent="concordat")
        # set directly: SPARQLWrapper would guess the kind from the words of the text
        wrapper.queryString, wrapper.queryType = text, kind
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY if kind == "INSERT" else URLENCODED)
        wrapper.setOnlyConneg(True)
        # setTimeout would cut it to whole seconds, and less than one to none at all
        wrapper.timeout = self.timeout  # type: ignore[assignment]
        if kind == "CONSTRUCT":
            # in Turtle, which SPARQLWrapper would ask for, Virtuoso gives some numbers another datatype
            wrapper.addCustomHttpHeader("Accept", _TRIPLES[0])
        if self.user and self.password:
            wrapper.setHTTPAuth(DIGEST if self._digest else BASIC)
            wrapper.setCredentials(self.user, self.password)
        return wrapper

    def _retried(self, send: Callable[[], _T], where: str) -> _T:
        for pause in (*_PAUSES, None):
            try:
                return send()
            except (OSError, HTTPException, Refused.EndPointInternalError, Refused.EndPointNotFound) as error:
                if pause is None or not _may_pass(error):
                    raise _failure(error, where, self.timeout) from error
                time.sleep(pause)
        raise AssertionError


def _seconds(text: str) -> float:
    if not text:
        return _TIMEOUT
    if not re.fullmatch(r"\d+(\.\d+)?", text) or not float(text):
        raise UsageError(f"{text!r} is no number of seconds", where="CONCORDAT_TIMEOUT", do="write it like 300")
    return float(text)


def _json(response: Any) -> dict[str, Any]:
    body = bytes(response.read())
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise _unlike(response, body) from error
    if not isinstance(answer, dict):
        raise _unlike(response, body)
    rows = len(answer.get("results", {}).get("bindings", ()))
    if str(rows) == response.headers.get(_CUT):
        raise StoreError(f"the server gives no more than {rows} rows", do="set ResultSetMaxRows higher in its virtuoso.ini")
    return answer


def _ntriples(response: Any) -> bytes:
    body = bytes(response.read())
    # half of such an answer may be well-formed: only where its length was said is it known to be whole
    lengthy = response.headers.get("Content-Length") or response.headers.get("Transfer-Encoding")
    if response.headers.get_content_type() not in _TRIPLES or not lengthy or (body and not body.endswith(b"\n")):
        raise _unlike(response, body)
    return body


def _unlike(response: Any, body: bytes) -> _Unreadable:
    start = body[:60].decode(errors="replace").strip().splitlines()
    return _Unreadable(f"the answer cannot be read ({response.headers.get_content_type()}: {start[0] if start else 'nothing'})")


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, HTTPError):
        return error.code >= HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, Refused.EndPointInternalError):
        # two requests of a busy server may wait for each other
        return True
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ConnectionError | HTTPException)


def _failure(error: Exception, where: str, timeout: float) -> StoreError:
    if isinstance(error, HTTPError | Refused.SPARQLWrapperException):
        text = error.reason if isinstance(error, HTTPError) else _first_line(error)
        return StoreError(f"the server refused: {text}", where=where, do="check its address, its log and its disk")
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        what = f"the server did not answer within {timeout:g} seconds"
        return StoreError(what, where=where, do="see what it is doing, or set CONCORDAT_TIMEOUT higher")
    if isinstance(reason, _Unreadable):
        return StoreError(str(reason), where=where, do="check its address, and what stands between")
    if isinstance(reason, IncompleteRead):
        return StoreError("the answer was cut off", where=where, do="check the server, and what stands between")
    return StoreError(f"the server cannot be reached: {said(reason)}", where=where, do="check that it runs, and its address")


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
    if datatype == str(XSD.boolean):
        # Virtuoso writes the other lexical form
        text = _BOOLEANS.get(text, text)
    return Literal(text, datatype=URIRef(datatype), normalize=False)
