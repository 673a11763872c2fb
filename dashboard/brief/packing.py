"""Office files are zip archives that remember when they were written: packed again so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

_FIRST = (1980, 1, 1, 0, 0, 0)
_NESTED = (".xlsx", ".docx", ".pptx")
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def packed(data: bytes, at: datetime) -> bytes:
    """The archive with its entries in order of name but the list of types first, all of one date, `at` (aware) in its properties.

    Workbooks inside it (the data of charts) are packed in the same way.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = given.read(name)
            if name == _CORE:
                content = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            elif name.endswith(_NESTED):
                content = packed(content, at)
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            made.writestr(entry, content)
    return out.getvalue()
