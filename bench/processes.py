"""Starting, measuring and ending processes."""

import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass

import settings

LIMIT_SECONDS = 1800
TICKS = os.sysconf("SC_CLK_TCK")

# Nothing of the caller's account or proxies may change what is measured.
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("HF_", "HUGGING", "QUARKUS_", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"))
    and name.lower() not in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
}
CLEAN.update(NO_PROXY="127.0.0.1,localhost", no_proxy="127.0.0.1,localhost", LC_ALL="C.UTF-8")


class Failed(Exception):
    """Something that makes the whole run worthless; its text says what to do."""


@dataclass(frozen=True)
class Sample:
    """One run: seconds on the clock, seconds of CPU (user and system), bytes of memory at most."""

    wall: float
    cpu: float
    rss: int


def bound():
    probe = socket.socket()
    probe.bind(("127.0.0.1", 0))
    return probe


def free_port():
    with bound() as probe:
        return probe.getsockname()[1]


def run(name, commands, environment=None):
    """Runs commands one after the other and adds up what they took. Output goes to a log."""
    wall = cpu = rss = 0
    log_path = settings.LOGS / (name + ".log")
    with open(log_path, "ab") as log:
        for command in commands:
            started = time.monotonic()
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**CLEAN, **(environment or {})},
            )
            status, usage = wait(process)
            wall += time.monotonic() - started
            cpu += usage.ru_utime + usage.ru_stime
            rss = max(rss, usage.ru_maxrss * 1024)
            if status != 0:
                raise Failed(f"{command[0]} ended with status {status}; see {log_path}")
    return Sample(wall, cpu, rss)


def wait(process):
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage
        time.sleep(0.002)
    process.kill()
    process.wait()
    raise Failed(f"{process.args[0]} did not end within {LIMIT_SECONDS} seconds")


def start(name, command, environment=None, cwd=None):
    """Starts what runs in the background; its output goes to a log of that name, which is begun anew."""
    with open(settings.LOGS / (name + ".log"), "wb") as log:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**CLEAN, **(environment or {})},
            cwd=cwd,
        )


def stop(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_port(process, port, seconds=60):
    """Until somebody listens; fails when the process ends before."""
    return until(lambda: listens(port), process, seconds)


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def answers(port, path):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def until(condition, process, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None:
            raise Failed(f"{process.args} ended by itself; see the logs in {settings.LOGS}")
        if time.monotonic() > deadline:
            raise Failed(f"{process.args} did not start within {seconds} seconds; see the logs in {settings.LOGS}")
        time.sleep(0.02)


def cpu_of(pid):
    """Seconds of user and system time that a process has used so far, all its threads together."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_rss_of(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise Failed(f"No VmHWM of process {pid}")


def settle():
    """The same start for everybody: nothing left to be written, nobody busy."""
    os.sync()
    time.sleep(settings.SETTLE_SECONDS)


def put_aside(folder):
    """For later deletion: some file systems look long for a place when many files were deleted shortly before."""
    aside = settings.RUNS / "aside"
    aside.mkdir(parents=True, exist_ok=True)
    folder.rename(aside / str(len(list(aside.iterdir()))))


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
