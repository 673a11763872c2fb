"""Files of a brief in somebody's folder: all of them or none, whatever the disk does."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.brief.folder import put_into, refused, staged
from geodata.errors import FileRefused
from geodata.store.paper import Paper
from tests.dashboard.brief_desk import FILES, files_up_to

LARGE = (Paper("brief.docx", "application/octet-stream", b"new"), Paper("brief.pptx", "application/octet-stream", bytes(200_000)))


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file of this process may grow over 100 kB."""
    with files_up_to(100_000):
        yield


def test_all_files_are_written_and_nothing_beside_them(tmp_path: Path) -> None:
    written = put_into(tmp_path / "briefs", FILES)

    assert {path.name: path.read_bytes() for path in (tmp_path / "briefs").iterdir()} == {f.name: f.content for f in FILES}
    assert sorted(written) == sorted((tmp_path / "briefs").iterdir())


def test_a_folder_that_is_a_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    for folder in (tmp_path / "file", tmp_path / "file" / "briefs"):
        with pytest.raises(FileRefused, match="没有留下半截文件"):
            put_into(folder, FILES)

    assert (tmp_path / "file").read_text() == "in the way"


def test_a_disk_that_takes_no_more_leaves_what_was_there(tmp_path: Path, small_files: None) -> None:
    kept = tmp_path / "brief.docx"
    kept.write_text("old")

    with pytest.raises(FileRefused, match="没有留下半截文件"):
        put_into(tmp_path, LARGE)

    assert [*tmp_path.iterdir()] == [kept]
    assert kept.read_text() == "old"


def test_files_are_not_seen_before_they_are_shown(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.write(FILES)

        assert not any(tmp_path.joinpath(file.name).exists() for file in FILES)

    assert list(tmp_path.iterdir()) == []


def test_two_who_write_into_one_folder_do_not_meet(tmp_path: Path) -> None:
    with staged(tmp_path) as first, staged(tmp_path) as second:
        first.write(FILES)
        second.write(FILES[:1])

        assert [path.name for path in second.show()] == [FILES[0].name]
        assert sorted(path.name for path in first.show()) == sorted(file.name for file in FILES)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    said = str(refused(OSError(errno.ENOSPC, "No space left on device"), tmp_path))

    assert "磁盘已满" in said
