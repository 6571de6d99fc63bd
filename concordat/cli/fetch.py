"""`fetch`: acts and documents from the servers that publish them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ConcordatError, InputError
from .terminal import progress, tell, write

__all__ = ["fetch", "register"]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(fetch)


def fetch(
    names: Annotated[list[str], typer.Argument(metavar="CELEX|ELI|SYMBOL...", help="Such as 32016R0679, reg/2016/679/oj, A/RES/78/265.")],
    language: Annotated[str, typer.Option("--lang", help="The language wanted, in two letters.")] = "en",
    form: Annotated[str | None, typer.Option("--type", help="html, formex, pdf, notice or rdf for acts; pdf or doc for UN documents.", show_default=False)] = None,
    to: Annotated[Path, typer.Option("--to", help="The folder for the files.")] = Path(),
    cache: Annotated[Path | None, typer.Option("--cache", help="The folder of the cache. Default: $CONCORDAT_CACHE, else in your home.", show_default=False)] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no server; answer from the cache.")] = False,
) -> None:
    """Fetch acts from CELLAR and documents from the United Nations into files; prints the names of the files."""
    from ..loaders.addresses import Settings, wanted
    from ..loaders.fetch import Fetcher

    settings = Settings.from_environment()
    fetcher = Fetcher(replace(settings, cache=cache) if cache else settings, offline=offline)
    requests = [wanted(name, language=language, form=form, settings=settings) for name in names]
    failed = 0
    with progress() as bar:
        for number, request in enumerate(requests):
            bar(f"fetching {request.name}", number, len(requests))
            try:
                for file in fetcher.fetch(request):
                    path = to / file.name
                    _save(path, file.data)
                    tell(f"{request.name}: {path}" + (", unchanged" if file.from_cache else ""))
                    write(f"{path}\n", None)
            except ConcordatError as error:
                if error.exit_code != InputError.exit_code:
                    raise
                failed += 1
                tell(error)
    if failed:
        raise typer.Exit(3)


def _save(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(error.strerror or str(error), where=str(path.parent), do="name another folder with --to") from error
    write(data, path)
