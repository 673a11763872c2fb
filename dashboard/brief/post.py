"""A brief by mail: through the office's own server (SMTP), with the standard library; files as attachments."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from dashboard.brief.content import Brief
from dashboard.brief.editions import Line
from dashboard.texts import brief as words
from geodata.clock import local
from geodata.errors import ServiceError
from geodata.store.paper import Paper

TIMEOUT_SECONDS = 30
SENT_BY_MAIL = (".docx", ".pptx", ".xlsx")


@dataclass(frozen=True)
class Mail:
    """Where to: `security` is "" (plain, inside an office's network), "starttls" or "tls"; the password stands in a file of its own."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    security: str = ""
    user: str = ""
    password_file: str = ""


def message_of(mail: Mail, line: Line, brief: Brief, files: Sequence[Paper]) -> EmailMessage:
    """The message with its attachments."""
    made = EmailMessage()
    made["Subject"] = words.MAIL_SUBJECT.format(title=brief.title, number=line.name)
    made["From"], made["To"] = _address(mail.sender), tuple(map(_address, mail.to))
    made["Date"] = local(line.issued_at)
    made["Message-ID"] = make_msgid(idstring=line.digest[:16], domain=_address(mail.sender).domain or "huitian")
    as_of = f"{local(brief.as_of):%Y-%m-%d %H:%M}" if brief.as_of else words.NO_DATA
    notes = "\n".join((*brief.notes, *filter(None, (brief.note,))))
    made.set_content(words.MAIL_TEXT.format(
        title=brief.title, number=line.name, period=brief.period_text, as_of=as_of, digest=line.digest, notes=notes))  # fmt: skip
    for file in files:
        if file.name.endswith(SENT_BY_MAIL):
            kind, _, form = file.media_type.partition("/")
            made.add_attachment(file.content, maintype=kind, subtype=form, filename=file.name)
    return made


def send(mail: Mail, line: Line, message: EmailMessage) -> None:
    """Hand a message over. Raises ServiceError that says which server would not take it."""
    try:
        with _opened(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, Path(mail.password_file).read_text(encoding="utf-8").strip() if mail.password_file else "")
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        said = words.MAIL_FAILED.format(number=line.name, host=mail.host, port=mail.port, error=error)
        raise ServiceError(said) from error


def _opened(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)


def _address(text: str) -> Address:
    return Address(addr_spec=text)
