"""Feedback by e-mail: a file for each student, and sending them, never the same one twice."""

from __future__ import annotations

import hashlib
import json
import os
import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.course.people import Person
from autograder.errors import MaterialError, UsageError
from autograder.files import PRIVATE, read_toml, write_bytes, write_json
from autograder.gradebook.roster import people_of

SERVER = "mail.toml"
PASSWORD = "AUTOGRADER_SMTP_PASSWORD"
_SECONDS = 60
_KINDS = {"str": "a text", "int": "a number"}
_REFUSED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,  # an address that is not ASCII
)
_HERE = ("localhost", "127.0.0.1", "::1")
_TEXT = """\
Hello {name},

your feedback on "{title}" is attached: open {file} in a browser.
It needs no network.
"""


@dataclass(frozen=True)
class MailServer:
    """What `mail.toml` says: through which server mail goes, and from whom.

    Attributes
    ----------
    sender : str
        The key `from` in the file: `Ada Lovelace <ada@uni.edu>`.
    security : {"starttls", "tls", "none"}
        "none" is for a server on this machine.
    ca : str
        A file of certificates to trust besides the system's; for a school that has its own.
    """

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    reply_to: str = ""
    ca: str = ""

    @classmethod
    def read(cls, file: Path) -> MailServer:
        """Return what the file says.

        Raises
        ------
        MaterialError
            If it is missing or not as it should be.
        """
        try:
            told = read_toml(file)
        except FileNotFoundError as error:
            raise MaterialError(
                f"{file}: missing, and --send needs it. Write two lines into it: "
                'host = "smtp.uni.edu", from = "Ada Lovelace <ada@uni.edu>".'
            ) from error
        kinds = {"from" if f.name == "sender" else f.name: str(f.type) for f in fields(cls)}
        for key, value in told.items():
            if key not in kinds:
                raise MaterialError(f"{file}: {key} is no key. There are: {', '.join(kinds)}.")
            if type(value).__name__ != kinds[key]:
                raise MaterialError(f"{file}: {key} = {value!r}, expected {_KINDS[kinds[key]]}.")
        for key in ("host", "from"):
            if not told.get(key):
                raise MaterialError(f"{file}: {key} is missing. Add a line `{key} = ...`.")
        if told.get("ca"):
            told["ca"] = str(file.parent / told["ca"])  # beside the file, or an absolute path
        server = cls(sender=told.pop("from"), **told)
        if server.security not in ("starttls", "tls", "none"):
            raise MaterialError(
                f'{file}: security = "{server.security}", expected starttls, tls or none.'
            )
        if server.security == "none" and server.host not in _HERE:
            raise MaterialError(
                f'{file}: security = "none" is for a server on this machine, not {server.host}: '
                'use "starttls" or "tls".'
            )
        if "@" not in parseaddr(server.sender)[1]:
            raise MaterialError(f'{file}: from = "{server.sender}" has no address in it.')
        return server

    @contextmanager
    def session(self) -> Iterator[smtplib.SMTP]:
        """Give a connection that is logged in, its other end checked.

        Raises
        ------
        MaterialError
            If the server cannot be reached, is not who it should be, or lets nobody in.
        """
        context = ssl.create_default_context()
        try:
            if self.ca:
                context.load_verify_locations(self.ca)
        except OSError as error:
            raise MaterialError(
                f"{self.ca}: cannot be read as certificates: {error}. Correct ca in {SERVER}."
            ) from error
        try:
            if self.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=_SECONDS, context=context
                )
            else:
                smtp = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            raise MaterialError(
                f"{self._where}: cannot be reached: {error}. Correct host, port or security in "
                f"{SERVER}, or try it again later."
            ) from error
        try:
            with smtp:
                try:
                    if self.security == "starttls":
                        smtp.starttls(context=context)
                    if self.user:
                        smtp.login(self.user, _password())
                except (OSError, smtplib.SMTPException) as error:
                    raise MaterialError(
                        f"{self._where}: lets nobody in: {error}. Correct user, security or ca in "
                        f"{SERVER}, or the password in {PASSWORD}."
                    ) from error
                yield smtp
        except smtplib.SMTPServerDisconnected as error:  # while it was said good-bye, or before
            raise MaterialError(
                f"{self._where}: closed the connection: {error}. Run it again: what was sent is "
                "not sent again."
            ) from error

    @property
    def _where(self) -> str:
        return f"{self.host}, port {self.port}"


@dataclass(frozen=True)
class Letter:
    """One student's mail: in a file, and ready to be sent."""

    student: str
    key: str  # of its content: what was sent under it is not sent again
    file: Path
    message: EmailMessage


@dataclass
class Mail:
    """What became of an assignment's mail."""

    letters: list[Letter]
    no_address: list[str]  # students
    sent: int = 0
    before: int = 0  # sent already, by an earlier run
    unsure: list[str] = field(default_factory=list)  # a run was stopped while it was sent
    failed: list[str] = field(default_factory=list)  # a sentence each


