"""The head of a project's own page: what it is, its light with the rule's words, where it stands against both plans."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.links import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.projects.rows import delay_reason, light_tip, progress_tip, public_tip, silent_words
from dashboard.components.projects.sight import Look, days_words, light_word
from dashboard.queries.programme.records import ProjectLine
from dashboard.texts import projects as words


def item_head(line: ProjectLine, look: Look) -> html.Section:
    """Title, light, figures, facts."""
    tags: list[Any] = [html.Span(line.no, className="quiet")]
    if line.is_sample and not line.is_public:
        tags.append(html.Span(words.SAMPLE, className="demo", tabIndex=0, **marked(tip=words.SAMPLE_TIP)))
    if line.is_public:
        tags.append(html.Span(words.PUBLIC, className="tag"))
    if line.waits_for:
        said: list[Any] = [html.I(className="g g-notice"), words.WAITS.format(level=line.waits_for)]
        tags.append(html.Span(said, className="tag", tabIndex=0, **marked(tip=words.WAITS_TIP.format(level=line.waits_for))))
    back = nav_link(words.BACK, href(look.state, item=""), className="back")
    title = html.Div([back, html.H2(line.name, title=line.name), *tags], className="it")
    return html.Section([title, _light(line, look), _numbers(line, look), _facts(line)], className="panel ihead")


def delay(days: int | None) -> html.Span:
    """A delay with its arrow: filled is late, hollow is early."""
    if days is None:
        return html.Span(words.NONE, className="nodata")
    mood = "bad" if days > 0 else "good" if days < 0 else "flat"
    return html.Span([html.I(className="ar"), days_words(days)], className=f"d {mood}")


def _light(line: ProjectLine, look: Look) -> html.Div:
    glyph, name = light_word(line.light.code)
    hatched = [html.I(className="g g-stale", title=words.LIGHT_SILENT)] if line.light.is_hatched else []
    said: list[Any] = [html.P([html.I(className=f"g g-{glyph}"), html.B(name), *hatched], className="big")]
    if line.is_public:
        note = words.PUBLIC_NOTE.format(published=line.published or words.NONE, source=line.source or words.NONE)
        return html.Div([*said, html.P(note)], className=f"ilight l-{glyph}")
    since = words.LIGHT_SINCE.format(day=line.light.since).strip() if line.light.since else ""
    said += [html.P(line.light.words), html.P([since, " ", delay_reason(line)], className="quiet")]
    return html.Div(said, className=f"ilight l-{glyph}", tabIndex=0, **marked(tip=light_tip(line, look)))


def _numbers(line: ProjectLine, look: Look) -> html.Div:
    names, known = words.ITEM_NUMBERS, line.progress_pct is not None
    plan = html.Small(words.PLAN_SAYS.format(planned=_percent(line.planned_progress_pct))) if known and not line.is_done else ""
    end, name = (line.actual_end, names["ended"]) if line.actual_end else (line.forecast_end or line.planned_end, names["latest"])
    report = silent_words(line) or (line.last_report_day.isoformat() if line.last_report_day else "")
    cells = (
        (names["progress"], [_percent(line.progress_pct), plan] if known else "", progress_tip(line, look.today)),
        (names["first"], line.planned_end and line.planned_end.isoformat(), public_tip(line)),
        (name, end and end.isoformat(), public_tip(line)),
        (names["delay_first"], delay(line.delay_first_days) if line.delay_first_days is not None else "", public_tip(line)),
        (names["delay_last"], delay(line.delay_last_days) if line.delay_last_days is not None else "", public_tip(line)),
        (names["report"], html.Span(report, className="stale-tag" if silent_words(line) else "") if report else "", public_tip(line)),
    )
    return html.Div([_number(*cell) for cell in cells], className="inum")


def _number(name: str, value: Any, tip: str) -> html.Div:
    shown = value or [html.I(className="g g-nodata"), words.NONE]
    said = marked(tip=tip) if tip else {}
    return html.Div([html.Span(name), html.P(shown, className="v" if value else "v nodata")], tabIndex=0, **said)


def _facts(line: ProjectLine) -> html.Dl:
    level = words.LEVEL_NAMES.get(line.level, line.level)
    place = line.place_text if line.place_text.startswith(line.street_name) else f"{line.street_name} {line.place_text}".strip()
    status = line.status_name or line.published
    values = (line.round_name, line.package, line.category, level, line.owner, "、".join(line.support_units), place, status, line.source)
    return html.Dl([html.Div([html.Dt(name), html.Dd(value or words.NONE, className="" if value else "nodata", title=value or "")])
                    for name, value in zip(words.ITEM_FACTS, values, strict=True)])  # fmt: skip


def _percent(value: float | None) -> str:
    return words.NONE if value is None else f"{value:.0f}%"
