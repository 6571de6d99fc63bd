"""Text in letters of no language is told from text in any."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concordat.errors import InputError
from concordat.loaders import source
from concordat.loaders.cipher import is_cipher
from concordat.loaders.detect import detect


@pytest.mark.parametrize(
    ("text", "cipher"),
    [
        ("The boats of the Parties float. " * 20, False),
        ("Суда и плоты Сторон плавают, le bateau aussi. " * 20, False),
        ("船舶は海に浮かぶ。Boats, суда. " * 40, False),
        ("القوارب تطفو Boats. " * 40, False),
        ("ɨɣ ɷɬɨ ɩɪɚɤɬɢɱɟɫɤɢ " * 40, True),
        ("䈹ᙝȾ пȽᵢঅᇐуᖧଃɅޢ㓜ɆᡌԱ ༻ ⨽ Ԏ䍯χᗍ " * 30, True),
        ("ɨɣ ɷɬɨ", False),
    ],
    ids=("English", "Russian", "Japanese", "Arabic", "phonetic", "mixed", "too short"),
)
def test_letters_of_no_language_are_told(text: str, cipher: bool) -> None:
    assert is_cipher(text) is cipher


def test_a_pdf_without_letters_says_so() -> None:
    printed = replace(source.from_bytes(b"Boats", "a.pdf"), text="ɨɣ ɷɬɨ ɩɪɚɤɬɢɱɟɫɤɢ " * 40)
    with pytest.raises(InputError, match=r"a\.pdf: the fonts of the PDF do not tell which letters they print \(fetch it as "):
        detect(printed)
