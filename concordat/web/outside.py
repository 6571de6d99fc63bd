"""Outside: what this server fetches from other hosts, which are those alone that whoever runs it has named (SSRF; CWE-918).

The address is looked up once and connected to as it was checked, so that a name cannot lead elsewhere the second time. An address
that is not public (this machine, a private network, a cloud's own services) has to be named itself, whatever name leads to it.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from ..errors import UsageError
from .failures import Failure
from .negotiation import GRAPH_TYPES

__all__ = ["Fetched", "Hosts", "hosts"]

_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_HOPS = 3
_CHUNK = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the bytes, the media type that the other server gave, and the address that gave it."""

    data: bytes
    media: str
    address: str


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that may be asked, each with its ports; none where nothing may be fetched."""

    named: Collection[tuple[str, int]] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.named)

    def fetch(self, address: str, *, seconds: float, most: int) -> Fetched:
        """Return what stands at an address: at most so many bytes, within so many seconds.

        Raises Failure: 403 where it may not be asked, 502 where it gives nothing that can be taken.
        """
        end, first = time.monotonic() + seconds, None
        for _ in range(_HOPS):
            place = _place(address)
            self._allow(place)
            if first not in {None, place.hostname}:
                raise Failure(403, f"{first} points to another host, {place.hostname}; nothing was changed")
            first = place.hostname
            try:
                found = self._ask(place, end, most)
            except (OSError, http.client.HTTPException) as error:
                raise Failure(502, f"{place.hostname} cannot be read: {_why(error)}; nothing was changed") from error
            if isinstance(found, Fetched):
                return found
            address = urljoin(address, found)
        raise Failure(502, f"{first} points in circles; nothing was changed")

    def _allow(self, place: SplitResult) -> None:
        if (place.hostname, _port(place)) not in self.named:
            told = f"{place.hostname}, port {_port(place)}, is not among the hosts that this server asks; send the graph itself to /data"
            raise Failure(403, told)

    def _ask(self, place: SplitResult, end: float, most: int) -> Fetched | str:
        """Return what a place gives, or the address that it points to."""
        connection = _Connection(place, self._looked_up(place), end)
        # a server that sends little by little is never waited for as long as once
        timer = threading.Timer(left(end), connection.cut)
        timer.start()
        try:
            headers = {"Accept": ", ".join(GRAPH_TYPES[:3]), "Accept-Encoding": "identity", "User-Agent": "concordat"}
            connection.request("GET", place._replace(scheme="", netloc="", fragment="").geturl() or "/", headers=headers)
            answer = connection.getresponse()
            if answer.status in _MOVED:
                return answer.headers.get("Location") or ""
            if answer.status != http.client.OK or answer.headers.get("Content-Encoding", "identity") != "identity":
                raise http.client.HTTPException(f"status {answer.status}")
            return Fetched(_body(answer, end, most), answer.headers.get_content_type(), place.geturl())
        finally:
            timer.cancel()
            connection.close()

    def _looked_up(self, place: SplitResult) -> str:
        """Return an address of a host, all of which may be connected to. Raises Failure (403) where one may not."""
        assert place.hostname is not None  # noqa: S101 - it is among those that are named
        port = _port(place)
        found = [str(info[4][0]) for info in socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)]
        for each in found:
            if not _public(each) and (each, port) not in self.named:
                raise Failure(403, f"{place.hostname} leads to {each}, which is not public; name the address itself to let it be asked")
        return found[0]


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked up before, until `end` on the clock of this machine."""

    def __init__(self, place: SplitResult, address: str, end: float) -> None:
        super().__init__(place.hostname or "", _port(place))
        self._address, self._end, self._secure = address, end, place.scheme == "https"
        self._held: socket.socket | None = None

    def connect(self) -> None:
        """Connect, by TLS where the address says so."""
        # held here, too: what reads an answer to its end may be all that is left of the connection
        self._held = self.sock = socket.create_connection((self._address, self.port), timeout=left(self._end))
        if self._secure:
            self._held = self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it while another thread reads from it."""
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)


def hosts(named: Iterable[str]) -> Hosts:
    """Return the hosts named as `host` (ports 80 and 443) or `host:port`. Raises UsageError where one is no such name."""
    found: set[tuple[str, int]] = set()
    for each in named:
        try:
            place = urlsplit(f"//{each}")
            ports = [place.port] if place.port is not None else list(_PORTS.values())
        except ValueError:
            place, ports = urlsplit(""), []
        if not place.hostname or not ports or place.path or place.query or place.username is not None:
            raise UsageError(f"{each!r} is no host", do="write it like data.example.org or 127.0.0.1:8080")
        found |= {(place.hostname, port) for port in ports}
    return Hosts(frozenset(found))


def left(end: float) -> float:
    """Return the seconds until `end` on the clock of this machine. Raises TimeoutError where there are none."""
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("it takes too long")
    return seconds


def _place(address: str) -> SplitResult:
    try:
        place = urlsplit(address)
        known = place.scheme in _PORTS and place.hostname and _port(place) and address.isascii() and address.isprintable()
    except ValueError:
        place, known = urlsplit(""), False
    if not known or place.username is not None or "\\" in address:
        raise Failure(403, "only addresses that begin with http:// or https:// and a host are fetched, without a name or password")
    return place


def _port(place: SplitResult) -> int:
    return _PORTS[place.scheme] if place.port is None else place.port


def _public(address: str) -> bool:
    held = ipaddress.ip_address(address.partition("%")[0])
    mapped = held.ipv4_mapped if isinstance(held, ipaddress.IPv6Address) else None
    return (mapped or held).is_global and not (mapped or held).is_multicast


def _body(answer: http.client.HTTPResponse, end: float, most: int) -> bytes:
    data = bytearray()
    while chunk := answer.read(min(_CHUNK, most + 1 - len(data))):
        data += chunk
        if len(data) > most:
            raise http.client.HTTPException(f"more than {most} bytes")
    left(end)
    if answer.length:
        raise http.client.HTTPException("the answer is cut off")
    return bytes(data)


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it takes too long"
    # those of our own have no kind
    return str(error) if type(error) is http.client.HTTPException else "it does not answer"
