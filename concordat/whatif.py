"""What if: an edited norm or a new text held against the graph without storing it, and two versions of a draft held together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .aligning import align, read_marks
from .build import texts_of
from .compatibility import Change, Edit, Finding, Names, Trial, affected, by_machine, changes, tried
from .compatibility.rules import lies_in
from .editing import Edited, read_edit
from .errors import UsageError
from .graph.names import instrument_of, path_of
from .texts import Library

if TYPE_CHECKING:
    from .checking import Desk

__all__ = ["Outcome", "compare", "what_if"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each finding; `library` and `names` know both states, `names` before and after apart."""

    changes: list[Change]
    library: Library
    names: tuple[Names, Names]

    @property
    def found(self) -> list[Finding]:
        """The findings as they are now."""
        return [change.after for change in self.changes if change.after is not None]


def what_if(desk: Desk, path: Path, left: str | None = None, against: Sequence[str] = ()) -> Outcome:
    """Return what became of the findings that a file touches, against the rights named or all of them.

    `left` narrows it to one text. Raises InputError where the file cannot be read, UsageError where a name names nothing.
    """
    edited = read_edit(path, desk.bench)
    rights = desk.rights(against)
    changed = affected(desk.bench, edited.places, edited.edit)
    texts = [left] if left is not None else _texts(desk, edited, rights)
    # a text that is not there yet has no findings
    known = [text for text in texts if text in desk.known()]
    before = tried(desk.bench, changed, known, rights, words=desk.words)
    after = tried(desk.bench, changed, texts, rights, words=desk.words, edit=edited.edit)
    return Outcome(changes(before.found, _marked(after, edited)), _both(desk, after), (before.names, after.names))


def _marked(trial: Trial, edited: Edited) -> list[Finding]:
    return [by_machine(f, trial.names) for f in trial.found] if edited.machine else trial.found


def _both(desk: Desk, *trials: Trial) -> Library:
    """The desk's library, and what the trials add to it."""
    held = desk.library
    library = replace(held, provisions={**held.provisions}, instruments={**held.instruments}, kinds=held.kinds.copy())
    for trial in trials:
        library.provisions.update({key: each for key, each in trial.library.provisions.items() if key not in held.provisions})
        library.instruments.update({key: each for key, each in trial.library.instruments.items() if key not in held.instruments})
        library.kinds.update({key: each for key, each in trial.library.kinds.items() if key not in held.instruments})
    return library


def _texts(desk: Desk, edited: Edited, rights: Collection[str]) -> list[str]:
    """The texts that an edit is of; where it is of a right, all texts that are compared with it."""
    roots = {desk.library.root(place) for place in edited.places}
    if roots & set(rights):
        return texts_of(desk.library)
    known = set(texts_of(desk.library))
    return sorted(roots & known) or sorted({instrument_of(root) for root in roots})


def compare(desk: Desk, old: str, new: str, against: Sequence[str] = ()) -> Outcome:
    """Return what became of the findings between two versions of a draft: compact ids, or files that a machine reads.

    Provisions are aligned by their place and by what their norms are about. Raises InputError where a file cannot be read,
    UsageError where a name names nothing, or both name the same.
    """
    if old == new:
        raise UsageError(f"{old} is one text", do="name two versions of a draft, as compact ids or files")
    rights = desk.rights(against)
    versions = [_version(desk, each) for each in (old, new)]
    trials = [tried(desk.bench, each.edited.places, [each.text], rights, words=desk.words, edit=each.edited.edit) for each in versions]
    found = [_marked(trial, each.edited) for trial, each in zip(trials, versions, strict=True)]
    aligned = _aligned(versions, trials)
    return Outcome(changes(found[0], found[1], aligned), _both(desk, *trials), (trials[0].names, trials[1].names))


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of a draft: its compact id, and what has to be edited into the graph for it."""

    text: str
    edited: Edited


def _version(desk: Desk, name: str) -> _Version:
    known = desk.known()
    if name in known:
        places = frozenset(place for place in desk.library.provisions if lies_in(place, name))
        return _Version(name, Edited(Edit(), places | {name}))
    if not Path(name).exists():
        raise UsageError(f"{name} names nothing in the graph, and no file", do="see `concordat query instruments` for what is there")
    edited = read_edit(Path(name), desk.bench)
    roots = {desk.library.root(place) for place in edited.places}
    if len(roots) != 1:
        raise UsageError(f"{name} changes several texts", do="name a file that holds one version of one draft")
    return _Version(roots.pop(), edited)


def _aligned(versions: Sequence[_Version], trials: Sequence[Trial]) -> dict[str, str]:
    old, new = (version.text for version in versions)
    paths = align(*(read_marks(trial.bench, version.text) for version, trial in zip(versions, trials, strict=True)))
    return {old: new} | {_inside(old, here): _inside(new, there) for here, there in paths.items()}


def _inside(text: str, path: str) -> str:
    return f"{text}{'/' if path_of(text) else ':'}{path}"
