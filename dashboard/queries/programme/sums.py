"""Projects summed: lights, packages, categories, levels, owners, rounds, outputs, delays, and who has not reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.lines import EVERY, filtered, lines_of
from dashboard.queries.programme.records import LIGHTS, Filters, OutputLine, OutputSum, ProjectLine, Summary, Tally
from dashboard.queries.register import Register
from dashboard.texts import programme as words
from geodata.clock import local
from geodata.programme.lights import DONE

_LEVEL_RANK = {name: i for i, name in enumerate(words.LEVELS)}


def summary(register: Register, area: str, *, filters: Filters = EVERY) -> Summary:
    """The projects of an area that pass the filters, summed. Raises NotFound, RightsError."""
    book = open_book(register, area)
    return summed(book, filtered(lines_of(book), filters))


def outputs(register: Register, area: str, *, filters: Filters = EVERY) -> tuple[OutputLine, ...]:
    """Each output of each project that passes the filters, by name, the largest first. Raises NotFound, RightsError."""
    book = open_book(register, area)
    return outputs_of(book, filtered(lines_of(book), filters))


def summed(book: Book, lines: Sequence[ProjectLine]) -> Summary:
    """Some lines of a book, summed."""
    dated = [line.delay_first_days for line in lines if line.delay_first_days is not None]
    late = [days for days in dated if days > 0]
    entered = [_known_at(book.latest[line.project_id]) for line in lines if line.project_id in book.latest]
    now = book.register.now
    return Summary(
        total=len(lines),
        by_light=by_light(lines),
        hatched_count=sum(line.light.is_hatched for line in lines),
        by_round=tallies(lines, lambda line: (line.round, line.round_name), order=lambda t: t.code),
        by_package=tallies(lines, lambda line: (line.package, line.package)),
        by_category=tallies(lines, lambda line: (line.category, line.category)),
        by_level=tallies(lines, lambda line: (line.level, line.level), order=lambda t: _LEVEL_RANK.get(t.code, 9)),
        by_owner=tallies(lines, lambda line: (line.owner, line.owner)),
        outputs=output_sums(outputs_of(book, lines)),
        on_time_pct=100 * (len(dated) - len(late)) / len(dated) if dated else None,
        dated_count=len(dated),
        late_count=len(late),
        median_delay_days=median(late) if late else None,
        waits_for=dict(Counter(line.waits_for for line in lines if line.waits_for)),
        as_of=max(entered, default=None),
        day=book.day,
        silent=silent_of(book, lines),
        unreported_today=tuple(line for line in lines if _owes(line) and line.last_report_day != book.day),
        is_due_passed=now.date() > book.day or now.hour >= book.register.pack.rules.reporting.due_hour,
        is_sample=any(line.is_sample for line in lines),
    )


def by_light(lines: Iterable[ProjectLine]) -> dict[str, int]:
    """Number of lines by light, every code of LIGHTS named."""
    found = Counter(line.light.code for line in lines)
    return {code: found[code] for code in LIGHTS}


def silent_of(book: Book, lines: Iterable[ProjectLine]) -> tuple[ProjectLine, ...]:
    """Those without a report for too long (停报), longest first."""
    least = book.register.pack.rules.lights.silent_days
    found = [line for line in lines if line.silent_days is not None and line.silent_days >= least]
    return tuple(sorted(found, key=lambda line: (-(line.silent_days or 0), line.no)))


def tallies(
    lines: Iterable[ProjectLine], key: Callable[[ProjectLine], tuple[str, str]], *, order: Callable[[Tally], object] | None = None,
) -> tuple[Tally, ...]:
    """Lines by some key, the most first unless ordered otherwise; what has no key is 未分类."""
    groups: dict[tuple[str, str], list[ProjectLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    made = [Tally(code, name or words.UNNAMED, len(own), by_light(own)) for (code, name), own in groups.items()]
    return tuple(sorted(made, key=order or (lambda t: (-t.total, t.code))))  # type: ignore[arg-type]


def outputs_of(book: Book, lines: Iterable[ProjectLine]) -> tuple[OutputLine, ...]:
    """Each output of each line, by name, the largest first."""
    made = [OutputLine(line, o.name, o.unit, o.planned, o.done) for line in lines for o in book.outputs.get(line.project_id, ())]
    return tuple(sorted(made, key=lambda o: (o.name, o.unit, -o.planned, o.line.no)))


def output_sums(parts: Iterable[OutputLine]) -> tuple[OutputSum, ...]:
    """Outputs by name and unit: what is planned and what is there; the most widespread first."""
    groups: dict[tuple[str, str], list[OutputLine]] = {}
    for part in parts:
        groups.setdefault((part.name, part.unit), []).append(part)
    made = [_output_sum(name, unit, own) for (name, unit), own in groups.items()]
    return tuple(sorted(made, key=lambda o: (-o.project_count, o.name)))


def _output_sum(name: str, unit: str, parts: Sequence[OutputLine]) -> OutputSum:
    done = [part.done for part in parts if part.done is not None]
    return OutputSum(name, unit, sum(part.planned for part in parts), sum(done) if done else None, len(parts))


def _known_at(report: Any) -> datetime:
    """What a report tells of: the time it was entered, of one that came in later by file the end of its day."""
    entered_at: datetime = report.entered_at
    return min(entered_at, local(datetime.combine(report.day + timedelta(days=1), time())))


def _owes(line: ProjectLine) -> bool:
    """Whether a report of the day is due: under way, and no published name of which nothing else is known."""
    return not line.is_public and line.light.code != DONE and line.status == "running"
