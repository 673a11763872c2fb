"""诉求: how many, of what, where, and how they were handled to the callers' mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.brief.asked import Asked, Feed, Figures, Part, feed_of, percent, rise_pct
from dashboard.brief.content import Block, Cell, Chart, Figure, Formula, Source, Table
from dashboard.brief.sentences import Phrase, change, joined, listed, points, say
from dashboard.queries import figures as counting
from dashboard.queries.cube import Cube
from dashboard.queries.cubes import areas_cube
from dashboard.queries.steps import last_year, span
from dashboard.texts import brief as words

PAGE, QUERY = "/", "figures.totals"
WEEKS, WEEK_DAYS = 12, 7
MOST_NAMED = 3
RATES = ("response", "resolution", "satisfaction")
FORMATS = ("", "#,##0", "0.0", "#,##0", "0.0", "#,##0", "0.0")
FORMULAS = (
    Formula(2, '=IF(SUM(B${first}:B${last})=0,"",B{row}/SUM(B${first}:B${last})*100)', '=IF(B{row}=0,"",100)'),
    Formula(4, '=IF(N(D{row})=0,"",(B{row}-D{row})/D{row}*100)', '=IF(N(D{row})=0,"",(B{row}-D{row})/D{row}*100)'),
    Formula(6, '=IF(N(F{row})=0,"",(B{row}-F{row})/F{row}*100)', '=IF(N(F{row})=0,"",(B{row}-F{row})/F{row}*100)'),
    Formula(1, "", "=SUM(B{first}:B{last})"),
    Formula(3, "", "=SUM(D{first}:D{last})"),
    Formula(5, "", "=SUM(F{first}:F{last})"),
)


@dataclass(frozen=True)
class Line:
    """One category or area: this week, the week before, the same dates a year earlier; None where nothing is known."""

    code: str
    name: str
    now: int
    before: int | None
    year: int | None


@dataclass(frozen=True)
class Cubes:
    """The areas below, of the last weeks and of the same weeks a year earlier."""

    now: Cube
    year: Cube


def part(asked: Asked) -> Part:
    """Counts, rates, categories and areas of the week. Raises NotFound, RightsError, HistoryError."""
    cubes, history = _cubes(asked), asked.history
    rules = history.pack.rules
    feed = feed_of("complaints", history.history.newest_at, asked, rules.freshness.complaints_hours)
    made = Figures(asked.source(QUERY, PAGE, feed.at), feed.is_stale)
    phrases = {**_counts(asked, cubes, made), **_rates(asked, cubes, made)}
    categories, areas = _categories(asked, cubes), _areas(asked, cubes)
    phrases |= _category_phrases(categories, made) | _area_phrases(asked, areas, made)
    return Part(made.made, phrases, _blocks(asked, cubes, categories, areas, feed), feed, history.history.is_sample)


def has_data(asked: Asked) -> bool:
    """Whether the history reaches into the week at all."""
    newest, oldest = asked.history.last_day, asked.history.history.first_day
    return newest is not None and oldest is not None and newest >= asked.first and oldest <= asked.week.last


def _cubes(asked: Asked) -> Cubes:
    begin = asked.first - timedelta(days=WEEK_DAYS * (WEEKS - 1))
    now = areas_cube(asked.history, asked.area, first=begin, last=asked.last)
    first, last = last_year(begin, asked.last)
    return Cubes(now, areas_cube(asked.history, asked.area, first=first, last=last))


def _figures(asked: Asked, cube: Cube, first: date, last: date) -> counting.Figures | None:
    """None where the history does not reach back that far, or not forward."""
    oldest, newest = asked.history.history.first_day, asked.history.last_day
    if oldest is None or newest is None or first < oldest or first > newest or not span(cube, first, last).is_covered:
        return None
    return counting.totals(cube, first, last, rates=asked.history.pack.rules.rates)


def _three(asked: Asked, cubes: Cubes) -> tuple[counting.Figures | None, counting.Figures | None, counting.Figures | None]:
    now = _figures(asked, cubes.now, asked.first, asked.last) if has_data(asked) else None
    before = _figures(asked, cubes.now, *asked.earlier(WEEK_DAYS))
    return now, before, _figures(asked, cubes.year, *last_year(asked.first, asked.last))


def _counts(asked: Asked, cubes: Cubes, made: Figures) -> dict[str, Phrase]:
    counted = [found.now.count if found else None for found in _three(asked, cubes)]
    now, before, year = (
        made.add(f"complaints.{name}", count, words.CASES) for name, count in zip(("count", "previous", "last_year"), counted, strict=True)
    )
    pct = made.add("complaints.change_pct", rise_pct(now.value, before.value), words.PCT)
    year_pct = made.add("complaints.year_pct", rise_pct(now.value, year.value), words.PCT)
    risen, over_year = change(pct, before, words.CHANGE), change(year_pct, year, words.YEAR_CHANGE)
    told = say(words.COUNT, area=asked.area_name, count=now, change=risen, year=over_year)
    none = say(words.COUNT_NONE, area=asked.area_name)
    return {"complaints.change": risen, "complaints.year": over_year, "complaints.summary": none if now.value is None else told}


def _rates(asked: Asked, cubes: Cubes, made: Figures) -> dict[str, Phrase]:
    now, before, _ = _three(asked, cubes)
    said = []
    for rate in RATES:
        share, past = (100 * value if (value := getattr(f, f"{rate}_rate") if f else None) is not None else None for f in (now, before))
        found = made.add(f"complaints.{rate}_pct", share, words.PCT)
        other = made.add(f"complaints.{rate}_points", None if share is None or past is None else share - past, words.PP)
        said.append(points(words.RATES[rate], found, other))
    unplaced = now.now.unplaced_share if now else None
    made.add("complaints.unplaced_pct", None if unplaced is None else 100 * unplaced, words.PCT)
    return {"complaints.rates": joined(said, "；") if now else Phrase(words.RATES_NONE)}


def _categories(asked: Asked, cubes: Cubes) -> tuple[Line, ...]:
    def ranked(cube: Cube, first: date, last: date) -> dict[str, int] | None:
        if _figures(asked, cube, first, last) is None:
            return None
        return {row.code: row.now.count for row in counting.by_category(cube, first, last)}

    names = dict(zip(cubes.now.categories, cubes.now.header["category_names"], strict=True))
    return _lines(names, [ranked(cube, *days) for cube, days in _windows(asked, cubes)])


def _areas(asked: Asked, cubes: Cubes) -> tuple[Line, ...]:
    def ranked(cube: Cube, first: date, last: date) -> dict[str, int] | None:
        if _figures(asked, cube, first, last) is None:
            return None
        return {row.code: row.now.count for row in counting.ranking(cube, first, last)}

    names = dict(zip(cubes.now.keys, cubes.now.header["key_names"], strict=True))
    return _lines(names, [ranked(cube, *days) for cube, days in _windows(asked, cubes)])


def _windows(asked: Asked, cubes: Cubes) -> list[tuple[Cube, tuple[date, date]]]:
    return [
        (cubes.now, (asked.first, asked.last)),
        (cubes.now, asked.earlier(WEEK_DAYS)),
        (cubes.year, last_year(asked.first, asked.last)),
    ]


def _lines(names: Mapping[str, str], counted: Sequence[Mapping[str, int] | None]) -> tuple[Line, ...]:
    """Lines with anything in them, most first; what is not known to that level comes last."""
    now, before, year = counted
    if now is None:
        return ()
    made = [
        Line(code, name, now.get(code, 0), None if before is None else before.get(code, 0), None if year is None else year.get(code, 0))
        for code, name in names.items()
    ]
    kept = [line for line in made if line.now or line.before or line.year]
    return tuple(sorted(kept, key=lambda line: (not line.code, -line.now, line.code)))


def _category_phrases(lines: Sequence[Line], made: Figures) -> dict[str, Phrase]:
    total, items = sum(line.now for line in lines), []
    for line in [x for x in lines if x.code and x.now][:MOST_NAMED]:
        count = made.add(f"complaints.category.{line.code}", line.now, words.CASES)
        share = made.add(f"complaints.category.{line.code}.share_pct", percent(line.now, total), words.PCT)
        items.append(say(words.COUNTED_SHARE, name=line.name, count=count, share=share))
    top = say(words.TOP_CATEGORIES, items=joined(items)) if items else Phrase(words.TOP_CATEGORIES_NONE)
    return {"complaints.top_categories": top, "complaints.risen": _risen(lines, made)}


def _risen(lines: Sequence[Line], made: Figures) -> Phrase:
    grown = [(line.now - line.before, line) for line in lines if line.code and line.before is not None and line.now > line.before]
    if not grown:
        return Phrase(words.RISEN_NONE)
    more, line = max(grown, key=lambda found: (found[0], found[1].code))
    return say(words.RISEN, name=line.name, more=made.add(f"complaints.category.{line.code}.more", more, words.CASES))


def _area_phrases(asked: Asked, lines: Sequence[Line], made: Figures) -> dict[str, Phrase]:
    below = words.BELOW[asked.history.pack.areas.breadcrumb(asked.area)[-1].level]
    items = []
    for line in [x for x in lines if x.code and x.now][:MOST_NAMED]:
        count = made.add(f"complaints.area.{line.code}", line.now, words.CASES)
        if line.before is None:
            items.append(say(words.COUNTED, name=line.name, count=count))
            continue
        before: Figure = made.add(f"complaints.area.{line.code}.previous", line.before, words.CASES)
        pct = made.add(f"complaints.area.{line.code}.change_pct", rise_pct(line.now, line.before), words.PCT)
        items.append(say(words.COUNTED_CHANGE, name=line.name, count=count, change=change(pct, before, words.SHORT_CHANGE)))
    return {"streets.top": say(words.TOP_STREETS, below=below, items=listed(items, "", most=MOST_NAMED)) if items
            else Phrase(words.TOP_STREETS_NONE)}  # fmt: skip


def _blocks(asked: Asked, cubes: Cubes, categories: Sequence[Line], areas: Sequence[Line], feed: Feed) -> dict[str, Block]:
    below = words.BELOW[asked.history.pack.areas.breadcrumb(asked.area)[-1].level]
    by_category = asked.source("figures.by_category", PAGE, feed.at)
    named = [line for line in categories if line.now][:10]
    series = ((words.THIS_WEEK, tuple(x.now for x in named)), (words.LAST_WEEK, tuple(x.before for x in named)))
    names = tuple(x.name for x in named)
    return {
        "complaints.weeks": _weeks(asked, cubes, feed),
        "complaints.categories": _table("complaints.categories", words.CATEGORY_TABLE, (words.CATEGORY, categories), by_category),
        "complaints.category_chart": Chart("complaints.category_chart", "bar", words.CATEGORY_CHART, names, series,
                                           words.CASES, by_category),
        "streets.table": _table("streets.table", words.AREA_TABLE.format(below=below), (below, areas),
                                asked.source("figures.ranking", PAGE, feed.at)),
    }  # fmt: skip


def _weeks(asked: Asked, cubes: Cubes, feed: Feed) -> Chart:
    days = [asked.earlier(WEEK_DAYS * back) for back in range(WEEKS - 1, -1, -1)]
    now = [_figures(asked, cubes.now, *window) for window in days]
    year = [_figures(asked, cubes.year, *last_year(*window)) for window in days]
    series = tuple((name, tuple(f.now.count if f else None for f in found)) for name, found in
                   ((words.THIS_YEAR, now), (words.LAST_YEAR, year)))  # fmt: skip
    starts = tuple(f"{first.month}-{first.day:02d}" for first, _ in days)
    note = "" if asked.last == asked.week.last else words.SAME_DAYS
    return Chart("complaints.weeks", "line", words.WEEKS_CHART, starts, series, words.CASES, asked.source(QUERY, PAGE, feed.at), note)


def _table(key: str, title: str, of: tuple[str, Sequence[Line]], source: Source) -> Table:
    name, lines = of
    total = sum(line.now for line in lines)
    rows = [_row(line, total) for line in lines]
    sums = [_sum([getattr(line, name) for line in lines]) for name in ("before", "year")]
    rows.append(_row(Line("", words.TOTAL, total, *sums), total))
    return Table(key, title, (name, *words.COUNT_HEAD), tuple(rows) if lines else (), source, FORMATS, FORMULAS, has_total=bool(lines))


def _sum(values: Sequence[int | None]) -> int | None:
    """None where any is unknown."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _row(line: Line, total: int) -> tuple[Cell, ...]:
    shares = (percent(line.now, total), rise_pct(line.now, line.before), rise_pct(line.now, line.year))
    share, rise, year = (None if value is None else round(value, 4) for value in shares)
    return line.name, line.now, share, line.before, rise, line.year, year
