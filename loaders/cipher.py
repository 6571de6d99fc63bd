"""Ciphers: text of a PDF whose fonts do not say which letters their signs are, so that it comes out in letters of no language."""

from __future__ import annotations

from collections import Counter

__all__ = ["is_cipher"]

_LEAST = 200  # letters
_SHARE = 0.005  # of the letters
_SCRIPTS = 5  # more of them than any language prints beside each other
_PHONETIC = (0x0250, 0x02B0)
_CHINESE = ((0x3400, 0xA000), (0xAC00, 0xD7B0), (0xF900, 0xFB00))


def is_cipher(text: str) -> bool:
    """Return whether the letters of a text are of more scripts than a text has, or phonetic signs for a good part."""
    letters = [ord(sign) for sign in text if sign.isalpha()]
    if len(letters) < _LEAST:
        return False
    blocks = Counter(-1 if any(low <= code < high for low, high in _CHINESE) else code >> 8 for code in letters)
    scripts = sum(count > _SHARE * len(letters) for count in blocks.values())
    phonetic = sum(_PHONETIC[0] <= code < _PHONETIC[1] for code in letters)
    return scripts > _SCRIPTS or phonetic > 0.1 * len(letters)
