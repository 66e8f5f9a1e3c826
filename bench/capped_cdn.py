"""A CDN that gives each connection so many bytes per second and no more: capped_cdn.py PORT FOLDER BYTES_PER_SECOND.

nginx's limit_rate counts for each request anew and lets the first second's worth pass at once, so that a client
that asks for short ranges would see no limit at all. Here the limit belongs to the connection, over all its requests.
"""

import http.server
import os
import pathlib
import re
import socketserver
import sys
import time

SLICE = 128 * 1024


class CappedCdn(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = pathlib.Path(".")
    rate = 1
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.free_at = 0.0  # when this connection may send its next byte

    def do_GET(self):
        file = self.folder / self.path.split("?")[0].lstrip("/")
        if ".." in self.path or not file.is_file():
            self.send_error(404)
            return
        with open(file, "rb") as content:
            size = os.fstat(content.fileno()).st_size
            start, end = self.asked_range(size)
            if start >= end and size > 0:
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{size}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_head(start, end, size)
            if self.command == "GET":
                self.send_bytes(content.fileno(), start, end)

    do_HEAD = do_GET

    def asked_range(self, size):
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not match:
            return 0, size
        return int(match[1]), min(size, int(match[2]) + 1 if match[2] else size)

    def send_head(self, start, end, size):
        if "Range" in self.headers:
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{os.path.basename(self.path.split("?")[0])}"')
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()

    def send_bytes(self, source, start, end):
        self.wfile.flush()
        # What was not sent in time may be made up for within 50 ms; a pause longer than that is lost.
        while start < end:
            now = time.monotonic()
            self.free_at = max(self.free_at, now - 0.05)
            if self.free_at > now:
                time.sleep(self.free_at - now)
            sent = os.sendfile(self.connection.fileno(), source, start, min(SLICE, end - start))
            if sent == 0:
                raise ConnectionError("the client is gone")
            start += sent
            self.free_at += sent / self.rate

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


if __name__ == "__main__":
    CappedCdn.folder = pathlib.Path(sys.argv[2])
    CappedCdn.rate = int(sys.argv[3])
    Server(("127.0.0.1", int(sys.argv[1])), CappedCdn).serve_forever()
