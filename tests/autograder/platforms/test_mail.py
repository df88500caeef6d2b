"""Feedback by e-mail: files first, then through a server, never the same one twice."""

from __future__ import annotations

import email
import json
import socket
import ssl
import subprocess
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from autograder.errors import MaterialError, UsageError
from autograder.platforms import mail as post
from tests.autograder.platforms.downloads import make_classroom, make_course

SOFTMAX = "09-softmax"
STUDENTS = ("ada", "bob", "cyd")


class Inbox:
    """What a server took; `refuse` and `hang_up` name addresses that it does not take."""

    def __init__(self):
        self.messages, self.refuse, self.hang_up, self.lets_go = [], set(), set(), False

    async def handle_NOOP(self, server, session, envelope, argument):
        if self.lets_go and self.messages:
            self.lets_go = False
            server.transport.close()
        return "250 still here"

    async def handle_DATA(self, server, session, envelope):
        (to,) = envelope.rcpt_tos
        if to in self.refuse:
            return "550 no such mailbox"
        if to in self.hang_up:
            server.transport.close()
            return "250 too late"
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of this machine that only whoever is told of it trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 "
    command += "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    try:
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed: no certificate can be made")
    return folder


@pytest.fixture
def server(certificate):
    """Start a mail server that asks for TLS, a user and a password."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")

    def login(server, session, envelope, mechanism, data):
        known = (data.login, data.password) == (b"teacher", b"secret")
        return AuthResult(success=known, handled=False)

    inbox = Inbox()
    controller = Controller(
        inbox,
        hostname="localhost",
        port=_free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=login,
    )
    controller.start()
    inbox.port, inbox.ca = controller.port, str(certificate / "cert.pem")
    yield inbox
    controller.stop()


def _call(port, certificate):
    context = ssl.create_default_context(cafile=certificate / "cert.pem")
    with (
        socket.create_connection(("localhost", port)) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as client,
    ):
        client.recv(100)


def _free_port():
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return one.getsockname()[1]


@pytest.fixture
def class_(tmp_path):
    """A class of three with a page each; the last has no address."""
    course, classroom = make_course(tmp_path / "course"), make_classroom(tmp_path / "classroom")
    (classroom.root / "roster.csv").write_text(
        "id,first,last,email\nada,Ada,Löwe,ada@uni.edu\nbob,Bob,S,bob@uni.edu\ncyd,Cyd,T,\n"
    )
    for student in STUDENTS:
        page = classroom.feedback_for(student, SOFTMAX) / "softmax.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<p>page of {student}</p>")
    return classroom, course.select([SOFTMAX])[0]


@pytest.fixture
def mail_server(class_, server, monkeypatch):
    """What mail.toml says of that server."""
    monkeypatch.setenv(post.PASSWORD, "secret")
    (class_[0].root / "mail.toml").write_text(
        f'host = "localhost"\nport = {server.port}\nuser = "teacher"\nca = "{server.ca}"\n'
        'from = "Prof. Ö <prof@uni.edu>"\nreply_to = "help@uni.edu"\n'
    )
    return post.MailServer.read(class_[0].root / "mail.toml")


def test_without_sending_there_is_a_draft_for_each_with_an_address(class_):
    """The page is attached; who has no address is told; twice gives the same files."""
    classroom, assignment = class_
    mail = post.write_mail(classroom, assignment, STUDENTS, None)
    assert [letter.student for letter in mail.letters] == ["ada", "bob"]
    assert mail.no_address == ["cyd"]
    file = classroom.root / "mail" / SOFTMAX / "ada.eml"
    raw = file.read_bytes()
    message = email.message_from_bytes(raw, policy=policy.default)
    assert (message["To"], message["X-Unsent"]) == ("Ada Löwe <ada@uni.edu>", "1")
    assert message["Subject"] == "Feedback: Scores to probabilities"
    (page,) = message.iter_attachments()
    assert (page.get_filename(), page.get_content_type()) == (f"{SOFTMAX}.html", "text/html")
    assert page.get_content() == "<p>page of ada</p>"
    assert "Hello Ada," in message.get_body().get_content()

    post.write_mail(classroom, assignment, STUDENTS, None)
    assert file.read_bytes() == raw


def test_mail_is_sent_once_through_a_server_that_is_who_it_says(class_, server, mail_server):
    """By TLS and password; again only if the page is another one."""
    classroom, assignment = class_

    def sent():
        mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
        post.send(classroom, mail, mail_server)
        return mail.sent, mail.before

    assert sent() == (2, 0)
    ada, bob = server.messages
    assert (ada["To"], ada["From"], ada["Reply-To"]) == (
        "Ada Löwe <ada@uni.edu>",
        '"Prof. Ö" <prof@uni.edu>',
        "help@uni.edu",
    )
    assert next(bob.iter_attachments()).get_content() == "<p>page of bob</p>"
    assert bob["Date"] and "uni.edu" in bob["Message-ID"]

    assert sent() == (0, 2)
    (classroom.feedback_for("bob", SOFTMAX) / "softmax.html").write_text("<p>new</p>")
    assert sent() == (1, 1)
    assert len(server.messages) == 3


def test_who_is_refused_is_told_and_tried_again(class_, server, mail_server):
    """The others get theirs."""
    classroom, assignment = class_
    server.refuse.add("ada@uni.edu")
    mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
    post.send(classroom, mail, mail_server)
    assert (mail.sent, len(mail.failed)) == (1, 1)
    assert "ada: (550" in mail.failed[0]

    server.refuse.clear()
    mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
    post.send(classroom, mail, mail_server)
    assert (mail.sent, mail.before, len(server.messages)) == (1, 1, 2)


def test_what_may_have_arrived_is_not_sent_again(class_, server, mail_server):
    """The connection ended while it was sent: nobody knows, and that is told."""
    classroom, assignment = class_
    server.hang_up.add("ada@uni.edu")
    mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
    with pytest.raises(MaterialError, match=r"localhost, port \d+: closed the connection"):
        post.send(classroom, mail, mail_server)

    server.hang_up.clear()
    mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
    post.send(classroom, mail, mail_server)
    assert (mail.unsure, mail.sent) == (["ada"], 1)
    assert [message["To"] for message in server.messages] == ["Bob S <bob@uni.edu>"]
    record = json.loads((classroom.root / "mail/sent.json").read_bytes())
    assert sorted(entry["state"] for entry in record.values()) == ["being sent", "sent"]


def test_a_server_that_lets_go_between_two_is_asked_again(class_, server, mail_server):
    """Some take only so many messages at once: nobody is left in doubt."""
    classroom, assignment = class_
    server.lets_go = True
    mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
    post.send(classroom, mail, mail_server)
    assert (mail.sent, mail.unsure, len(server.messages)) == (2, [], 2)
    assert not server.lets_go


@pytest.mark.parametrize("security", ["tls", "none"])
def test_the_other_ways_to_reach_a_server_work(class_, certificate, security):
    """TLS from the first byte on, and no TLS for a server on this machine."""
    classroom, assignment = class_
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    inbox = Inbox()
    encrypted = {"ssl_context": context} if security == "tls" else {}
    controller = Controller(inbox, hostname="localhost", port=_free_port(), **encrypted)
    if security == "tls":  # it would not trust its own certificate
        controller._trigger_server = lambda: _call(controller.port, certificate)
    controller.start()
    try:
        ca = str(certificate / "cert.pem")
        way = {"security": security, "port": controller.port, "ca": ca}
        server = post.MailServer(host="localhost", sender="a@b.edu", **way)
        mail = post.write_mail(classroom, assignment, STUDENTS, server)
        post.send(classroom, mail, server)
    finally:
        controller.stop()
    assert len(inbox.messages) == 2


def test_a_server_that_is_not_who_it_says_gets_nothing(class_, server, mail_server):
    """Its certificate is of nobody whom this machine trusts."""
    classroom, assignment = class_
    stranger = post.MailServer(host="localhost", sender="a@b.edu", port=server.port, user="teacher")
    mail = post.write_mail(classroom, assignment, STUDENTS, stranger)
    with pytest.raises(MaterialError, match=r"lets nobody in: .*certificate"):
        post.send(classroom, mail, stranger)
    assert not server.messages


def test_a_file_of_certificates_that_is_not_there_is_told(class_):
    """That is not the server's fault."""
    classroom, assignment = class_
    server = post.MailServer(host="localhost", sender="a@b.edu", ca="gone.pem")
    mail = post.write_mail(classroom, assignment, STUDENTS, server)
    with pytest.raises(MaterialError, match=r"^gone\.pem: cannot be read .* Correct ca in"):
        post.send(classroom, mail, server)


