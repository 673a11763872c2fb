"""The values of KPI tiles, from the queries of the pages; KPIS names them all."""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.queries.durations import duration
from dashboard.queries.figures import Figures, totals
from dashboard.queries.steps import last_year, previous
from dashboard.queries.waterlogging import Situation
from dashboard.texts import wallpanels as words
from dashboard.walls.panels.drawing import DOWN, FEW, NO_CHANGE, UP, Change, count, count_change, fixed, point_change
from dashboard.walls.panels.kpi import Kpi, Make
from dashboard.walls.view import COMPLAINTS, READINGS, REPORTS, TOWNS, VIOLATIONS, WEEK_BACK, YEAR_BACK, WallView
from geodata.water.relapse import RELAPSED

WEEK, MONTH = 7, 30
SPARK_STEPS = 12


def kpis() -> dict[str, tuple[str, Make]]:
    """Name -> feed and how its value is made."""
    return {
        "complaints": (COMPLAINTS, _complaints),
        "resolution": (COMPLAINTS, _rate("resolution_rate")),
        "satisfaction": (COMPLAINTS, _rate("satisfaction_rate")),
        "response": (COMPLAINTS, _rate("response_rate")),
        "closing": (COMPLAINTS, _closing),
        "duration": (COMPLAINTS, _duration),
        "water": (READINGS, _water),
        "relapsed": (READINGS, _relapsed),
        "rain": (READINGS, _rain),
        "depth": (READINGS, _depth),
        "silent": (READINGS, _silent),
        "parking": (VIOLATIONS, _offences("parking")),
        "vending": (VIOLATIONS, _offences("vending")),
        "bikes": (VIOLATIONS, _offences("bikes")),
        "false": (VIOLATIONS, _false_alarms),
        "ontime": (REPORTS, _on_time),
        "late": (REPORTS, _light("late", "red", UP)),
        "watched": (REPORTS, _light("watched", "yellow", UP)),
        "done": (REPORTS, _light("done", "done", DOWN)),
        "running": (REPORTS, _running),
        "unreported": (REPORTS, _unreported),
        "supervised": (TOWNS, _stage("supervised")),
        "aftercare": (TOWNS, _stage("aftercare")),
        "watch": (TOWNS, _stage("watch")),
        "tasks": (TOWNS, _tasks),
    }


def _sub(name: str, **gaps: object) -> str:
    return words.KPIS[name][1].format(**gaps)


def _last(view: WallView, days: int, *, back: int = 0) -> tuple[date, date]:
    """So many days up to the newest, or so many such periods earlier."""
    last = view.newest_day - timedelta(days=days * back)
    return last - timedelta(days=days - 1), last


def _figures(view: WallView, days: int, back: int = 0) -> Figures:
    return totals(view.areas, *_last(view, days, back=back), rates=view.source.pack.rules.rates)


def _complaints(view: WallView) -> Kpi:
    if view.feed(COMPLAINTS).is_empty:
        return Kpi(_sub("complaints"), "", "")
    found = _figures(view, WEEK)
    before, year = (s.count if s else None for s in (found.previous, found.last_year))
    changes = ((words.ON_WEEK, count_change(found.now.count, before)), (words.ON_YEAR, count_change(found.now.count, year)))
    earlier = [_figures(view, WEEK, back) for back in range(SPARK_STEPS - 1, -1, -1)]
    weeks = tuple(float(f.now.count) if f.span.is_covered else None for f in earlier)
    return Kpi(_sub("complaints"), count(found.now.count), words.UNIT_CASE, changes, weeks)


