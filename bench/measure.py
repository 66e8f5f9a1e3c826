"""Runs all works in rounds and writes the results. Called by run.sh, which sees to what is needed."""

import argparse
import contextlib
import os
import shutil
import subprocess
import threading
import time

import ours
import peers
import plans
import processes
import report
import scale
import settings
import slow
import source
import status
import tls
from processes import Failed
from report import ARIA2_MANY, ARIA2_WIDE, CURL, HF, HF_XET, OURS, OURS_COLD

SMALL_HEAP = "64m"
PEERS = {
    HF: peers.hf,
    HF_XET: peers.hf_xet,
    ARIA2_WIDE: peers.aria2_wide,
    ARIA2_MANY: peers.aria2_many,
    CURL: peers.curl_and_sha256sum,
}


class Bench:
    """What has been measured so far."""

    def __init__(self, only):
        self.only = only
        self.works = {}
        self.latencies = {}
        self.plans = []
        self.stalls = None  # what was told of a slow disk
        self.scale = []
        self.stored = {}  # by work, for those on Xet: bytes that have to come
        venv = settings.WORK / "venv"
        needed = {HF: "bin/hf", HF_XET: "lib/python*/site-packages/hf_xet"}
        self.missing = {name for name, path in needed.items() if not list(venv.glob(path))}

    def wants(self, work):
        return not self.only or work in self.only

    def rounds(self, work, repo, names, sizes, capped=False, delay=0):
        if self.wants(work):
            with source.cdn(capped) as cdn, source.hub(cdn, **sizes) as hub:
                self.all_rounds(work, hub, repo, names, delay)
        work = "tls-" + work
        if self.wants(work) and not delay:
            with tls.front(capped) as front, source.hub(front.cdn, front, **sizes) as hub:
                self.all_rounds(work, hub, repo, names, delay)

    def xet_rounds(self, work, repo, sizes, capped=False, delay=0):
        if self.wants(work):
            with source.no_cdn() as cdn, source.hub(cdn, **sizes) as hub:
                self.xet_work(work, hub, repo, capped, delay)
        work = "tls-" + work
        if self.wants(work) and not delay:
            with source.no_cdn() as cdn, tls.front(False) as front, source.hub(cdn, front, **sizes) as hub:
                self.xet_work(work, hub, repo, capped, delay)

    def xet_work(self, work, hub, repo, capped, delay):
        self.stored[work] = hub.stored[repo]
        if capped:
            hub.cap_storage(settings.CAP)
        self.all_rounds(work, hub, repo, [HF_XET], delay)

    def all_rounds(self, work, hub, repo, names, delay):
        names = [name for name in names if name not in self.missing]
        samples = self.works.setdefault(work, {})
        entries = hub.entries(repo)
        self.warm_up(hub, repo, entries)
        if delay:
            hub.add_delay(delay)
        contenders = [OURS, *names]
        for number in range(settings.ROUNDS):
            turn = number % len(contenders)
            for name in contenders[turn:] + contenders[:turn]:
                if name == OURS:
                    self.ours(work, hub, repo, entries, samples)
                else:
                    self.peer(work, name, hub, repo, entries, samples)
        shutil.rmtree(settings.RUNS / "aside", ignore_errors=True)

    def warm_up(self, hub, repo, entries):
        """The Hub is a Java program too: nobody shall be the first to ask it."""
        if has_many(entries):
            for _ in range(2):
                folder = processes.fresh(settings.RUNS / "warm-up")
                peers.aria2_many("warm-up", hub, repo, entries, folder)
                processes.put_aside(folder)

    def ours(self, work, hub, repo, entries, samples):
        many = has_many(entries)
        with ours.Service(hub, f"ours-{work}", keeps_files=many) as service:
            for name, wanted in ((OURS_COLD, repo), (OURS, repo + "-again" if many else repo)):
                processes.settle()
                with hub.watched(name, wanted):
                    note(samples, work, name, service.download(wanted))
                source.check(service.folder(wanted), entries)
                if not many:
                    service.forget(wanted)

    def peer(self, work, name, hub, repo, entries, samples):
        folder = processes.fresh(settings.RUNS / "peer")
        processes.settle()
        with hub.watched(name, repo):
            note(samples, work, name, PEERS[name](f"peer-{work}", hub, repo, entries, folder))
        source.check(folder, entries)
        if has_many(entries):
            processes.put_aside(folder)
        else:
            shutil.rmtree(folder)

    def huge(self):
        if not self.wants("huge"):
            return
        with source.cdn(False) as cdn, source.hub(cdn, huge=settings.HUGE) as hub:
            with ours.Service(hub, "ours-huge") as service, holes_dug_in(service.models):
                note(self.works.setdefault("huge", {}), "huge", OURS_COLD, service.download("bench/huge"))
                source.check(service.folder("bench/huge"), hub.entries("bench/huge"))

    def status(self):
        if not self.wants("status"):
            return
        with source.cdn(False) as cdn, source.hub(cdn, one=settings.ONE, many=settings.MANY) as hub:
            with ours.Service(hub, "ours-status") as service:
                for repo in ("bench/one", "bench/many"):
                    status.like_pages(service, repo, settings.STATUS_SECONDS / 4)  # until the code is compiled
                    self.latencies["pages, " + repo] = status.like_pages(service, repo)
                flat_out = status.flat_out(service, "bench/one")
                if flat_out:
                    self.latencies["flat out, bench/one"] = flat_out
        for name, latency in self.latencies.items():
            print(f"status  {name:24} {latency}", flush=True)

    def small_machine(self):
        if not self.wants("small"):
            return
        samples = self.works.setdefault("small", {})
        with source.cdn(False) as cdn, source.hub(cdn, eight=settings.EIGHT) as hub:
            with ours.Service(hub, "ours-small", heap=SMALL_HEAP, core="0") as service:
                for name in (OURS_COLD, OURS):
                    processes.settle()
                    note(samples, "small", name, service.download("bench/eight"))
                    source.check(service.folder("bench/eight"), hub.entries("bench/eight"))
                    service.forget("bench/eight")
                seen = status.like_pages(service, "bench/eight")
                self.latencies[report.SMALL_STATUS] = seen
                print(f"status  {report.SMALL_STATUS:24} {seen}", flush=True)

    def slow_disk(self):
        if not self.wants("disk"):
            return
        if not slow.is_here():
            print("disk       left out: it needs /dev/fuse, fusermount and python3-fusepy", flush=True)
            return
        samples = self.works.setdefault("disk", {})
        with source.cdn(False) as cdn, source.hub(cdn, eight=settings.EIGHT) as hub, slow.disk() as models:
            with ours.Service(hub, "ours-disk", heap=SMALL_HEAP, core="0", models=models) as service:
                note(samples, "disk", OURS_COLD, service.download("bench/eight"))
                source.check(service.folder("bench/eight"), hub.entries("bench/eight"))
                service.forget("bench/eight")
                seen = status.like_pages(service, "bench/eight")
                self.latencies[report.DISK_STATUS] = seen
                self.stalls = service.told
                print(f"status  {report.DISK_STATUS:24} {seen}", flush=True)
                print(f"disk       waits told: {sorted(service.told) or 'none'}", flush=True)

    def large_plans(self):
        if not self.wants("plans"):
            return
        for row in plans.measure():
            self.plans.append(row)
            print(f"plans      {row}", flush=True)

    def large_libraries(self):
        if not self.wants("scale"):
            return
        for row in scale.measure():
            self.scale.append(row)
            print(f"scale      {row}", flush=True)


