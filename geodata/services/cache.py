"""Answers of outside services, kept under the home so that no text is asked twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

_TABLE = """CREATE TABLE IF NOT EXISTS answer
            (service TEXT, city TEXT, text TEXT, answer TEXT, PRIMARY KEY (service, city, text)) WITHOUT ROWID"""
_WAIT_S = 30.0


class AnswerCache:
    """A small SQLite file: (service, city, text) → the answer as the service gave it. Safe to share between processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute(_TABLE)

    def get(self, service: str, city: str, text: str) -> Mapping[str, Any] | None:
        """The kept answer, None when the text was not asked yet."""
        with closing(self._open()) as db:
            row = db.execute("SELECT answer FROM answer WHERE service = ? AND city = ? AND text = ?", (service, city, text)).fetchone()
        if row is None:
            return None
        answer: Mapping[str, Any] = json.loads(row[0])
        return answer

    def put(self, service: str, city: str, text: str, answer: Mapping[str, Any]) -> None:
        """Keeps an answer; a later one replaces it."""
        with closing(self._open()) as db, db:
            db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", (service, city, text, json.dumps(answer, ensure_ascii=False)))

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_WAIT_S)
