"""The kinds of files that can be imported: one file a feed, one line here."""

from __future__ import annotations

from etl.contracts import Feed
from etl.feeds.berths import BERTHS
from etl.feeds.complaints import COMPLAINTS
from etl.feeds.depth import DEPTH
from etl.feeds.enforcements import ENFORCEMENTS
from etl.feeds.milestones import MILESTONES
from etl.feeds.project_reports import PROJECT_REPORTS
from etl.feeds.projects import PROJECTS
from etl.feeds.rain import RAIN
from etl.feeds.tasks import TASKS
from etl.feeds.town_months import TOWN_MONTHS
from etl.feeds.towns import TOWNS
from etl.feeds.violations import VIOLATIONS
from etl.feeds.waterlogging import WATERLOGGING

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (
        COMPLAINTS,
        PROJECTS,
        MILESTONES,
        PROJECT_REPORTS,
        WATERLOGGING,
        RAIN,
        DEPTH,
        TOWNS,
        TOWN_MONTHS,
        TASKS,
        VIOLATIONS,
        BERTHS,
        ENFORCEMENTS,
    )
}
