"""告警与提示: what wants to be known, the gravest first; an alarm that nobody has acknowledged is the one filled area of the wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from dashboard.queries.alarms import ALARM, KINDS, Alarm
from dashboard.texts import wallpanels as words
from dashboard.walls.alarms import alarms_of
from dashboard.walls.panels.drawing import cut, glyph, join
from dashboard.walls.panels.drawing import width as text_width
from dashboard.walls.panels.frame import FOOT, Box, Told, empty, panel, room
from dashboard.walls.view import WallView
from geodata.freshness import age_words

ROW, REST = 47.4, 25.0          # the least height of a line; of the one that says how many more there are
TITLE_SIZE, AGE_SIZE = 17.5, 15
BESIDE = 67.0                 # of a line: sign, gaps and margins


def alarms(view: WallView, box: Box) -> Markup:
    """The list, as many as there is room for; how many more is said at its end."""
    found, of = alarms_of(view.desk, view.area), room(box)
    kinds = Counter(a.kind for a in found)
    sub = words.DOT.join(words.ALARM_COUNT.format(count=kinds[k], word=words.ALARM_WORDS[k]) for k in KINDS if kinds[k])
    told = Told(words.PANELS["alarms"], sub, Markup("{}").format(words.ALARM_AGE), 30)
    body = _list(found, of.h + FOOT, view, box.w) if found else empty(words.ALARM_NONE, "ok")
    return panel(view, box, told, None, body)


def _list(found: Sequence[Alarm], height: float, view: WallView, width: float) -> Markup:
    shown = found if len(found) * ROW <= height else found[: max(1, int((height - REST) // ROW))]
    rest = len(found) - len(shown)
    more = Markup('<li class="more">{}</li>').format(words.MORE.format(count=rest)) if rest else Markup("")
    return Markup('<ul class="al">{}{}</ul>').format(join(_line(a, view, width) for a in shown), more)


def _line(alarm: Alarm, view: WallView, width: float) -> Markup:
    kind = Markup(' class="un"') if alarm.calls else Markup("")
    age = age_words(alarm.since, view.now) if alarm.since else ""
    parts = (alarm.area_name, alarm.note, _seen(alarm))
    note = cut(words.DOT.join(p for p in parts if p), 14, width - 120)
    title = cut(alarm.title, TITLE_SIZE, width - BESIDE - text_width(age, AGE_SIZE))
    return Markup('<li{}>{}<div><b>{}</b><span><em class="c-{}">{}</em> {}</span></div><time>{}</time></li>').format(
        kind, glyph(alarm.kind), title, alarm.kind, words.ALARM_WORDS[alarm.kind], note, age
    )


def _seen(alarm: Alarm) -> str:
    if alarm.is_acknowledged:
        return words.ALARM_SEEN.format(by=alarm.acknowledged_by)
    return words.ALARM_OPEN if alarm.kind == ALARM else ""
