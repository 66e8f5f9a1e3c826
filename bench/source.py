"""The other side: the Hub of the tests in front, nginx (or a CDN with a limit for each connection) behind it.

Repos on Xet need no CDN: the Hub's process serves their content-addressed storage as well.
"""

import collections
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse
from dataclasses import dataclass

import processes
import settings
from processes import Failed

TEMPORARY = """
  client_body_temp_path {work}/nginx-body;
  proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-fastcgi;
  uwsgi_temp_path {work}/nginx-uwsgi;
  scgi_temp_path {work}/nginx-scgi;
"""
NGINX = (
    """
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
"""
    + TEMPORARY
    + """
  server {{
    listen 127.0.0.1:{port};
    root {files};
  }}
}}
"""
)


@dataclass(frozen=True)
class Entry:
    """A file as the Hub lists it; the hash is a SHA-256 or, for files kept in git, a git blob id."""

    path: str
    size: int
    hash: str


class Hub:
    """The Hub as peers see it."""

    def __init__(self, port, stored, endpoint, trust):
        """stored: for repos on Xet, how many bytes of the storage make up their files; trust: environment of clients."""
        self.port = port
        self.stored = stored
        self.endpoint = endpoint
        self.trust = trust

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
        """Each answer comes so much later, be it the Hub's or the storage's, whoever asks."""
        self._control("POST", "faults", {"kind": "delay", "amount": millis})

    def cap_storage(self, rate):
        """Parts of files come with so many bytes per second on each connection and no more, over all its requests."""
        self._control("POST", "faults", {"kind": "rate", "amount": rate, "on": "xorbs"})

    @contextlib.contextmanager
    def watched(self, who, repo):
        """A repo on Xet must come from the storage, and from nowhere else, or nothing is worth comparing."""
        if repo not in self.stored:
            yield
            return
        self._control("DELETE", "requests")
        yield
        sent = collections.Counter()
        for request in self._control("GET", "requests"):
            if request["method"] == "GET":
                sent[request["listener"]] += request["bytesSent"]
        if sent["XORBS"] < self.stored[repo] or sent["CDN"] > 0:
            raise Failed(
                f"{who} did not take the Xet path for {repo}: the storage sent {sent['XORBS']:,} of"
                f" {self.stored[repo]:,} bytes, the CDN {sent['CDN']:,}"
            )
        again = sent["XORBS"] / self.stored[repo] - 1
        if again > 0.005:
            print(f"        {who} fetched {again:.1%} of {repo} more than once", flush=True)

    def _control(self, method, what, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json"}
        connection.request(method, "/_standin/" + what, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise Failed(f"{method} {what} at the Hub's controls: {answer.status} {answer.read().decode()}")
        return json.loads(answer.read())

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


@contextlib.contextmanager
def no_cdn():
    """An address where nobody listens, for repos that are on Xet: there is no other way to their files."""
    yield f"http://127.0.0.1:{processes.free_port()}"


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
def hub(cdn_base, front=None, **sizes):
    """The Hub with the repos of these sizes; makes their files when they are new, which takes a while."""
    port = front.hub_port if front else processes.free_port()
    app = settings.HOME / "target"
    command = [java(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"]
    command += [f"-Dbench.port={port}", f"-Dbench.cdn={cdn_base}", f"-Dbench.files={settings.FILES}"]
    properties = {**sizes, **(front.properties if front else {})}
    command += [f"-Dbench.{name}={value}" for name, value in properties.items()]
    command += [f"-Djava.io.tmpdir={processes.fresh(settings.RUNS / 'storage')}"]
    command += ["-cp", f"{app}/test-classes:{(app / 'test-classpath').read_text()}"]
    process = processes.start("hub", command + ["io.hfdownloader.standin.bench.BenchHub"])
    try:
        processes.until(is_ready, process, 900)
        warm_page_cache()
        endpoint = front.properties["hub-front"] if front else f"http://127.0.0.1:{port}"
        yield Hub(port, stored_bytes(), endpoint, front.trust if front else {})
    finally:
        processes.stop(process)


def is_ready():
    return "ready" in hub_log()


def stored_bytes():
    return {repo: int(size) for repo, size in re.findall(r"^stored (\S+) (\d+)$", hub_log(), re.MULTILINE)}


def hub_log():
    return (settings.LOGS / "hub.log").read_text()


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
