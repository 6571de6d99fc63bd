"""Chinese: how acts and treaties in Chinese number their parts, in a script that leaves no space between words.

`第十二条` is article 12, `第一百二十条之一` article 120a, `第三部分` part 3, `一、` paragraph 1, `（一）` point 1, `附件二` annex 2
(Chinese texts of the United Nations Treaty Series; Legislation Law of the People's Republic of China, article 65).
"""

from __future__ import annotations

import re
from unicodedata import normalize

__all__ = ["LABEL", "OPENER", "annex", "division", "is_wide", "mark", "narrow", "opens"]

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SIGNS = "〇零一二三四五六七八九十百千两"
_COUNT = rf"[{_SIGNS}\d]{{1,9}}"
# behind a number that is only referred to: a particle, a smaller part, a verb of reference
_OWN = r"(?![的和与及或至到、，；。）)」』》”]|第|所|规定|中|之|以|项|款)"
LABEL = rf"第\s*{_COUNT}\s*条(?:\s*之\s*[一二三四五六七八九十]{{1,3}})?"
"""A pattern for the number of an article."""
OPENER = re.compile(rf"(?P<label>{LABEL}){_OWN}(?P<sign>[\s:：.．]*)(?P<rest>.*)", re.DOTALL)
"""A row that opens an article, with its `label`, `sign` and `rest`."""
_DIVISIONS = tuple(
    (kind, stem, re.compile(rf"(?P<label>第\s*(?P<number>{_COUNT})\s*{word}){_OWN}\s*(?P<rest>[^。；：]{{0,60}})"))
    for kind, stem, word in (("part", "part", "部分"), ("division", "tit", "编"), ("chapter", "ch", "章"), ("section", "sec", "节"))
)
_ANNEX = re.compile(rf"(?P<label>(?:附件|附录)\s*(?P<number>{_COUNT}|[IVXL]+|[A-Z])?){_OWN}[\s:：]*(?P<rest>.*)", re.DOTALL)
_MARK = re.compile(
    rf"(?P<label>[{_SIGNS}]{{1,4}}、|[（(](?:[{_SIGNS}]{{1,4}}|\d{{1,3}}|[a-z]{{1,4}})[）)]|[㈠-㈩①-⑳]|(?:\d{{1,3}}|[a-z])[．、]|\d{{1,3}}\.(?!\d))"
    r"\s*(?P<rest>.*)",
    re.DOTALL,
)


def is_wide(words: str) -> bool:
    """Return whether a script without spaces, or the punctuation that goes with it, stands where words begin."""
    head = words[:8]
    return not head.isascii() and any(sign >= "⺀" or "①" <= sign <= "⑳" for sign in head)


def mark(words: str) -> re.Match[str] | None:
    """Return the mark that a Chinese row opens with, as a match with `label` and `rest`, or None."""
    return _MARK.match(words)


def opens(words: str) -> bool:
    """Return whether a Chinese row opens an article, a division, an annex or a numbered part of them."""
    return is_wide(words) and bool(OPENER.match(words) or _MARK.match(words) or division(words) or annex(words))


def narrow(label: str) -> str:
    """Return a label in western signs and digits: `（十二）` -> `(12)`, `一、` -> `1.`, `㈠` -> `(1)`, `第六条之二` -> `6b`."""
    text = normalize("NFKC", label)
    if after := re.search(r"之\s*([一二三四五六七八九十]+)$", text):
        return narrow(text[: after.start()]) + chr(96 + min(_value(after[1]), 26))
    text = re.sub(rf"[{_SIGNS}]+", lambda found: str(_value(found[0])), text).replace("、", ".")
    return re.sub(r"[第条部分编章节附件录\s]", "", text)


def division(words: str) -> tuple[str, str, str, str] | None:
    """Return kind, step, label and heading of a row that opens a division, or None."""
    for kind, stem, pattern in _DIVISIONS:
        if found := pattern.fullmatch(words):
            return kind, f"{stem}-{narrow(found['number'])}", found["label"], found["rest"].strip()
    return None


def annex(words: str) -> re.Match[str] | None:
    """Return a row that opens an annex as a match with `label`, `number` and `rest`, or None."""
    return _ANNEX.fullmatch(words)


def _value(text: str) -> int:
    """The value of a Chinese number: `一百二十`, `二〇三`."""
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
    return total + digit
