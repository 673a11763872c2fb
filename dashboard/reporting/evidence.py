"""Files that prove something: known by their content, pictures written anew without what the camera knew (EXIF), kept in the store."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import Connection, insert, select

from dashboard.queries.region import Region
from dashboard.queries.register import Register
from dashboard.texts import reporting as words
from geodata.errors import BadRequest, NotFound
from geodata.store.models import Evidence
from geodata.store.paper import Paper, from_text

MOST_MB = 4
MOST_BYTES = MOST_MB << 20
MOST_PIXELS = 50_000_000             # a picture that unpacks to more is no photograph
LONGEST_PX = 2400                    # side of a stored picture
QUALITY = 85
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}


@dataclass(frozen=True)
class Belongs:
    """What a file proves, and where that lies."""

    kind: str                        # project, task, site
    no: str
    district_code: str | None
    street_code: str | None
    closure_id: int | None = None
    is_sample: bool = False


def read_paper(name: str, body: bytes) -> Paper:
    """A file as it may be kept: its bytes say nothing of where and when it was taken.

    Raises BadRequest for what is none of the kinds, broken, or too large.
    """
    shown = name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1][:80]
    if len(body) > MOST_BYTES:
        raise BadRequest(words.FILE_LARGE.format(name=shown, most=MOST_MB))
    if body.startswith(b"%PDF-"):
        return Paper(shown, PDF, body)
    media_type = JPEG if body.startswith(b"\xff\xd8\xff") else PNG if body.startswith(b"\x89PNG\r\n\x1a\n") else ""
    if not media_type:
        raise BadRequest(words.FILE_KIND.format(name=shown))
    return Paper(shown, media_type, _clean(shown, body, media_type))


def keep(store: Connection, paper: Paper, belongs: Belongs, *, at: datetime, by: str) -> int:
    """Write a file to the store; its id."""
    row = {
        "subject_kind": belongs.kind, "subject_no": belongs.no, "closure_id": belongs.closure_id, "district_code": belongs.district_code,
        "street_code": belongs.street_code, "file_name": paper.name, "media_type": paper.media_type, "sha256": paper.sha256,
        "content": paper.text, "day": at.date(), "added_at": at, "added_by": by,
        "is_sample": belongs.is_sample,
    }  # fmt: skip
    return int(store.execute(insert(Evidence).values(row).returning(Evidence.id)).scalar_one())


def paper_of(register: Register, number: int) -> Paper:
    """A kept file in the reader's scope. Raises NotFound."""
    own = Region(register.scope.ranges, register.scope.includes_outside).clause(Evidence)
    with register.read() as store:
        row = store.execute(select(Evidence.file_name, Evidence.media_type, Evidence.content).where(Evidence.id == number, own)).first()
    if row is None:
        raise NotFound(words.NO_FILE)
    return from_text(row.file_name, row.media_type, row.content)


def _clean(name: str, body: bytes, media_type: str) -> bytes:
    """The picture's pixels alone, upright, written anew: no EXIF, no comment, no thumbnail, nothing behind its end."""
    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadRequest(words.FILE_LARGE.format(name=name, most=MOST_MB))
            upright = ImageOps.exif_transpose(picture).convert("RGB" if media_type == JPEG else "RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadRequest(words.FILE_BROKEN.format(name=name)) from error
    upright.thumbnail((LONGEST_PX, LONGEST_PX))
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    out = io.BytesIO()
    bare.save(out, format="JPEG" if media_type == JPEG else "PNG", **({"quality": QUALITY} if media_type == JPEG else {}))
    return out.getvalue()
