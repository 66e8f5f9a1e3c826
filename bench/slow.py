"""The slow disk of slow_disk.py, mounted for a while."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys

import processes
import settings

PACKAGES = "try: import fusepy\nexcept ImportError: import fuse"


def is_here():
    """Whether this machine has what it needs."""
    return os.path.exists("/dev/fuse") and shutil.which("fusermount") is not None and python() is not None


def python():
    """The one that knows FUSE: the distribution's package is for its own."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(candidate):
            tried = subprocess.run([candidate, "-c", PACKAGES], check=False, stderr=subprocess.DEVNULL)
            if tried.returncode == 0:
                return candidate
    return None


@contextlib.contextmanager
def disk():
    """An empty one; yields where it is."""
    behind = processes.fresh(settings.RUNS / "disk")
    at = processes.fresh(settings.RUNS / "slow")
    script = pathlib.Path(__file__).with_name("slow_disk.py")
    command = [python(), script, behind, at, settings.DISK_RATE, settings.DISK_CACHE]
    process = processes.start("slow-disk", command)
    try:
        processes.until(lambda: os.path.ismount(at), process, 30)
        models = at / "models"
        models.mkdir()
        yield models
    finally:
        subprocess.run(["fusermount", "-u", "-z", at], check=False, stderr=subprocess.DEVNULL)
        processes.stop(process)
        shutil.rmtree(behind, ignore_errors=True)
