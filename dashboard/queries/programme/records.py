"""What the queries on the programme answer: projects as lines, their sums, their changes, one of them whole. Days are Shanghai dates,
money is 元, shares are percent; None is 无数据 everywhere and never 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from geodata.programme.lights import Light

LIGHTS = ("red", "grey", "yellow", "green", "done", "")      # in order of precedence; "" 无数据


@dataclass(frozen=True)
class Filters:
    """Which projects: "" is all of them. `light` is a code of LIGHTS, NONE_LIGHT for those without data; `text` is looked for in number,
    name, owner and place."""

    round: str = ""
    package: str = ""
    category: str = ""
    owner: str = ""
    level: str = ""
    light: str = ""
    waits_for: str = ""
    text: str = ""


NONE_LIGHT = "none"                # how a filter and the address write the light ""


@dataclass(frozen=True)
class Money:
    """Planned, in place (到位) and paid (支付), 元."""

    planned_cny: float | None = None
    in_place_cny: float | None = None
    paid_cny: float | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectLine:
    """One project on a day. Delays are days behind (+) or ahead (−): of the day it ended or is now expected to end, against the first plan
    and against the forecast before; without a forecast the plan itself is what is expected."""

    project_id: int
    no: str
    name: str
    round: str
    round_name: str
    package: str
    category: str
    level: str                     # 市, 区, 街
    owner: str
    support_units: tuple[str, ...]
    district_code: str | None
    street_code: str | None
    street_name: str               # 辖区外 without any code
    place_text: str
    status: str
    status_name: str               # 未开工, 在建, 完工, 投用, 停工; "" where nothing is published
    light: Light                   # .code, .name, .words (the rule's words), .since, .silent_days, .is_hatched
    progress_pct: float | None
    planned_progress_pct: float | None
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    forecast_end: date | None      # newest forecast; None where nobody gave one
    before_end: date | None        # the forecast before it, or the first plan
    delay_first_days: int | None
    delay_last_days: int | None
    delay_reason: str              # name of the newest forecast's reason, or what the register says
    last_report_day: date | None
    last_report_text: str
    waits_for: str                 # 市, 区, 街 whose help the last report asks for
    money: Money
    is_public: bool
    is_sample: bool
    published: str
    source: str
    lon: float | None
    lat: float | None
    place_level: str
    place_approx: bool

    @property
    def silent_days(self) -> int | None:
        """Days since the last report; None where none is due or none ever came."""
        return self.light.silent_days

    @property
    def expected_end(self) -> date | None:
        """The day it ended, is expected to end, or was planned to."""
        return self.actual_end or self.forecast_end or self.planned_end

    @property
    def is_done(self) -> bool:
        """Finished or in use, where it is known."""
        return self.light.code == "done"


@dataclass(frozen=True)
class Tally:
    """Projects of one package, category, level, owner or round, by light."""

    code: str
    name: str
    total: int
    by_light: dict[str, int] = field(hash=False)       # every code of LIGHTS


@dataclass(frozen=True)
class OutputSum:
    """One output (产出) over projects: what they are to bring, and what is there; None where nothing of it is known."""

    name: str
    unit: str
    total: float
    done: float | None
    project_count: int

    @property
    def done_pct(self) -> float | None:
        """Share that is there."""
        return 100 * self.done / self.total if self.done is not None and self.total else None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Some projects summed. `on_time_pct`: of those whose end and first plan are known, the share not behind it; `median_delay_days`: of
    those behind. `as_of`: newest entry of any of them, at the latest the end of the day it is about.
    """

    total: int
    by_light: dict[str, int]
    hatched_count: int             # red without a report for too long
    by_round: tuple[Tally, ...]
    by_package: tuple[Tally, ...]
    by_category: tuple[Tally, ...]
    by_level: tuple[Tally, ...]
    by_owner: tuple[Tally, ...]
    outputs: tuple[OutputSum, ...]
    on_time_pct: float | None
    dated_count: int               # the denominator of on_time_pct
    late_count: int
    median_delay_days: float | None
    waits_for: dict[str, int]      # 市, 区, 街 -> projects whose last report asks for their help
    as_of: datetime | None
    day: date
    silent: tuple[ProjectLine, ...]          # longest silent first
    unreported_today: tuple[ProjectLine, ...]    # under way, no entry of today yet
    is_due_passed: bool            # today's hour for reports is over
    is_sample: bool


@dataclass(frozen=True)
class Replan:
    """A new date of a project said in the week (改报工期)."""

    line: ProjectLine
    said_on: date
    from_end: date | None
    to_end: date
    days: int | None
    reason: str


@dataclass(frozen=True)
class WeekChanges:
    """What became different between two days: lights of `first` against those of `last`; re-plans, ends and silence after `first`."""

    first: date
    last: date
    turned_red: tuple[ProjectLine, ...]
    turned_yellow: tuple[ProjectLine, ...]
    replanned: tuple[Replan, ...]
    median_replan_days: float | None
    completed: tuple[ProjectLine, ...]
    fell_silent: tuple[ProjectLine, ...]
    silent: tuple[ProjectLine, ...]          # all that are silent on `last`
    longest_silent_days: int | None


@dataclass(frozen=True)
class PackageMoney:
    """Money of one work package."""

    name: str
    project_count: int             # with a known plan of money
    money: Money


@dataclass(frozen=True)
class MonthMoney:
    """Money by the end of a month, summed up from the beginning; planned follows the planned progress, paid the reports."""

    month: date
    planned_cny: float | None
    paid_cny: float | None         # None for months to come


