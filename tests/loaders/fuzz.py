"""Fuzzing: every parser, and the readers of citations and norms behind it, given bytes that atheris learns to choose.

    python tests/loaders/fuzz.py [--minutes 30] [--target formex ...] [--keep .concordat/fuzz]

Needs Linux and `pip install 'concordat[soak]'`. The minutes are shared out among the targets, each in a process of its own that begins
with the samples of the tests and keeps what led it further, so that a later run goes on there. A target fails where anything
but an error of input is raised, where one input takes ten seconds or two gigabytes, or where a tree is unsound; the input is
kept. Exit status 1 where one failed, 2 where atheris is not installed.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 10, 2048  # what one input may take
LONGEST = 4096  # bytes of an input
WORD = (
    '<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:ins><w:r><w:t>Article 1</w:t></w:r></w:ins></w:p>'
    "<w:tbl><w:tr><w:tc><w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
TABLE = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"\nNorland,12 Dec 2000,1 Mar 2001 a\n'
NOTICE = '<NOTICE type="object"><WORK><RESOURCE_LEGAL_ID_CELEX><VALUE>32020R0007</VALUE></RESOURCE_LEGAL_ID_CELEX></WORK></NOTICE>'
OTHERS = {"docx": WORD, "status": TABLE, "notice": NOTICE, "any": ""}  # besides the formats that text is read as


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--target", nargs="+", help="a format, docx, status, notice, or any: whatever detection says")
    parser.add_argument("--keep", type=Path, default=ROOT / ".concordat" / "fuzz")
    parser.add_argument("--alone", action="store_true", help="fuzz the one target in this process")
    args = parser.parse_args()
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install 'concordat[soak]'", file=sys.stderr)
        return 2
    if args.alone:
        fuzz(args.target[0], round(args.minutes * 60), args.keep / args.target[0])
    chosen = args.target or [*import_module("concordat.loaders.detect").FORMATS, *OTHERS]
    seconds = max(1, round(args.minutes * 60 / len(chosen)))
    failed = [name for name in chosen if not passes(name, seconds, args.keep)]
    print(f"{len(chosen) - len(failed)} of {len(chosen)} targets without a crash, {seconds} s each"
          + (f"; failed: {', '.join(failed)}" if failed else ""))  # fmt: skip
    return 1 if failed else 0


def passes(name: str, seconds: int, keep: Path) -> bool:
    """Fuzz one target in a process of its own, and return whether nothing failed."""
    words = [sys.executable, __file__, "--alone", "--minutes", str(seconds / 60), "--target", name, "--keep", str(keep)]
    (keep / name).mkdir(parents=True, exist_ok=True)
    with (keep / f"{name}.log").open("wb") as log:
        ended = subprocess.run(words, stdout=log, stderr=log, check=False).returncode
    print(f"{name}: {'no crash' if not ended else f'FAILED, see {log.name}'}", flush=True)
    return ended == 0


def fuzz(name: str, seconds: int, corpus: Path) -> None:
    """Fuzz a target in this process, which ends with it."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["concordat.loaders"]):
        # what is imported before is not watched, and leads atheris nowhere
        tests, records = import_module("test_bad_input"), import_module("concordat.loaders.records")
        readers = [import_module(f"concordat.loaders.{each}") for each in ("source", "read", "citations", "norms", "quads")]
    seeds = {**tests.SAMPLES, **OTHERS}
    (corpus / "sample").write_text(seeds.get(name, "") or tests.SAMPLES["plain"], encoding="utf-8")
    dictionary = corpus.with_suffix(".dict")
    dictionary.write_text("".join(f'"{quoted(piece)}"\n' for piece in tests.PIECES), encoding="ascii")
    options = {
        "max_total_time": seconds, "timeout": SECONDS, "rss_limit_mb": MEGABYTES, "max_len": LONGEST, "len_control": 0,
        "artifact_prefix": f"{corpus}-", "dict": dictionary, "print_final_stats": 1,
    }  # fmt: skip

    def attempt(data: bytes) -> None:
        with suppress(tests.InputError):
            source = readers[0].from_bytes(zipped(data) if name == "docx" else data, "a")
            if name in ("status", "notice"):
                records.read_record(source, name, about="uncac")
            else:
                document(source, None if name in OTHERS else name, *readers[1:], sound=tests.sound)

    atheris.Setup([sys.argv[0], *(f"-{option}={value}" for option, value in options.items()), str(corpus)], attempt)
    atheris.Fuzz()


def quoted(piece: str) -> str:
    """Return a word of a dictionary as libFuzzer writes it."""
    return "".join(f"\\x{byte:02x}" for byte in piece.encode())


def document(source: Any, as_: str | None, read: Any, citations: Any, norms: Any, quads: Any, *, sound: Any) -> None:
    """Read a source as a tree, and what is read in a tree."""
    tree = read.parse(source, as_=as_)
    sound(tree)
    norms.norms(tree)
    for _ in quads.citation_triples(tree, citations.citations(tree)):
        pass


def zipped(body: bytes) -> bytes:
    """Return the archive of a Word document with this body."""
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        archive.writestr("_rels/.rels", f'<Relationships><Relationship Type="{target}" Target="/word/document.xml"/></Relationships>')
        archive.writestr("word/document.xml", body)
    return found.getvalue()


if __name__ == "__main__":
    sys.exit(main())