def has_many(entries):
    return len(entries) > 8


def note(samples, work, name, sample):
    samples.setdefault(name, []).append(sample)
    print(f"{work:9}  {name:24} {sample.wall:8.2f} s  {sample.cpu:8.2f} s CPU  {sample.rss / 1e6:6.0f} MB", flush=True)


@contextlib.contextmanager
def holes_dug_in(folder):
    """Gives the blocks of zeros that have been written back to the disk, so that 20 GiB do not fill it."""
    over = threading.Event()

    def dig():
        while not over.wait(1):
            for file in folder.rglob("*"):
                with contextlib.suppress(OSError):
                    if file.is_file() and file.stat().st_blocks * 512 > 64 * settings.MIB:
                        subprocess.run(["fallocate", "--dig-holes", file], check=False, stderr=subprocess.DEVNULL)

    digger = threading.Thread(target=dig)
    digger.start()
    try:
        yield
    finally:
        over.set()
        digger.join()


def check_space():
    """The huge file needs no space in the end, but the service looks for it before it starts."""
    kept = settings.ONE + 8 * settings.EIGHT
    need = kept + max(kept, settings.HUGE, 2 * settings.XET_ONE, 2 * 8 * settings.XET_EIGHT)
    free = shutil.disk_usage(settings.WORK).free
    if free < need * 1.05 + 2**30:
        raise Failed(
            f"bench/.work needs {need / 2**30:.0f} GiB of free space and 1 GiB to spare; set BENCH_HUGE_MIB lower"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="works, separated by commas")
    only = set(filter(None, parser.parse_args().only.split(",")))
    for folder in (settings.FILES, settings.LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    processes.fresh(settings.RUNS)
    processes.fresh(settings.LOGS)
    check_space()

    bench = Bench(only)
    started = time.time()
    one, eight, many = {"one": settings.ONE}, {"eight": settings.EIGHT}, {"many": settings.MANY}
    bench.rounds("one", "bench/one", [HF, ARIA2_WIDE, CURL], one)
    bench.rounds("eight", "bench/eight", [HF, ARIA2_WIDE, CURL], eight)
    bench.rounds("many", "bench/many", [HF, ARIA2_MANY], many)
    bench.rounds("cap", "bench/one", [ARIA2_WIDE], one, capped=True)
    bench.rounds("delay", "bench/many", [HF, ARIA2_MANY], many, delay=settings.DELAY_MILLIS)
    xet_one, xet_eight = {"xet-one": settings.XET_ONE}, {"xet-eight": settings.XET_EIGHT}
    bench.xet_rounds("xet-one", "bench/xet-one", xet_one)
    bench.xet_rounds("xet-eight", "bench/xet-eight", xet_eight)
    bench.xet_rounds("xet-cap", "bench/xet-one", xet_one, capped=True, delay=settings.DELAY_MILLIS)
    bench.huge()
    bench.status()
    bench.small_machine()
    bench.slow_disk()
    bench.large_plans()
    bench.large_libraries()
    shutil.rmtree(settings.RUNS)

    load = os.getloadavg()[2]
    made = {}
    if bench.plans:
        made["Plans of large repositories"] = plans.table(bench.plans)
    if bench.scale:
        made["Large libraries"] = scale.table(bench.scale)
    taken = time.time() - started
    text = report.text(
        bench.works, bench.stored, bench.latencies, ours.Service.blocked, taken, load, made, bench.stalls
    )
    print("\n" + text)
    target = settings.RESULTS if not only else settings.WORK / "RESULTS-small.md"
    report.write(target, text)
    print(f"Written to {target}")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        raise SystemExit(f"bench: {failure}") from failure
