"""Run as a program beside a small disk: issues one edition while either disk is full, then with room; prints one JSON object a try.

`python -m tests.dashboard.brief_disk SMALL LARGE`: the home lies on SMALL, which is the disk that fills up.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dashboard.brief import editions
from dashboard.brief.week import week_named
from dashboard.desk import Desk
from geodata.pack import load_pack
from tests.dashboard.brief_desk import WEEK, opened
from tests.etl.disk_world import attempt, narrowed

AREA, ROOM_KB = "110114011", 300


def main(small: Path, large: Path) -> None:
    """A try with folder and home on the full disk, one with the home there only, one with room; the trail has its line each time."""
    kept = large / "briefs" / f"{AREA}-{WEEK}.docx"
    kept.parent.mkdir(parents=True)
    kept.write_text("old")
    with opened(small, load_pack("huitian")) as desk:
        home = desk.settings.home
        for folder in (small / "briefs", large / "briefs"):
            with narrowed(small, "room", ROOM_KB):
                told = tried(home, folder)
            print(json.dumps({**told, **state(desk, folder)}, ensure_ascii=False), flush=True)
        print(json.dumps({**tried(home, large / "briefs"), **state(desk, large / "briefs")}, ensure_ascii=False), flush=True)


def tried(home: Path, folder: Path) -> dict[str, object]:
    """What issuing says."""
    return attempt(home, "brief", "--area", AREA, "--week", WEEK, "--issue", "--note", "测试", "-o", str(folder))


def state(desk: Desk, folder: Path) -> dict[str, object]:
    """Editions of the area, whether the next one would be the first, and what lies in the folder."""
    lines = editions.listing(desk.engine, desk.scope, desk.pack)
    place = editions.place_of(desk.engine, desk.pack, AREA, week_named(WEEK))
    found = {path.name: path.stat().st_size for path in folder.iterdir()} if folder.is_dir() else {}
    return {"editions": [line.name for line in lines], "is_free": place.issued is None, "files": found}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
