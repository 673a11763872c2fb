"""A brief as JSON and back: what an edition keeps. Equal briefs give equal text, so that its hash tells whether anything was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from dashboard.brief.content import Block, Brief, Chart, Figure, Formula, MapPicture, Paragraph, Section, Source, Table

FORMAT = 1
_KINDS: dict[str, type[Block]] = {"paragraph": Paragraph, "table": Table, "chart": Chart, "map": MapPicture}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(brief: Brief) -> dict[str, Any]:
    """Plain values only; times as ISO text."""
    told = asdict(replace(brief, sections=()))
    sections = [
        {"key": s.key, "title": s.title, "blocks": [{"block": _NAMES[type(b)], **asdict(b)} for b in s.blocks]} for s in brief.sections
    ]
    plain: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **told, "sections": sections}, default=_iso))
    return plain


def digest_of(told: Mapping[str, Any]) -> str:
    """sha256 of the one text that such values have."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def from_json(told: Mapping[str, Any]) -> Brief:
    """The brief as it was frozen."""
    given = {name: value for name, value in told.items() if name != "format"}
    return Brief(**{
        **given,
        "first": date.fromisoformat(told["first"]), "last": date.fromisoformat(told["last"]),
        "as_of": _time(told["as_of"]), "made_at": datetime.fromisoformat(told["made_at"]),
        "sections": tuple(Section(s["key"], s["title"], tuple(map(_block, s["blocks"]))) for s in told["sections"]),
        "figures": {key: Figure(**{**f, "source": _source(f["source"])}) for key, f in told["figures"].items()},
        "notes": tuple(told["notes"]),
    })  # fmt: skip


def _block(told: Mapping[str, Any]) -> Block:
    given = {name: _tuples(value) for name, value in told.items() if name not in ("block", "source", "formulas")}
    if "source" in told:
        given["source"] = _source(told["source"])
    if "formulas" in told:
        given["formulas"] = tuple(Formula(**formula) for formula in told["formulas"])
    for name in ("first", "last"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    return _KINDS[told["block"]](**given)


def _source(told: Mapping[str, Any]) -> Source:
    return Source(told["query"], _tuples(told["filters"]), _time(told["as_of"]), told["address"])


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