def test_a_wrong_password_and_none_are_told(class_, server, mail_server, monkeypatch):
    """Before anything is sent."""
    classroom, assignment = class_
    mail = post.write_mail(classroom, assignment, STUDENTS, mail_server)
    monkeypatch.setenv(post.PASSWORD, "wrong")
    with pytest.raises(MaterialError, match=r"lets nobody in: \(535"):
        post.send(classroom, mail, mail_server)
    monkeypatch.delenv(post.PASSWORD)
    with pytest.raises(UsageError, match=f"{post.PASSWORD} is not set"):
        post.send(classroom, mail, mail_server)
    assert not server.messages


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('host = "h"', "from is missing"),
        ('host = "h"\nfrom = "nobody"', 'from = "nobody" has no address'),
        ('host = "h"\nfrom = "a@b"\nport = "25"', "port = '25', expected a number"),
        ('host = "h"\nfrom = "a@b"\npassword = "x"', "password is no key"),
        ('host = "h"\nfrom = "a@b"\nsecurity = "none"', "for a server on this machine, not h"),
        ('host = "h"\nfrom = "a@b"\nsecurity = "ssl"', "expected starttls, tls or none"),
        ("host = h", "cannot be read as TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(tmp_path, text, said):
    """The key, what stands there, and what should."""
    (tmp_path / "mail.toml").write_text(text)
    with pytest.raises(MaterialError, match=r".*mail\.toml: ") as raised:
        post.MailServer.read(tmp_path / "mail.toml")
    assert said in str(raised.value)


def test_a_missing_file_is_told_with_what_to_write(tmp_path):
    """Two lines."""
    with pytest.raises(MaterialError, match="host = "):
        post.MailServer.read(tmp_path / "mail.toml")
