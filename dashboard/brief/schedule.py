"""Issuing by the clock: [schedule] of HOME/brief.toml, without a broker. Whoever runs it takes the one turn there is; of two servers or a
server and a cron job only one issues. What is due is worked out from the editions that are there, so that nothing is lost by a restart.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from dashboard.access.scope import Scope
from dashboard.brief import editions, post
from dashboard.brief.folder import put_into
from dashboard.brief.gather import reasons
from dashboard.brief.issuing import Order, draft, issue, publishing
from dashboard.brief.post import Mail
from dashboard.brief.template import OFFICE, office_table
from dashboard.brief.week import Week, week_named, week_of
from dashboard.desk import Desk
from dashboard.texts import brief as words
from geodata.clock import local
from geodata.errors import HuitianError, SettingsError
from geodata.store.engine import is_sqlite, write_transaction
from geodata.store.meta import read_meta, write_meta

EVERY_SECONDS = 60
WAIT_AFTER_FAULT = timedelta(minutes=10)
LOCK, LOCK_FILE = "huitian.brief", "brief.lock"
SAID, UNSENT = "brief.said", "brief.unsent"        # in the store's meta: what became of it last; AREA:WEEK of what is to be delivered
ACTION = "brief.issue"
_KEYS = ("weekday", "hour", "areas", "folder", "mail")
_MAIL_KEYS = ("host", "port", "from", "to", "security", "user", "password_file")


@dataclass(frozen=True)
class Schedule:
    """When the week before is issued: `weekday` 1 Monday to 7 Sunday, `hour` 0-23; for which areas, where to."""

    weekday: int
    hour: int
    areas: tuple[str, ...]
    folder: Path | None
    mail: Mail | None


def read_schedule(desk: Desk) -> Schedule | None:
    """The schedule of a home, None where it has none. Raises SettingsError that names the line."""
    found = office_table(desk.settings.home, "schedule")
    if found is None:
        return None
    table, fault = found
    for name in table:
        if name not in _KEYS:
            raise fault(words.TEMPLATE_KEY.format(name=name, known="、".join(_KEYS)), name)
    weekday, hour, areas, folder = table.get("weekday", 1), table.get("hour", 8), table.get("areas"), table.get("folder", "")
    checks = (
        (_whole(weekday, 1, 7), words.SCHEDULE_WEEKDAY, "weekday"),
        (_whole(hour, 0, 23), words.SCHEDULE_HOUR, "hour"),
        (_texts(areas), words.SCHEDULE_AREAS, "areas" if "areas" in table else "schedule"),
        (isinstance(folder, str), words.TEMPLATE_KIND.format(name="folder", wanted=words.KINDS["text"]), "folder"),
    )
    for holds, what, word in checks:
        if not holds:
            raise fault(what, word)
    for area in areas or ():
        if desk.pack.areas.get(area) is None:
            raise fault(words.SCHEDULE_AREA.format(area=area), area)
    mail = _mail(table["mail"], fault) if "mail" in table else None
    return Schedule(weekday, hour, tuple(areas or ()), Path(folder) if folder else None, mail)


def due(desk: Desk, schedule: Schedule) -> tuple[tuple[str, Week], ...]:
    """The areas whose last week should be issued by now and is not."""
    now = desk.clock.now()
    this = week_of(now.date())
    slot = local(datetime.combine(this.first + timedelta(days=schedule.weekday - 1), datetime.min.time().replace(hour=schedule.hour)))
    if now < slot:
        return ()
    week = this.before
    return tuple((area, week) for area in schedule.areas if editions.place_of(desk.engine, desk.pack, area, week).issued is None)


def run_due(desk: Desk) -> tuple[editions.Line, ...]:
    """Issue what is due, put the files into the folder, send them; nothing while another process is at it.

    Raises SettingsError where there is no schedule; of several areas one that fails does not keep the others, its error comes last.
    """
    schedule = read_schedule(desk)
    if schedule is None:
        raise SettingsError(words.NO_SCHEDULE.format(file=desk.settings.home / OFFICE))
    with _turn(desk.engine, desk.settings.home) as is_ours:
        if not is_ours:
            return ()
        made, faults = [], []
        for area, week in due(desk, schedule):
            try:
                _note(desk, UNSENT, ",".join(dict.fromkeys([*_unsent(desk), f"{area}:{week.name}"])))   # first: then nothing is forgotten
                made.append(_issued(desk, area, week))
                _note(desk, SAID, f"{made[-1].area_name} {made[-1].name}")
            except HuitianError as error:
                faults.append(error)
        faults += _delivered(desk, schedule)
        if faults:
            _note(desk, SAID, str(faults[-1]))
            raise faults[-1]
        return tuple(made)


def told_of(desk: Desk) -> str:
    """What the page of briefs says of the schedule."""
    try:
        schedule = read_schedule(desk)
    except SettingsError as error:
        return str(error)
    if schedule is None:
        return words.PAGE["no_schedule"].format(file=OFFICE)
    names = "、".join(desk.pack.areas.breadcrumb(area)[-1].name for area in schedule.areas)
    said = words.PAGE["scheduled"].format(weekday=words.WEEKDAYS[schedule.weekday - 1], hour=schedule.hour, areas=names)
    last = read_meta(desk.engine, SAID)
    return said + (words.PAGE["last"].format(said=last) if last else "")


class Runner(threading.Thread):
    """Looks once a minute whether something is due, as long as the server runs. A fault is said on the page of briefs and tried again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="brief", daemon=True)
        self._desk, self._ends, self._not_before = desk, threading.Event(), desk.clock.now()

    def run(self) -> None:
        """Until `end`."""
        while not self._ends.wait(EVERY_SECONDS):
            self.look()

    def look(self) -> None:
        """Once: issue what is due; after a fault not again for a while."""
        now = self._desk.clock.now()
        if now < self._not_before:
            return
        try:
            if read_schedule(self._desk) is not None:
                run_due(self._desk)
        except HuitianError:
            self._not_before = now + WAIT_AFTER_FAULT      # what it was stands in the store, for the page

    def end(self) -> None:
        """Stop looking; does not wait for an edition that is being made."""
        self._ends.set()


