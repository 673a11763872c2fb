"""The kinds of files that can be imported: one file a feed, one line here."""

from __future__ import annotations

from etl.contracts import Feed
from etl.feeds.complaints import COMPLAINTS
from etl.feeds.milestones import MILESTONES
from etl.feeds.project_reports import PROJECT_REPORTS
from etl.feeds.projects import PROJECTS

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (
        COMPLAINTS,
        PROJECTS,
        MILESTONES,
        PROJECT_REPORTS,
    )
}
