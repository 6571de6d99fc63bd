"""What the commands share: the store option, progress, and writing to a file or stdout."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ConcordatError, InputError, StoreError, UsageError

__all__ = ["Language", "Output", "StoreOption", "piped", "progress", "speak", "tell", "write"]


# the language of what stands on stderr: that of --lang, else of the environment
_SPOKEN = ContextVar("spoken", default="en")


def _known(lang: str) -> str:
    if lang not in {"en", "fr"}:
        raise UsageError(f"no language {lang!r}", do="choose en or fr")
    _SPOKEN.set(lang)
    return lang


StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="A folder, or sparql+http(s)://QUERY-URL. Default: $CONCORDAT_STORE, else ./.concordat/store.", show_default=False),
]
Language = Annotated[str, typer.Option("--lang", help="en or fr.", envvar="CONCORDAT_LANG", callback=_known)]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of stdout.", show_default=False)]


def speak() -> None:
    """Speak the language of the environment (`CONCORDAT_LANG`), until an option says otherwise."""
    _SPOKEN.set("fr" if os.environ.get("CONCORDAT_LANG") == "fr" else "en")


def tell(what: str | ConcordatError) -> None:
    """Print on stderr what was done or refused, each line in the language of the reader where there are words for it."""
    from ..reasons import reason

    if isinstance(what, ConcordatError):
        print(f"concordat: {reason(what, _SPOKEN.get())[0]}", file=sys.stderr)
        return
    for line in what.splitlines():
        words = line.lstrip()
        print(line.removesuffix(words) + reason(words, _SPOKEN.get())[0], file=sys.stderr)


class Progress:
    """A progress line on stderr; silent where stderr is no terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None)

    def __call__(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Show what is being done, and how far it is."""
        self._bar.update(self._task, description=what, completed=done, total=total)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress on stderr while the block runs."""
    shown = Progress()
    with shown._bar:  # noqa: SLF001  the bar is this module's own
        yield shown


@contextmanager
def piped() -> Iterator[None]:
    """End quietly, and with 0, where the reader of stdout leaves early."""
    try:
        yield
    except BrokenPipeError:
        # nothing may be flushed into the closed pipe at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def write(data: str | bytes, output: Path | None) -> None:
    """Write data to a file, or to stdout where none is named.

    A file is written whole or not at all. Raises StoreError where the disk is full, InputError where the path cannot be written.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    if output is None:
        with piped():
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
        return
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        if output.exists() and not output.is_file():
            # a device or a pipe is written to, never replaced
            output.write_bytes(raw)
            return
        part.write_bytes(raw)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        kind = StoreError if error.errno == errno.ENOSPC else InputError
        raise kind(error.strerror or str(error), where=str(output), do="name another place with --output") from error