def write_mail(
    classroom: Classroom, assignment: Assignment, students: Iterable[str], server: MailServer | None
) -> Mail:
    """Write `mail/<assignment>/<student>.eml` for each student who has a page and an address.

    Without a server the files have no sender: a mail program opens them as drafts.
    """
    people = {person.id: person for person in people_of(classroom)}
    mail = Mail([], [])
    for student in students:
        page = classroom.feedback_for(student, assignment.name) / f"{assignment.stem}.html"
        if not page.is_file():
            continue
        person = people.get(student, Person(student))
        to = _address(person)
        if to is None:
            mail.no_address.append(student)
            continue
        content = page.read_bytes()
        said = f"{assignment.name}\0{student}\0{to.addr_spec}\0".encode()
        key = hashlib.sha256(said + content).hexdigest()
        file = classroom.root / "mail" / assignment.name / f"{student}.eml"
        message = _message(to, assignment, person, content, key, server)
        write_bytes(file, message.as_bytes(policy=policy.SMTP), PRIVATE)
        mail.letters.append(Letter(student, key, file, message))
    return mail


def send(classroom: Classroom, mail: Mail, server: MailServer) -> None:
    """Send what was not sent before; the record is written before and after each one.

    Who was being sent to when a run was stopped may have it or not: that is told, and not sent
    again.
    """
    record = _Record(classroom)
    new = []
    for letter in mail.letters:
        state = record.state(letter.key)
        if state == "sent":
            mail.before += 1
        elif state:
            mail.unsure.append(letter.student)
        else:
            new.append(letter)
    if not new:
        return
    with ExitStack() as sessions:
        smtp = sessions.enter_context(server.session())
        for letter in new:
            if not _is_open(smtp):  # some servers let go after so many
                smtp = sessions.enter_context(server.session())
            letter.message["Date"] = format_datetime(datetime.now(UTC))
            record.note(letter, "being sent")
            try:
                smtp.send_message(letter.message)
            except _REFUSED as error:  # the server said no: nobody has it
                record.forget(letter)
                mail.failed.append(f"{letter.student}: {error}")
            else:
                record.note(letter, "sent")
                mail.sent += 1


class _Record:
    """`mail/sent.json`: what was sent, by content."""

    def __init__(self, classroom: Classroom) -> None:
        self.file = classroom.root / "mail" / "sent.json"
        self.entries: dict[str, dict[str, str]] = {}
        if self.file.is_file():
            try:
                self.entries = json.loads(self.file.read_bytes())
            except ValueError as error:
                raise MaterialError(
                    f"{self.file}: not as `autograder feedback --mail --send` wrote it: {error}. "
                    "Put a copy back: without it everybody would get everything again."
                ) from error

    def state(self, key: str) -> str:
        return self.entries.get(key, {}).get("state", "")

    def note(self, letter: Letter, state: str) -> None:
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        to = str(letter.message["To"])
        entry = {"student": letter.student, "to": to, "state": state, "when": now}
        self.entries[letter.key] = {**entry, "file": letter.file.parent.name}
        write_json(self.file, self.entries, PRIVATE)

    def forget(self, letter: Letter) -> None:
        del self.entries[letter.key]
        write_json(self.file, self.entries, PRIVATE)


def _is_open(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except smtplib.SMTPServerDisconnected:
        return False


def _message(
    to: Address,
    assignment: Assignment,
    person: Person,
    page: bytes,
    key: str,
    server: MailServer | None,
) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    file = f"{assignment.name}.html"
    title = " ".join(assignment.title.split())
    message["To"] = to
    message["Subject"] = f"Feedback: {title}"
    if server:
        name, address = parseaddr(server.sender)
        message["From"] = Address(name, addr_spec=address)
        message["Message-ID"] = f"<{key[:32]}@{address.rpartition('@')[2]}>"
        if server.reply_to:
            message["Reply-To"] = server.reply_to
    else:
        message["X-Unsent"] = "1"  # mail programs open it as a draft
    name = person.first or person.name or person.id
    message.set_content(_TEXT.format(name=name, title=title, file=file))
    message.add_attachment(page, maintype="text", subtype="html", filename=file)
    message.set_boundary(f"==={key[:24]}===")  # the same content gives the same file
    return message


def _address(person: Person) -> Address | None:
    """Return where a student's mail goes; None if the roster has no address."""
    word = person.email.strip() or (person.id if "@" in person.id else "")
    try:
        address = Address(person.name, addr_spec=word)
    except Exception:  # whatever a list of students has in this column
        return None
    return address if address.username and "." in address.domain else None


def _password() -> str:
    if not (password := os.environ.get(PASSWORD)):
        raise UsageError(
            f"{PASSWORD} is not set, but mail.toml names a user. Set it in the environment."
        )
    return password