def _rate(which: str) -> Make:
    name = which.removesuffix("_rate")

    def made(view: WallView) -> Kpi:
        def of(days: int, back: int = 0) -> float | None:
            return _pct(getattr(_figures(view, days, back), which))

        now, first_last = of(MONTH), _last(view, MONTH)
        if now is None:
            return Kpi(_sub(name), "", "")
        found = _figures(view, MONTH)
        enough = [found.now.valid >= FEW and s is not None and s.valid >= FEW for s in (found.previous, found.last_year)]
        rates = view.source.pack.rules.rates
        earlier = [getattr(totals(view.areas, *move(*first_last), rates=rates), which) if ok else None
                   for move, ok in zip((previous, last_year), enough, strict=True)]
        changes = tuple((word, point_change(now, _pct(e))) for word, e in zip((words.ON_PREVIOUS, words.ON_YEAR), earlier, strict=True))
        return Kpi(_sub(name), fixed(now), "%", changes, tuple(of(WEEK, back) for back in range(SPARK_STEPS - 1, -1, -1)))

    return made


def _closing(view: WallView) -> Kpi:
    share = _pct(_figures(view, MONTH).now.closing_rate)        # younger cases are still open: nothing to compare it with
    return Kpi(_sub("closing"), "" if share is None else fixed(share), "%", plain=words.STILL_OPEN)


def _duration(view: WallView) -> Kpi:
    def of(days: int, back: int = 0) -> float | None:
        found = duration(view.source, view.area, *_last(view, days, back=back))
        return found.mean_days if found and (found.count >= view.least or view.is_exact) else None

    now, first_last = of(MONTH), _last(view, MONTH)
    if now is None:
        return Kpi(_sub("duration"), "", "")
    year = duration(view.source, view.area, *last_year(*first_last))
    earlier = (of(MONTH, 1), year.mean_days if year else None)
    changes = tuple((w, _share_change(now, e)) for w, e in zip((words.ON_PREVIOUS, words.ON_YEAR), earlier, strict=True))
    return Kpi(_sub("duration"), fixed(now), words.UNIT_DAY, changes, tuple(of(WEEK, back) for back in range(SPARK_STEPS - 1, -1, -1)))


def _share_change(now: float, before: float | None) -> Change:
    """Per cent of a quantity that is no count."""
    return count_change(now * 1000, before * 1000) if before else NO_CHANGE


def _at_risk(found: Situation) -> int:
    return sum(p.is_wet or p.alarm != "" for p in found.points)


def _water(view: WallView) -> Kpi:
    here = view.water_shown
    if not here.points:
        return Kpi(_sub("water"), "", "")
    earlier = [_at_risk(view.water_at(view.now - back)) for back in (WEEK_BACK, YEAR_BACK)] if not view.feed(READINGS).is_stale else []
    changes = tuple((w, count_change(_at_risk(here), e, unit=words.UNIT_PLACE))
                    for w, e in zip((words.ON_WEEK, words.ON_YEAR), earlier, strict=False))
    stale = sum(p.depth is not None and p.depth.is_stale for p in here.points)
    return Kpi(_sub("water"), count(_at_risk(here)), words.UNIT_PLACE, changes, note=_left_out(stale))


def _left_out(stale: int) -> str:
    return words.WATER_STALE.format(count=stale) if stale else ""


def _relapsed(view: WallView) -> Kpi:
    here = view.water_shown
    found = count(here.count(RELAPSED)) if here.points else ""
    return Kpi(_sub("relapsed"), found, words.UNIT_PLACE, plain=words.WATER_OF.format(count=len(here.points)))


def _rain(view: WallView) -> Kpi:
    told = [(g.rain.rain_1h_mm, g.place.name) for g in view.water_shown.stations if g.rain]
    stale = sum(g.is_stale for g in view.water_shown.stations)
    if not told:
        return Kpi(_sub("rain"), "", "")
    most, name = max(told)
    return Kpi(_sub("rain"), fixed(most), words.UNIT_MM, plain=name if most else "", note=_left_out(stale))


def _depth(view: WallView) -> Kpi:
    told = [(p.depth.mm, p.name) for p in view.water_shown.points if p.depth and not p.depth.is_stale]
    stale = sum(g.is_stale for g in view.water_shown.sensors)
    if not told:
        return Kpi(_sub("depth"), "", "")
    most, name = max(told)
    return Kpi(_sub("depth"), count(most), words.UNIT_MM, plain=name if most else "", note=_left_out(stale))


