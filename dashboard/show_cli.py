"""`huitian show`: the figures of a page on the command line, from the same queries as the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import click

from dashboard import texts
from dashboard.state import PERIODS, ViewState, parse, root_area
from geodata.errors import BadRequest
from geodata.settings import Settings

if TYPE_CHECKING:
    from dashboard.queries.report import Report
    from geodata.pack import Pack

MOST_LINES = 20
BETWEEN = ".."


class _PageName(click.ParamType[str]):
    """A page that has a report; the reports, which take two seconds to import, are looked at when a page is named."""

    name = "page"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The page; a usage error for any other word."""
        return self._choice().convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """All pages, for the help."""
        return self._choice().get_metavar(param, ctx)

    @staticmethod
    def _choice() -> click.Choice[str]:
        from dashboard.queries.report import PAGES

        return click.Choice(tuple(PAGES))


@click.command("show")
@click.argument("page", type=_PageName())
@click.option("--area", default="", help="区域代码（11、110114、110114011、huitian …）；不给为整个城市包")
@click.option("--period", default="30d", show_default=True, help=f"时段：{'、'.join(PERIODS[:-1])}，或 2026-07-01..2026-07-16")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def show(settings: Settings, page: str, *, area: str, period: str, as_json: bool) -> None:
    """在命令行显示一个页面的数字。"""
    from dashboard.access.scope import Scope
    from dashboard.queries.cubes import Source
    from dashboard.queries.report import PAGES
    from geodata.history import open_history
    from geodata.pack import load_pack
    from geodata.store.home import is_demo_home, open_home

    pack, engine = load_pack(settings.pack), open_home(settings)
    source = Source(open_history(settings), pack, Scope.everything() if is_demo_home(settings) else Scope.municipal())
    now = settings.clock.now()
    state = _state(page, area, period, pack, source.last_day or now.date())
    report = PAGES[page](source, state, engine, now)
    engine.dispose()
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(report)))


def _state(page: str, area: str, period: str, pack: Pack, today: Any) -> ViewState:
    first, between, last = period.partition(BETWEEN)
    dates = {"from": first, "to": last} if between else {"period": period}
    state, problems = parse("/" if page == "home" else f"/{page}", urlencode({"area": area or root_area(pack), **dates}), pack, today)
    if problems:
        raise BadRequest("；".join(problems))
    return state


def _lines(report: Report) -> list[str]:
    head = texts.SHOW_SAMPLE if report["is_sample"] else ""
    return [_head(report) + head, *_figures(report), *_tables(report), *_parts(report)]


def _head(report: Report) -> str:
    at = report["as_of"] or texts.SHOW_NO_DATA
    if (period := report.get("period")) is None:
        return texts.SHOW_HEAD_TODAY.format(name=report["area_name"], at=at)
    return texts.SHOW_HEAD.format(name=report["area_name"], first=period["from"], last=period["to"], at=at)


def _figures(report: Report) -> list[str]:
    found = report.get("figures", {})
    return [f"{name}  {_value(found[key])}{unit}" for key, name, unit in texts.SHOW_FIGURES if key in found]


def _tables(report: Report) -> list[str]:
    lines: list[str] = []
    for key, title, columns in texts.SHOW_TABLES:
        if key in report:
            lines += ["", f"{title}（{len(report[key])}）"]
            lines += ["  " + "  ".join(_value(row[c]) for c in columns) for row in report[key][:MOST_LINES]]
    return lines


def _parts(report: Report) -> list[str]:
    """What a report has beside figures and tables, in its own order: one value a line, a group under its title, rows without columns."""
    lines: list[str] = []
    for key, title in ((key, texts.SHOW_PARTS[key]) for key in report if key in texts.SHOW_PARTS):
        part = report[key]
        if isinstance(part, dict):
            lines += ["", title, *(f"  {texts.SHOW_NAMES.get(name, name)}  {_joined(value)}" for name, value in part.items())]
        elif isinstance(part, list):
            lines += ["", f"{title}（{len(part)}）", *(f"  {_joined(row)}" for row in part[:MOST_LINES])]
        else:
            lines.append(f"{title}  {_value(part)}")
    return lines


def _joined(value: object) -> str:
    return "  ".join(_value(v) for v in value.values()) if isinstance(value, dict) else _value(value)


def _value(value: object) -> str:
    if value is None:
        return texts.SHOW_NO_DATA
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value) or texts.KEY_UNKNOWN
