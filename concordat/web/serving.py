"""Serving: the app on an address of this machine, until it is stopped."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from .app import app
from .limits import Limits
from .service import Service
from .tokens import Tokens, read

__all__ = ["serve"]


def serve(address: str, *, host: str, port: int, limits: Limits, tokens: Path | None = None) -> None:
    """Serve the store at an address; `tokens` is the file of those who may write, None where nobody may.

    Raises StoreError where the store cannot be read, InputError where the file of tokens cannot.
    """
    service = Service.open(address, limits, read(tokens) if tokens else Tokens())
    shown = f"[{host}]" if ":" in host else host
    print(f"Concordat serves {service.snapshot.triples} triples at http://{shown}:{port}/ (stop with Ctrl-C).", file=sys.stderr)
    # addresses hold queries, which are nobody's business: no access log
    uvicorn.run(app(service), host=host, port=port, log_level="warning", access_log=False, server_header=False)
