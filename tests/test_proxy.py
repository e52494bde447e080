"""The proxy before the UI, with the project's own `deploy/nginx.conf`: nobody comes in without login or without TLS."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

CONF = Path(__file__).parent.parent / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or next(iter(map(str, Path("/usr/sbin").glob("nginx"))), None)
LOGIN = ("reviewer", "correct horse")


class Interface(BaseHTTPRequestHandler):
    """Stands for the Dagster UI: a page, and a socket that sends back what it gets."""

    def do_GET(self) -> None:
        if self.headers.get("Upgrade") == "websocket" and self.headers["Connection"].lower() == "upgrade":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            self.wfile.write(b"echo " + self.rfile.read(5))
            self.close_connection = True
        else:
            body = f"ui for {self.headers['Host']}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def adapted(folder: Path, port: int, interface: int) -> str:
    """The project's file, with the places of this machine; each of them must stand there once."""
    text = CONF.read_text("utf-8")
    for there, here in (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"/etc/tzeco/tls/fullchain\.pem", f"{folder}/certificate.pem"),
        (r"/etc/tzeco/tls/privkey\.pem", f"{folder}/key.pem"),
        (r"/etc/tzeco/htpasswd", f"{folder}/htpasswd"),
        (r"http://127\.0\.0\.1:3000", f"http://127.0.0.1:{interface}"),
    ):
        text, times = re.subn(there, here, text)
        assert times == 1, there
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return f"daemon off; {user} pid {folder}/pid; error_log {folder}/log;\nevents {{}}\nhttp {{ access_log off; {places}\n{text}\n}}"


def openssl(*arguments: str) -> str:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a running proxy."""
    if NGINX is None or shutil.which("openssl") is None:
        pytest.skip("needs nginx and openssl (Debian: nginx-light, openssl)")
    folder = tmp_path_factory.mktemp("proxy")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem")  # fmt: skip
    (folder / "htpasswd").write_text(f"{LOGIN[0]}:{openssl('passwd', '-apr1', LOGIN[1])}\n")
    interface = ThreadingHTTPServer(("127.0.0.1", 0), Interface)
    threading.Thread(target=interface.serve_forever, daemon=True).start()
    port = free_port()
    (folder / "nginx.conf").write_text(adapted(folder, port, interface.server_port), "utf-8")
    running = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")])
    try:
        for _ in range(100):
            if listens(port) or running.poll() is not None:
                break
            time.sleep(0.05)
        assert running.poll() is None, (folder / "log").read_text()
        yield port
    finally:
        running.terminate()
        running.wait(10)
        interface.shutdown()
        interface.server_close()


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
@pytest.mark.parametrize("path", ["/", "/graphql", "/server_info", "/runs/../graphql"])
def test_without_login_nothing_of_the_ui_is_shown(proxy: int, path: str) -> None:
    for login in (None, ("reviewer", "wrong"), ("nobody", "correct horse")):
        answer = requests.get(f"https://127.0.0.1:{proxy}{path}", auth=login, verify=False, timeout=10)
        assert (answer.status_code, "ui for" in answer.text) == (401, False)
        assert "Basic" in answer.headers["WWW-Authenticate"]


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_with_login_the_ui_is_shown_under_the_name_that_was_asked_for(proxy: int) -> None:
    answer = requests.get(
        f"https://127.0.0.1:{proxy}/", auth=LOGIN, verify=False, timeout=10, headers={"Host": "a.example"}
    )
    assert (answer.status_code, answer.text) == (200, "ui for a.example")


def spoken(port: int, login: str) -> bytes:
    """What comes back for the beginning of a websocket and five bytes on it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 10) as plain, context.wrap_socket(plain) as one:
        one.sendall(
            f"GET /graphql HTTP/1.1\r\nHost: a\r\n{login}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello".encode()
        )
        told = b""
        while piece := one.recv(4096):
            told += piece
            if told.endswith(b"hello") or b"</html>" in told:
                break
    return told


def test_the_socket_of_the_ui_passes_through_with_login_only(proxy: int) -> None:
    from base64 import b64encode

    login = f"Authorization: Basic {b64encode(':'.join(LOGIN).encode()).decode()}\r\n"
    told = spoken(proxy, login)
    assert told.startswith(b"HTTP/1.1 101 ")
    assert told.endswith(b"echo hello")
    assert spoken(proxy, "").startswith(b"HTTP/1.1 401 ")


def test_plain_http_is_not_served(proxy: int) -> None:
    answer = requests.get(f"http://127.0.0.1:{proxy}/", auth=LOGIN, timeout=10)
    assert (answer.status_code, "ui for" in answer.text) == (400, False)
    assert re.findall(r"^\s*listen\s+(.*);", CONF.read_text("utf-8"), re.MULTILINE) == ["443 ssl"]
