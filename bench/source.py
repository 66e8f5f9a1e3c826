"""The other side: the Hub of the tests in front, nginx (or a CDN with a limit for each connection) behind it."""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.parse
from dataclasses import dataclass

import processes
import settings
from processes import Failed

NGINX = """
daemon off;
{user}
worker_processes auto;
pid {work}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  default_type application/octet-stream;
  client_body_temp_path {work}/nginx-body;
  proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-fastcgi;
  uwsgi_temp_path {work}/nginx-uwsgi;
  scgi_temp_path {work}/nginx-scgi;
  server {{
    listen 127.0.0.1:{port};
    root {files};
  }}
}}
"""


@dataclass(frozen=True)
class Entry:
    """A file as the Hub lists it; the hash is a SHA-256 or, for files kept in git, a git blob id."""

    path: str
    size: int
    hash: str


class Hub:
    """The Hub as peers see it."""

    def __init__(self, port):
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"

    def entries(self, repo):
        rows = []
        page = f"/api/models/{repo}/tree/main?recursive=true&limit=1000"
        while page:
            body, link = self._get(page)
            rows += json.loads(body)
            page = next_page(link)
        return [
            Entry(row["path"], row["size"], row["lfs"]["oid"] if "lfs" in row else row["oid"])
            for row in rows
            if row["type"] == "file"
        ]

    def url(self, repo, path):
        return f"{self.endpoint}/{repo}/resolve/main/{urllib.parse.quote(path)}"

    def add_delay(self, millis):
        """Each answer of the Hub comes so much later, whoever asks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = json.dumps({"kind": "delay", "amount": millis})
        connection.request("POST", "/_standin/faults", body, {"Content-Type": "application/json"})
        if connection.getresponse().status != 200:
            raise Failed("The Hub did not take the delay")

    def _get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise Failed(f"GET {path} at the Hub: {answer.status}")
        return answer.read(), answer.getheader("Link")


def next_page(link):
    if not link or 'rel="next"' not in link:
        return None
    address = urllib.parse.urlsplit(link[link.index("<") + 1 : link.index(">")])
    return f"{address.path}?{address.query}"


@contextlib.contextmanager
def cdn(capped):
    """A CDN that serves the files; yields its address."""
    port = processes.free_port()
    process = capped_cdn(port) if capped else nginx(port)
    try:
        processes.await_port(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        processes.stop(process)


def nginx(port):
    settings.FILES.mkdir(parents=True, exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""
    config = settings.WORK / "nginx.conf"
    config.write_text(NGINX.format(user=user, work=settings.WORK, port=port, files=settings.FILES))
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    return processes.start("nginx", [binary, "-e", "stderr", "-p", settings.WORK, "-c", config])


def capped_cdn(port):
    script = pathlib.Path(__file__).with_name("capped_cdn.py")
    return processes.start("capped-cdn", [sys.executable, script, port, settings.FILES, settings.CAP])


@contextlib.contextmanager
def hub(cdn_base, **sizes):
    """The Hub with the repos of these sizes; makes their files when they are new, which takes a while."""
    port = processes.free_port()
    app = settings.HOME / "target"
    lib = app / "quarkus-app"
    command = [java(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"]
    command += [f"-Dbench.port={port}", f"-Dbench.cdn={cdn_base}", f"-Dbench.files={settings.FILES}"]
    command += [f"-Dbench.{name}={size}" for name, size in sizes.items()]
    command += ["-cp", f"{app}/test-classes:{lib}/lib/main/*:{lib}/lib/boot/*:{lib}/app/*"]
    process = processes.start("hub", command + ["io.hfdownloader.standin.BenchHub"])
    try:
        processes.until(is_ready, process, 900)
        warm_page_cache()
        yield Hub(port)
    finally:
        processes.stop(process)


def is_ready():
    return "ready" in (settings.LOGS / "hub.log").read_text()


def warm_page_cache():
    """All sources are read from memory, for everybody. The sparse one has no blocks and costs nothing."""
    for file in settings.FILES.iterdir():
        if file.is_file() and file.stat().st_blocks > 0:
            with open(file, "rb", buffering=0) as stream:
                while stream.read(8 * settings.MIB):
                    pass


def java():
    home = subprocess.run(
        [settings.HOME / "start.sh", "--java-home"], check=True, capture_output=True, text=True
    ).stdout.strip()
    return f"{home}/bin/java"


def check(folder, entries):
    """Not measured: every file is there with the right size and hash."""
    for entry in entries:
        file = folder / entry.path
        if not file.is_file() or file.stat().st_size != entry.size:
            raise Failed(f"{file} is missing or has the wrong size")
        if digest(file, entry) != entry.hash:
            raise Failed(f"{file} has the wrong hash")


def digest(file, entry):
    if len(entry.hash) == 64:
        running = hashlib.sha256()
    else:
        running = hashlib.sha1(f"blob {entry.size}\0".encode())
    with open(file, "rb", buffering=0) as stream:
        while block := stream.read(settings.MIB):
            running.update(block)
    return running.hexdigest()
