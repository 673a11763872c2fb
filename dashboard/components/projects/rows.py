"""A project as the list's cells show it: words, marks and hover texts ready made, so that the browser only draws."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.components.projects.axis import Axis, marks
from dashboard.components.projects.sight import Look, light_word, short_day
from dashboard.queries.programme.records import LIGHTS, ProjectLine
from dashboard.texts import projects as words

Row = dict[str, Any]


def row(line: ProjectLine, look: Look, axis: Axis) -> Row:
    """The fields of one row of the list; assets/dashAgGridComponentFunctions.js names them."""
    glyph, name = light_word(line.light.code)
    end = line.actual_end or line.forecast_end or line.planned_end
    return {
        "href": look.to(line), "rank": LIGHTS.index(line.light.code), "glyph": glyph, "light_name": name,
        "light_tip": light_tip(line, look), "is_hatched": line.light.is_hatched,
        "no": line.no, "name": line.name, "package": line.package, "street": line.street_name, "owner": line.owner,
        "progress": line.progress_pct, "plan_pct": _share(line.planned_progress_pct) if not line.is_done else 100.0,
        "progress_tip": progress_tip(line, look.today),
        "first": _iso(line.planned_end), "latest": _iso(end), "delay_first": line.delay_first_days, "delay_last": line.delay_last_days,
        "report": _iso(line.last_report_day), "report_day": short_day(line.last_report_day, look.today) if line.last_report_day else "",
        "report_tip": _report_tip(line, look), "silent_words": silent_words(line),
        "bars": [{"kind": m.kind, "at": m.at, "width": m.width} for m in marks(line, axis)],
        "gantt_tip": gantt_tip(line), "gantt": _iso(line.actual_start or line.planned_start),
        "tips": _tips(line, end),
    }  # fmt: skip


def light_tip(line: ProjectLine, look: Look) -> str:
    """The rule's words behind a light, since when, whence the rule."""
    since = words.LIGHT_SINCE.format(day=line.light.since) if line.light.since else ""
    name = light_word(line.light.code)[1]
    return words.LIGHT_TIP.format(name=name, words=line.light.words, since=since, source=look.rules.source, as_of=look.as_of)


def progress_tip(line: ProjectLine, today: date) -> str:
    """What the progress is, what the plan wants, whence."""
    if line.progress_pct is None:
        return public_tip(line)
    if line.is_done or line.planned_progress_pct is None:
        return words.PROGRESS_DONE_TIP.format(progress=f"{line.progress_pct:.0f}%")
    day = short_day(line.last_report_day, today) if line.last_report_day else words.NEVER_REPORTED
    return words.PROGRESS_TIP.format(progress=f"{line.progress_pct:.0f}%", planned=f"{line.planned_progress_pct:.0f}%", day=day)


def silent_words(line: ProjectLine) -> str:
    """停报 n 天 where a report is overdue, else ""."""
    is_silent = line.light.code == "grey" or line.light.is_hatched
    return words.SILENT.format(days=line.silent_days) if is_silent and line.silent_days else ""


def gantt_tip(line: ProjectLine) -> str:
    """The dates of a project in words."""
    if line.planned_end is None:
        return public_tip(line) or words.GANTT_NONE
    start, end = line.actual_start or line.planned_start, line.expected_end
    return words.GANTT_TIP.format(start=start or words.NONE, end=line.planned_end, latest=end)


def public_tip(line: ProjectLine) -> str:
    """Why there is nothing, for a project of which only the name was published."""
    return words.PUBLIC_TIP.format(source=line.source) if line.is_public else ""


def delay_reason(line: ProjectLine) -> str:
    """Why it is late, as far as anybody said."""
    return words.REASON.format(reason=line.delay_reason) if line.delay_reason else ""


def _tips(line: ProjectLine, end: date | None) -> dict[str, str]:
    reason = delay_reason(line)
    found = {name: public_tip(line) for name in ("owner", "street", "package", "first", "latest", "delay_first", "delay_last")}
    if line.planned_end:
        found["first"] = words.FIRST_TIP.format(day=line.planned_end, source=line.source or words.EXPORT_SOURCE)
    if line.actual_end:
        found["latest"] = words.ACTUAL_TIP.format(day=line.actual_end)
    elif end:
        found["latest"] = words.LATEST_TIP.format(day=end, reason=line.delay_reason or "—")
    if line.delay_first_days is not None and line.planned_end:
        found["delay_first"] = words.DELAY_FIRST_TIP.format(now=end, then=line.planned_end, reason=reason).strip()
    if line.delay_last_days is not None:
        found["delay_last"] = words.DELAY_LAST_TIP.format(now=end, then=line.before_end or line.planned_end, reason=reason).strip()
    return {name: tip for name, tip in found.items() if tip}


def _report_tip(line: ProjectLine, look: Look) -> str:
    if line.last_report_day is None:
        return public_tip(line)
    if silent_words(line):
        return words.SILENT_TIP.format(day=line.last_report_day, days=line.silent_days)
    return words.REPORT_TIP.format(day=line.last_report_day, text=line.last_report_text).strip()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _share(percent: float | None) -> float | None:
    return None if percent is None else min(max(round(percent, 1), 0.0), 100.0)


