"""Serving: the app on an address of this machine, until it is stopped."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn

from ..errors import UsageError
from ..memory import share_heaps
from .app import app
from .limits import Limits
from .logs import begin
from .outside import Hosts
from .service import Service
from .tokens import Tokens, read

__all__ = ["serve"]

_FILES = 16_384
# seconds that a connection may lie idle: longer than what stands before the server keeps one (nginx 60, Caddy 120), so that it is never
# closed on a request that is on its way; nor is it where the server itself was held up for some seconds
_IDLE = 150


def serve(
    address: str, *, host: str, port: int, limits: Limits, tokens: Path | None = None, asked: Hosts | None = None, log: str = "quiet"
) -> None:
    """Serve the store at an address; `tokens` is the file of those who may write, None where nobody may; `asked` the hosts that LOAD may
    ask; `log` one of logs.FORMS.

    Raises UsageError where nothing can listen there, StoreError where the store cannot be read, InputError where the file of
    tokens cannot.
    """
    _open_files()
    share_heaps()
    with _bound(host, port) as listening:
        service = Service.open(address, limits, read(tokens) if tokens else Tokens(), asked)
        shown = f"[{host}]" if ":" in host else host
        where = f"http://{shown}:{listening.getsockname()[1]}/"
        print(f"Concordat serves {service.snapshot.triples} triples at {where} (stop with Ctrl-C).", file=sys.stderr, flush=True)
        # addresses hold queries, which are nobody's business: no access log
        begin(log)
        made = app(service, warming=True)
        config = uvicorn.Config(
            made, log_config=None, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=_IDLE
        )
        uvicorn.Server(config).run(sockets=[listening])


def _open_files() -> None:
    """Let this process open as many files as the system allows it: every connection is one."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket at an address, before anything is read that takes time."""
    # named as TCP, so that asyncio sends small answers at once (TCP_NODELAY)
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        what = f"nothing can be served at {host}, port {port}: {error.strerror}"
        raise UsageError(what, do="choose another --port or --host") from error
    return listening
