"""Our service with 128 MiB of heap, started by start.sh with its flags or as an executable, asked through its API."""

import http.client
import json
import time

import processes
import settings
from processes import Failed, Sample

POLL_SECONDS = 0.05  # each costs the service some of what is measured
LONGEST_SECONDS = 1800


class Service:
    """One process, to be used as a context."""

    blocked = 0  # warnings of blocked event loops in the logs of all processes so far

    def __init__(self, hub, log="ours", java_opts="", keeps_files=False, heap="128m", core=None, models=None):
        self.hub = hub
        self.log = settings.LOGS / (log + ".log")
        self.name = log
        self.keeps_files = keeps_files
        self.heap = heap
        self.pinned = [] if core is None else ["taskset", "-c", core]
        self.java_opts = f"-Xmx{heap} {java_opts}".strip()
        self.port = processes.free_port()
        self.models = models or processes.fresh(settings.RUNS / "models")
        self.told = set()  # what it said that its downloads waited for

    def __enter__(self):
        home = processes.fresh(settings.RUNS / "ours-home")
        if settings.EXECUTABLE:
            command = [*self.pinned, settings.EXECUTABLE, f"-Xmx{self.heap}", f"-Duser.home={home}"]
        else:
            command = [*self.pinned, settings.HOME / "start.sh"]
        environment = {
            "JAVA_OPTS": f"{self.java_opts} -Duser.home={home}",
            "HF_HOME": str(home),
            "HF_ENDPOINT": self.hub.endpoint,
            **self.hub.trust,
            "HF_DOWNLOADER_MODELS_DIR": str(self.models),
            "QUARKUS_HTTP_PORT": str(self.port),
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME": f"{settings.LOOP_LIMIT_MILLIS}ms",
        }
        self.process = processes.start(self.name, command, environment)
        self.pid = self.process.pid  # taskset and start.sh become the service, and so does the launcher of executables
        try:
            processes.until(lambda: processes.answers(self.port, "/q/health/ready"), self.process, 120)
        except BaseException:
            processes.stop(self.process)
            raise
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        return self

    def __exit__(self, *_):
        self.connection.close()
        processes.stop(self.process)
        self.note_blocked()
        if self.keeps_files:
            processes.put_aside(self.models)
        else:
            processes.fresh(self.models)

    def note_blocked(self):
        """Each process begins its log anew, so what it says of event loops is kept in another."""
        lines = self.log.read_text().splitlines()
        told = [index for index, line in enumerate(lines) if "has been blocked" in line]
        Service.blocked += len(told)
        with open(settings.LOGS / "blocked.log", "a", encoding="utf-8") as kept:
            kept.writelines("\n".join([self.name, *lines[index : index + 25], "", ""]) for index in told)

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Failed(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text) if text else None

    def download(self, repo):
        """From the request to the first answer that says completed."""
        cpu = processes.cpu_of(self.pid)
        started = time.monotonic()
        job = self.call("POST", "/api/v1/downloads", {"repo": repo})["id"]
        while True:
            state = self.state(job)
            if state == "completed":
                break
            if state in ("failed", "cancelled", "paused"):
                raise Failed(f"Our download ended as {state}: {self.call('GET', '/api/v1/downloads/' + job)['error']}")
            if time.monotonic() - started > LONGEST_SECONDS:
                raise Failed(f"Our download did not end within {LONGEST_SECONDS} seconds")
            time.sleep(POLL_SECONDS)
        wall = time.monotonic() - started
        sample = Sample(wall, processes.cpu_of(self.pid) - cpu, processes.peak_rss_of(self.pid))
        self.call("DELETE", "/api/v1/downloads/" + job)
        return sample

    def state(self, job):
        for download in self.call("GET", "/api/status")["downloads"]:
            if download["id"] == job:
                waiting = download["waiting"]
                if waiting and waiting["code"] not in ("queued", "closing"):
                    self.told.add(waiting["reason"])
                return download["state"]
        raise Failed("Our download is not listed")

    def forget(self, repo):
        """Deletes a model again, and waits until its large files are gone."""
        self.call("DELETE", "/api/v1/library/models/" + repo + "?now=true")
        deadline = time.monotonic() + 60
        while any(file.stat().st_size > settings.MIB for file in self.models.rglob("*") if file.is_file()):
            if time.monotonic() > deadline:
                raise Failed("A deleted model still takes space after a minute")
            time.sleep(0.1)

    def folder(self, repo):
        return self.models / repo