def _issued(desk: Desk, area: str, week: Week) -> editions.Line:
    """What is stale goes in with its own sentence as the note: nobody is there to write another."""
    own = publishing(desk, Scope.municipal())
    why = "".join(reasons(draft(own, area, week)))
    desk.access.trail.append(words.SCHEDULED_BY, ACTION, f"{area} {week.name}")
    note = words.SCHEDULED_STALE.format(why=why) if why else ""
    return issue(own, Order(area, week, words.SCHEDULED_BY, note))


def _delivered(desk: Desk, schedule: Schedule) -> list[HuitianError]:
    """Deliver every edition that still has to be; one that cannot be stays on the list for the next time, one never issued goes off it."""
    left, faults = [], []
    for entry in _unsent(desk):
        area, _, week = entry.partition(":")
        try:
            if line := editions.place_of(desk.engine, desk.pack, area, week_named(week)).issued:
                _deliver(desk, schedule, line.id)
        except HuitianError as error:
            left.append(entry)
            faults.append(error)
    _note(desk, UNSENT, ",".join(left))
    return faults


def _unsent(desk: Desk) -> list[str]:
    return list(filter(None, (read_meta(desk.engine, UNSENT) or "").split(",")))


def _deliver(desk: Desk, schedule: Schedule, number: int) -> None:
    line, brief = editions.opened(desk.engine, Scope.municipal(), desk.pack, number)
    files = tuple(editions.file_of(desk.engine, Scope.municipal(), desk.pack, number, name) for name in line.files)
    if schedule.folder:
        put_into(schedule.folder / f"{line.area}_{line.week}_{line.revision}", files)
    if schedule.mail:
        post.send(schedule.mail, line, post.message_of(schedule.mail, line, brief, files))


@contextmanager
def _turn(engine: Engine, home: Path) -> Iterator[bool]:
    """Whether nobody else is at it, and nobody comes until the block ends."""
    if not is_sqlite(engine):
        names = (func.hashtext(LOCK), func.hashtext(func.current_schema()))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as own:
            is_ours = bool(own.scalar(select(func.pg_try_advisory_lock(*names))))
            try:
                yield is_ours
            finally:
                if is_ours:
                    own.execute(select(func.pg_advisory_unlock(*names)))
        return
    with (home / LOCK_FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _note(desk: Desk, key: str, value: str) -> None:
    with write_transaction(desk.engine) as store:
        write_meta(store, key, value)


def _mail(table: Any, fault: Any) -> Mail:
    if not isinstance(table, dict):
        raise fault(words.SCHEDULE_MAIL, "mail")
    for name in table:
        if name not in _MAIL_KEYS:
            raise fault(words.TEMPLATE_KEY.format(name=name, known="、".join(_MAIL_KEYS)), name)
    host, port, sender, to, security = (table.get(name, other) for name, other in
                                        (("host", ""), ("port", 25), ("from", ""), ("to", ()), ("security", "")))  # fmt: skip
    addresses = _texts(to) and all("@" in text for text in (sender, *to) if isinstance(text, str))
    if not (isinstance(host, str) and host and isinstance(sender, str) and sender and addresses and _whole(port, 1, 65535)):
        raise fault(words.SCHEDULE_MAIL, "schedule.mail")
    if security not in ("", "starttls", "tls"):
        raise fault(words.TEMPLATE_KIND.format(name="security", wanted="starttls、tls"), "security")
    return Mail(host, port, sender, tuple(to), security, str(table.get("user", "")), str(table.get("password_file", "")))


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value)
