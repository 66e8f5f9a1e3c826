#!/usr/bin/env python3
"""A disk in a folder, by FUSE, that lacks what some real ones lack: it knows no locks, forces no folder, takes no colon
in a name, counts time in steps of two seconds, and keeps no file larger than a limit. Runs until it is unmounted.
"""

import argparse
import errno
import os

try:
    from fusepy import FUSE, FuseOSError, Operations
except ImportError:  # as PyPI names it
    from fuse import FUSE, FuseOSError, Operations


class BareDisk(Operations):
    """What is written goes to the folder behind it."""

    def __init__(self, folder, largest):
        self.folder = folder
        self.largest = largest

    def real(self, path):
        if ":" in path:
            raise FuseOSError(errno.EINVAL)
        return os.path.join(self.folder, path.lstrip("/"))

    # --- what it lacks

    def lock(self, path, fh, cmd, lock):
        raise FuseOSError(errno.ENOLCK)

    def fsyncdir(self, path, datasync, fh):
        raise FuseOSError(errno.EINVAL)

    def getattr(self, path, fh=None):
        found = os.lstat(self.real(path))
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_ino", "st_dev")
        return {name: getattr(found, name) for name in names} | {
            name: int(getattr(found, name)) // 2 * 2 for name in ("st_atime", "st_mtime", "st_ctime")
        }

    def write(self, path, data, offset, fh):
        if offset + len(data) > self.largest:
            raise FuseOSError(errno.EFBIG)
        return os.pwrite(fh, data, offset)

    # --- what it has

    def access(self, path, mode):
        if not os.access(self.real(path), mode):
            raise FuseOSError(errno.EACCES)

    def create(self, path, mode, fi=None):
        return os.open(self.real(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def flush(self, path, fh):
        return 0

    def fsync(self, path, datasync, fh):
        return os.fsync(fh)

    def mkdir(self, path, mode):
        return os.mkdir(self.real(path), mode)

    def open(self, path, flags):
        return os.open(self.real(path), flags & ~os.O_APPEND)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.real(path))]

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

    def truncate(self, path, length, fh=None):
        os.truncate(self.real(path), length)

    def unlink(self, path):
        return os.unlink(self.real(path))

    def utimens(self, path, times=None):
        return os.utime(self.real(path), times)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", help="where the bytes are")
    arguments.add_argument("mountpoint")
    arguments.add_argument("--largest", type=int, default=1 << 40, help="bytes of the largest file it takes")
    given = arguments.parse_args()
    FUSE(BareDisk(given.folder, given.largest), given.mountpoint, foreground=True, nothreads=True, big_writes=True)