@dataclass(frozen=True)
class MoneyReport:
    """Money of some projects: whole, by package, by month."""

    total: Money
    project_count: int
    by_package: tuple[PackageMoney, ...]
    by_month: tuple[MonthMoney, ...]


@dataclass(frozen=True)
class OutputLine:
    """One output of one project."""

    line: ProjectLine
    name: str
    unit: str
    planned: float
    done: float | None


@dataclass(frozen=True)
class MilestoneLine:
    """One step: planned as first approved, latest forecast, actual. `delay_days` of actual or forecast against the plan."""

    ordinal: int
    name: str
    planned: date | None
    forecast: date | None
    actual: date | None
    delay_days: int | None


@dataclass(frozen=True)
class ForecastLine:
    """One change of the expected end, with its reason and what it moved."""

    said_on: date
    end: date
    reason_code: str
    reason: str
    note: str
    entered_by: str
    moved_days: int | None         # against the one before, or the first plan
    from_first_days: int | None    # against the first plan


@dataclass(frozen=True)
class ReportLine:
    """One daily entry; `planned_pct` is what the plan wanted on that day."""

    day: date
    progress_pct: float | None
    planned_pct: float | None
    paid_cny: float | None
    text: str
    waits_for: str
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True)
class EvidenceLine:
    """One file that proves something; its content is fetched by `evidence_id`."""

    evidence_id: int
    file_name: str
    media_type: str
    day: date
    added_at: datetime
    added_by: str
    closure_id: int | None


@dataclass(frozen=True)
class ClosureLine:
    """One striking off (销账): proposed, decided, undone."""

    id: int
    note: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    is_confirmed: bool | None
    undone_at: datetime | None
    undone_reason: str


@dataclass(frozen=True)
class LightSpan:
    """Days of one light in a row, both included."""

    code: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class ProjectPage:
    """One project whole: what its page shows. `lights` is its history from the first known day, oldest first."""

    line: ProjectLine
    milestones: tuple[MilestoneLine, ...]
    forecasts: tuple[ForecastLine, ...]      # oldest first
    reports: tuple[ReportLine, ...]          # newest first
    lights: tuple[LightSpan, ...]
    money_by_month: tuple[MonthMoney, ...]
    outputs: tuple[OutputLine, ...]
    evidence: tuple[EvidenceLine, ...]
    closures: tuple[ClosureLine, ...]
    cells: tuple[int, ...]                   # resolution 9
    neighbours: tuple[ProjectLine, ...]      # others in its cells and the ring around
    payment_due: date | None
    payment_due_cny: float | None
    rules_source: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All that the page of a view needs, read at once. `shown` are the lines that pass the filters, `lines` those that pass all of them
    but the light; `everything` are all projects of the area."""

    shown: tuple[ProjectLine, ...]
    lines: tuple[ProjectLine, ...]
    everything: tuple[ProjectLine, ...]
    summary: Summary               # of `lines`, so that tiles of other lights keep their numbers
    changes: WeekChanges           # of `lines`
    rounds: tuple[tuple[str, str], ...]      # code, name


@dataclass(frozen=True)
class WeekRow:
    """One row of the weekly 调度 sheet."""

    line: ProjectLine
    light_before: str
    progress_before_pct: float | None
    progress_added_pct: float | None
    paid_added_cny: float | None
    report_count: int              # days with an entry in the week
    replan: Replan | None
    problem: str                   # newest text of the week
    waits_for: str


@dataclass(frozen=True)
class WeekSheet:
    """The weekly 调度 sheet: what needs deciding first. `first` to `last` is the reporting week, cut at today."""

    first: date
    last: date
    rows: tuple[WeekRow, ...]
    summary: Summary
    changes: WeekChanges


@dataclass(frozen=True)
class MonthRow:
    """One package in the monthly 汇报."""

    package: str
    tally: Tally
    progress_pct: float | None     # mean of those known
    planned_pct: float | None
    completed_count: int           # in the month
    paid_in_month_cny: float | None
    money: Money


@dataclass(frozen=True)
class MonthSheet:
    """The monthly 汇报: packages, outputs, what ended, what was re-planned, what is red."""

    first: date
    last: date
    rows: tuple[MonthRow, ...]
    outputs: tuple[OutputSum, ...]
    summary: Summary
    changes: WeekChanges           # of the month
    red: tuple[ProjectLine, ...]


@dataclass(frozen=True)
class WeekCount:
    """Complaints of one step of whole weeks in a catchment."""

    week: date                     # its first day
    weeks: int                     # so many together, so that no small count is told
    count: int
    control: float | None          # matched cells together, brought to the level of the catchment before


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Complaints in a project's catchment before its start and after its end against matched cells elsewhere (有无对照).

    `ratio` is (after / before) over the same of the controls, weeks counted: 0.7 is −30 %; with `low` and `high` of `confidence_pct`.
    Counts are None where they are below the pack's limit for these eyes. `is_judged`: there was enough to say anything.
    """

    code: str                      # fall, rise, none, few; waiting, undated, nowhere, closed
    verdict: str                   # 下降, 上升, 看不出变化, 样本不足; 尚未完工, 日期不明, 无位置, 不在分享范围
    sentence: str
    ratio: float | None
    low: float | None
    high: float | None
    confidence_pct: float
    before_count: int | None
    after_count: int | None
    before_per_week: float | None
    after_per_week: float | None
    before_weeks: int
    after_weeks: int
    control_count: int             # matched cells
    weeks: tuple[WeekCount, ...]
    catchment: tuple[int, ...]     # cells of resolution 9
    controls: tuple[int, ...]
    method: str                    # one sentence, for hover
    source: str

    @property
    def is_judged(self) -> bool:
        """Whether there was enough to say anything."""
        return self.code in ("fall", "rise", "none")