def _silent(view: WallView) -> Kpi:
    gauges = (*view.water_shown.sensors, *view.water_shown.stations)
    found = count(sum(g.is_silent for g in gauges)) if gauges else ""
    return Kpi(_sub("silent"), found, words.UNIT_TOWN, plain=words.SILENT_OF.format(count=len(gauges)))


def _offences(kind: str) -> Make:
    def made(view: WallView) -> Kpi:
        state = view.offences.state
        if state.newest_at is None or state.first_day is None:
            return Kpi(_sub(kind), "", "")
        last = view.offence_day
        first = last - timedelta(days=WEEK - 1)
        now = view.street_order(first, last, kind).summary
        days = dict(view.street_order(last - timedelta(days=WEEK * SPARK_STEPS - 1), last, kind).summary.daily)
        weeks = [sum(days.get(last - timedelta(days=WEEK * back + n), 0) for n in range(WEEK)) for back in range(SPARK_STEPS - 1, -1, -1)]
        past = last_year(first, last)
        year = view.street_order(*past, kind).summary.count if state.first_day <= past[0] else None
        changes = ((words.ON_WEEK, count_change(now.count, now.previous_count)), (words.ON_YEAR, count_change(now.count, year)))
        return Kpi(_sub(kind), count(now.count), words.UNIT_CASE, changes, tuple(float(n) for n in weeks))

    return made


def _false_alarms(view: WallView) -> Kpi:
    last = view.offence_day
    found = view.street_order(last - timedelta(days=WEEK - 1), last, "").summary
    share = 100 * found.false_count / found.record_count if found.record_count >= FEW else None
    return Kpi(_sub("false"), "" if share is None else fixed(share), "%")


def _on_time(view: WallView) -> Kpi:
    found = view.programme.summary
    if found.on_time_pct is None:
        return Kpi(_sub("ontime", count=found.total), "", "")
    earlier = [s.on_time_pct if min(s.dated_count, found.dated_count) >= FEW else None for s in view.programme_then]
    changes = tuple((w, point_change(found.on_time_pct, e)) for w, e in zip((words.ON_WEEK, words.ON_YEAR), earlier, strict=True))
    silent = len(found.silent)
    note = words.REPORTS_SILENT.format(count=silent) if silent else ""
    return Kpi(_sub("ontime", count=found.dated_count), fixed(found.on_time_pct), "%", changes, note=note)


def _light(name: str, code: str, worse: str) -> Make:
    def made(view: WallView) -> Kpi:
        found = view.programme.summary
        if not found.total:
            return Kpi(_sub(name, count=0), "", "")
        now, pairs = found.by_light[code], zip((words.ON_WEEK, words.ON_YEAR), view.programme_then, strict=True)
        changes = tuple((w, count_change(now, s.by_light[code], worse=worse, unit=words.UNIT_ITEM)) for w, s in pairs)
        return Kpi(_sub(name, count=found.total), count(now), words.UNIT_ITEM, changes)

    return made


def _running(view: WallView) -> Kpi:
    found = view.programme.summary
    now = sum(found.by_light[code] for code in ("green", "yellow", "red", "grey"))
    return Kpi(_sub("running", count=found.total), count(now) if found.total else "", words.UNIT_ITEM)


def _unreported(view: WallView) -> Kpi:
    found = view.programme.summary
    sub = _sub("unreported", days=view.register.pack.rules.lights.silent_days)
    return Kpi(sub, count(len(found.silent)) if found.total else "", words.UNIT_ITEM)


def _stage(stage: str) -> Make:
    def made(view: WallView) -> Kpi:
        found = view.towns
        moved = sum(m.move.after == stage for m in found.moves)
        plain = words.MOVED.format(count=moved) if moved else ""
        return Kpi(_sub(stage), count(found.by_stage[stage]) if found.lines else "", words.UNIT_TOWN, plain=plain)

    return made


def _tasks(view: WallView) -> Kpi:
    items = view.towns.items
    share = 100 * items.done / items.total if items.total else None
    return Kpi(_sub("tasks", count=count(items.total)), "" if share is None else fixed(share), "%")


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share

