#!/usr/bin/env python3
"""A slow disk in a folder, by FUSE: slow_disk.py FOLDER MOUNTPOINT RATE CACHE. Runs until it is unmounted.

It takes CACHE bytes as fast as they come, as memory before a disk does, and what is more than that at RATE bytes a
second; who forces a file waits until all that was taken has been written at that rate. Reads are as fast as memory.
"""

import errno
import os
import sys
import threading
import time

try:
    from fusepy import FUSE, FuseOSError, Operations
except ImportError:  # as PyPI names it
    from fuse import FUSE, FuseOSError, Operations


class Throttle:
    """When all that was taken will have been written; any thread may ask."""

    def __init__(self, rate, cache):
        self.rate = rate
        self.cache_seconds = cache / rate
        self.lock = threading.Lock()
        self.written_at = 0.0

    def take(self, count):
        with self.lock:
            self.written_at = max(self.written_at, time.monotonic()) + count / self.rate
            until = self.written_at - self.cache_seconds
        sleep_until(until)

    def drain(self):
        with self.lock:
            until = self.written_at
        sleep_until(until)


def sleep_until(instant):
    time.sleep(max(0.0, instant - time.monotonic()))


class SlowDisk(Operations):
    """What is written goes to the folder behind it."""

    use_ns = True

    def __init__(self, folder, throttle):
        self.folder = folder
        self.throttle = throttle

    def real(self, path):
        return os.path.join(self.folder, path.lstrip("/"))

    # --- what is slow

    def write(self, path, data, offset, fh):
        self.throttle.take(len(data))
        return os.pwrite(fh, data, offset)

    def fsync(self, path, datasync, fh):
        self.throttle.drain()
        return 0

    def fsyncdir(self, path, datasync, fh):
        self.throttle.drain()
        return 0

    # --- what is not

    def access(self, path, mode):
        if not os.access(self.real(path), mode):
            raise FuseOSError(errno.EACCES)

    def chmod(self, path, mode):
        return os.chmod(self.real(path), mode)

    def create(self, path, mode, fi=None):
        return os.open(self.real(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def flush(self, path, fh):
        return 0

    def getattr(self, path, fh=None):
        found = os.lstat(self.real(path))
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_ino", "st_dev", "st_blocks")
        times = {name: getattr(found, name + "_ns") for name in ("st_atime", "st_mtime", "st_ctime")}
        return {name: getattr(found, name) for name in names} | times

    def link(self, target, source):
        return os.link(self.real(source), self.real(target))

    def mkdir(self, path, mode):
        return os.mkdir(self.real(path), mode)

    def open(self, path, flags):
        return os.open(self.real(path), flags & ~os.O_APPEND)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.real(path))]

    def readlink(self, path):
        return os.readlink(self.real(path))

    def release(self, path, fh):
        return os.close(fh)

    def rename(self, old, new):
        return os.rename(self.real(old), self.real(new))

    def rmdir(self, path):
        return os.rmdir(self.real(path))

    def statfs(self, path):
        found = os.statvfs(self.real(path))
        names = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_ffree", "f_files", "f_frsize", "f_namemax")
        return {name: getattr(found, name) for name in names}

    def symlink(self, target, source):
        return os.symlink(source, self.real(target))

    def truncate(self, path, length, fh=None):
        os.truncate(self.real(path), length)

    def unlink(self, path):
        return os.unlink(self.real(path))

    def utimens(self, path, times=None):
        return os.utime(self.real(path), ns=times)


if __name__ == "__main__":
    behind, mountpoint, bytes_per_second, cache_bytes = sys.argv[1:]
    disk = SlowDisk(behind, Throttle(int(bytes_per_second), int(cache_bytes)))
    FUSE(disk, mountpoint, foreground=True, big_writes=True, kernel_cache=True)
