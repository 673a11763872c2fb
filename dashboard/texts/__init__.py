"""Every Chinese text that the dashboard shows or says: a file a page or part. What many pages say is here under its own name too."""

from __future__ import annotations

from dashboard.texts.accounts import *
from dashboard.texts.addresses import *
from dashboard.texts.cases import *
from dashboard.texts.compliance import *
from dashboard.texts.doors import *
from dashboard.texts.figures import *
from dashboard.texts.files import *
from dashboard.texts.help import *
from dashboard.texts.map import *
from dashboard.texts.pulse import *
from dashboard.texts.quality import *
from dashboard.texts.refusals import *
from dashboard.texts.scope import *
from dashboard.texts.share import *
from dashboard.texts.shell import *
