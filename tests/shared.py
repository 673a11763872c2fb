"""Where the real records lie that may be read but never committed: the folder `shared` beside the repository's."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

_ABSENT = "the folder of real records (shared/data) is not beside the repository"
needs_shared = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason=_ABSENT)
