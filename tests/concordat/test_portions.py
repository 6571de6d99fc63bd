"""Portions: every file once and in its order, neighbours together, and single files in the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from concordat.portions import portions


@pytest.mark.parametrize(("files", "processes"), [(0, 2), (1, 2), (7, 2), (31, 2), (122, 2), (122, 3), (1000, 8)])
def test_each_file_is_in_one_portion(files: int, processes: int) -> None:
    paths = [Path(str(number)) for number in range(files)]
    made = list(portions(paths, processes))
    assert [path for portion in made for path in portion] == paths
    sizes = [len(portion) for portion in made]
    assert sizes == sorted(sizes, reverse=True)
    # whoever takes the last ones waits for no more than one file of another
    assert set(sizes[-processes:]) <= {1}
    assert max(sizes, default=0) <= 4
    assert files < 16 * processes or sizes[0] == 4
