"""One viewer as a browser is one: opens a page with all its files, asks /api/pulse every 3 s, and every 30 s for all of it anew.

Run by tests.benchmarks.viewers, which makes home and sign-ins. Nothing is kept between refreshes: a browser that keeps files asks less.
"""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path
from typing import Any

from locust import FastHttpUser, constant_pacing, task

PULSE_S, REFRESH_S = 3, 30
CALLBACK = "/_dash-update-component"
SHELL = "shell"

TICKETS = itertools.cycle(json.loads(Path(os.environ["HUITIAN_TEST_TICKETS"]).read_text(encoding="utf-8")))


class Viewer(FastHttpUser):
    """A signed-in reader of one area, or a wall screen."""

    wait_time = constant_pacing(PULSE_S)

    def on_start(self) -> None:
        """The first visit."""
        ticket = next(TICKETS)
        self.is_reader, self.query = ticket["is_reader"], ticket["query"]
        self.beats = ticket["number"] % (REFRESH_S // PULSE_S)        # refreshes are spread as visitors are
        self.headers = {"Cookie": ticket["cookie"], "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
        self._get(f"/hotspots?{self.query}", "page")
        for path in ("/_dash-layout", "/_dash-dependencies"):
            self._get(path, path)
        told = self._page()
        for name, address in told.get("maps", {}).items():
            self._get(address, f"map {name}")
        self._cubes(told)

    @task
    def beat(self) -> None:
        """What a page does by itself."""
        self._get("/api/pulse", "pulse")
        self.beats += 1
        if self.beats % (REFRESH_S // PULSE_S) == 0:
            self._cubes(self._page())
            if self.is_reader:
                self._get(f"/api/cases?{self.query}", "cases")

    def _page(self) -> dict[str, Any]:
        """The page anew; what its shell tells the browser."""
        value = {"path": "/hotspots", "query": f"?{self.query}", "n": self.beats + 1}
        body = {
            "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["address.data"],
            "inputs": [{"id": "address", "property": "data", "value": value}],
        }  # fmt: skip
        with self.client.post(CALLBACK, json=body, headers=self.headers, name="callback", catch_response=True) as answer:
            told = _shell(answer.json()) if answer.status_code == 200 else None
            if told is None:
                answer.failure(f"no page: {answer.status_code}")
        return told or {}

    def _cubes(self, told: dict[str, Any]) -> None:
        for name, address in told.get("cubes", {}).items():
            self._get(address, f"cube {name}")

    def _get(self, path: str, name: str) -> None:
        self.client.get(path, headers=self.headers, name=name)


def _shell(node: Any) -> dict[str, Any] | None:
    """What the store `shell` of a laid-out page holds."""
    if isinstance(node, dict):
        if node.get("id") == SHELL and "data" in node:
            return node["data"]  # type: ignore[no-any-return]
        node = list(node.values())
    found = (_shell(child) for child in node) if isinstance(node, list) else iter(())
    return next((told for told in found if told is not None), None)
