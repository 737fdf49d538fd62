import re
import socket
import threading

import pytest

from tools.book import links
from tools.paths import ROOT


@pytest.fixture
def site(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "index.html").write_text(
        '<a href="chapters/a.html#there">a</a><a href="https://example.org/x">x</a>'
    )
    (tmp_path / "chapters" / "a.html").write_text(
        '<p id="there"><a href="../index.html">up</a><a href="#there">me</a>'
    )
    return tmp_path


def test_sound_links_pass(site):
    assert links.broken(site) == []
    assert links.external(site) == {"https://example.org/x": "index.html"}


@pytest.mark.parametrize(
    "link, problem",
    [
        ("chapters/gone.html", "no such page"),
        ("chapters/a.html#gone", "no such anchor"),
        ("#gone", "no such anchor"),
        ("http://example.org", "not https"),
        ("https://example", "no host"),
        ("https://example.org/a b", "a space in it"),
        ("//example.org/x.js", "not https"),
    ],
)
def test_a_broken_link_is_found(site, link, problem):
    (site / "index.html").write_text(f'<a href="{link}">x</a>')
    assert links.broken(site) == [f"index.html: {link} ({problem})"]


@pytest.fixture
def host():
    """Return a function that gives the address of a host on this machine which answers once, with
    these bytes.
    """
    listening = []

    def start(answer):
        listener = socket.create_server(("127.0.0.1", 0))
        listening.append(listener)

        def once():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        threading.Thread(target=once, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/x"

    yield start
    for listener in listening:
        listener.close()


@pytest.mark.parametrize(
    "answer, problem",
    [
        (b"SSH-2.0-what\r\n", "BadStatusLine: SSH-2.0-what"),
        (
            b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n",
            "HTTPException: got more than 100 headers",
        ),
        (b"", "RemoteDisconnected"),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", "status 404"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", None),
        (b"HTTP/1.1 200 OK\r\n\r\n", None),
    ],
)
def test_whatever_a_host_answers_is_reported(host, answer, problem):
    found = links.unreachable(host(answer))
    assert found == problem if problem is None else problem in found


@pytest.mark.parametrize(
    "link, problem",
    [
        ("http://127.0.0.1:9/é", "UnicodeEncodeError"),
        ("http://127.0.0.1:9/a b", "InvalidURL"),
        ("http://127.0.0.1:nine/", "InvalidURL"),
        ("nowhere", "unknown url type"),
    ],
)
def test_what_cannot_be_asked_for_is_reported(link, problem):
    assert problem in links.unreachable(link)


def test_a_link_that_fails_does_not_end_the_check(site, host, monkeypatch):
    odd = host(b"what?\r\n")
    (site / "index.html").write_text(f'<a href="{odd}">x</a><a href="http://127.0.0.1:9/é">y</a>')
    monkeypatch.setattr(links, "SITE", site)
    monkeypatch.setattr("sys.argv", ["links", "--external"])
    with pytest.raises(SystemExit) as stopped:
        links.main()
    message = str(stopped.value)
    assert f"{odd} (BadStatusLine: what?" in message and "/é (UnicodeEncodeError: " in message


@pytest.mark.site
def test_the_links_of_the_built_site():
    assert links.broken(links.SITE) == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "exercises/README.md", "findings/README.md"]
)
def test_links_between_files_of_the_repository(name):
    file = ROOT / name
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", file.read_text(encoding="utf-8"))
    assert targets
    for target in targets:
        assert (file.parent / target).exists(), f"{name} links to {target}"
