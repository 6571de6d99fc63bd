"""Treaties in Markdown whose headings open articles."""

from __future__ import annotations

from concordat.loaders.markdown import matches, parse
from concordat.loaders.source import from_bytes

FRENCH = """##Verdrag van Nordheim

####Convention de Nordheim

Les Parties au présent texte sont convenues de ce qui suit et des règles que voici.

### CHAPITRE  1

####Des navires

### Article  1

1. Les navires et les ports sont ouverts.

### Article  1a

Les pavillons sont libres et les ports aussi.

EN FOI DE QUOI les soussignés ont signé le texte.

####Verdrag van Nordheim

### Artikel  1

1. De schepen en de havens zijn open.
"""


def test_a_french_treaty_is_read_and_its_translation_is_not() -> None:
    document = parse(from_bytes(FRENCH.encode(), "nordheim.md"))
    assert matches(FRENCH)
    assert document.metadata.language == "fr"
    assert [(node.path, node.kind) for node in document.nodes if node.kind in ("chapter", "article", "formula")] == [
        ("ch-1", "chapter"), ("1", "article"), ("1a", "article"), ("formula-1", "formula"),
    ]  # fmt: skip
