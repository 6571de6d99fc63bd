"""Text in letters of no language is told from text in any."""

from __future__ import annotations

import pytest

from concordat.loaders.cipher import is_cipher


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
