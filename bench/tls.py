"""TLS before everything that serves: nginx with the bench's own authority, which all contenders are told to trust."""

import contextlib
import os
import shutil
import subprocess
from dataclasses import dataclass

import processes
import settings
import source

NGINX = (
    """
daemon off;
{module}
{user}
worker_processes auto;
pid {work}/nginx-tls.pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  tcp_nopush on;
  keepalive_requests 100000;
  default_type application/octet-stream;
"""
    + source.TEMPORARY
    + """
  server {{
    listen 127.0.0.1:{files_port} ssl;
    {certificate}
    root {files};
  }}
}}
stream {{
  {certificate}
  tcp_nodelay on;
  {passed}
}}
"""
)
MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so"
AUTHORITY = settings.WORK / "tls" / "authority.pem"


@dataclass(frozen=True)
class Front:
    """What clients are told: addresses with TLS, and where the Hub's process has to listen behind them."""

    cdn: str
    hub_port: int
    properties: dict
    trust: dict


@contextlib.contextmanager
def front(capped):
    """Each connection to it becomes one to what is behind, so that limits for connections stay what they are."""
    make_certificates()
    names = ("hub", "cas", "xorbs", "cdn", "files")
    outside = dict(zip(names, free_ports(len(names))))
    behind = dict(zip(names, free_ports(len(names))))
    limited = source.capped_cdn(behind["cdn"]) if capped else None
    process = start(outside, behind)
    try:
        processes.await_port(process, outside["files"])
        if limited:
            processes.await_port(limited, behind["cdn"])
        at = {name: f"https://127.0.0.1:{port}" for name, port in outside.items()}
        properties = {
            "hub-front": at["hub"],
            "cas-front": at["cas"],
            "cas-port": behind["cas"],
            "xorbs-front": f"https://localhost:{outside['xorbs']}",
            "xorbs-port": behind["xorbs"],
        }
        yield Front(at["cdn"] if capped else at["files"], behind["hub"], properties, trust())
    finally:
        processes.stop(process)
        if limited:
            processes.stop(limited)


def free_ports(count):
    """Not one after the other: a port that was given back may be given again."""
    with contextlib.ExitStack() as held:
        return [held.enter_context(processes.bound()).getsockname()[1] for _ in range(count)]


def start(outside, behind):
    settings.FILES.mkdir(parents=True, exist_ok=True)
    passed = "".join(
        f"server {{ listen 127.0.0.1:{outside[name]} ssl; proxy_pass 127.0.0.1:{behind[name]}; }}\n  "
        for name in ("hub", "cas", "xorbs", "cdn")
    )
    folder = AUTHORITY.parent
    config = settings.WORK / "nginx-tls.conf"
    config.write_text(
        NGINX.format(
            module=f"load_module {MODULE};" if os.path.exists(MODULE) else "",
            user="user root;" if os.geteuid() == 0 else "",
            work=settings.WORK,
            files=settings.FILES,
            files_port=outside["files"],
            certificate=f"ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;"
            " ssl_protocols TLSv1.2 TLSv1.3;",
            passed=passed,
        )
    )
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    return processes.start("nginx-tls", [binary, "-e", "stderr", "-p", settings.WORK, "-c", config])


def make_certificates():
    """RSA of 2048 bits, as the Hub's own; for a month, made anew when they are gone."""
    folder = AUTHORITY.parent
    if (folder / "server.pem").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    key = ["-newkey", "rsa:2048", "-nodes", "-days", "30"]
    openssl(
        "req", "-x509", *key, "-subj", "/CN=bench authority", "-keyout", folder / "authority.key", "-out", AUTHORITY
    )
    openssl("req", *key[:3], "-subj", "/CN=localhost", "-keyout", folder / "server.key", "-out", folder / "server.csr")
    (folder / "names.cnf").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    signed = ["-CA", AUTHORITY, "-CAkey", folder / "authority.key", "-CAcreateserial", "-days", "30"]
    names = ["-extfile", folder / "names.cnf"]
    openssl("x509", "-req", "-in", folder / "server.csr", *signed, *names, "-out", folder / "server.pem")


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def trust():
    """The environment of whoever shall trust the bench's authority."""
    return {name: str(AUTHORITY) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")}
