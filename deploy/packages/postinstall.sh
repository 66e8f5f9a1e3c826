#!/bin/sh
# A user of its own, who owns nothing but the models. Nothing is started: settings come first.
set -eu
if ! getent group hf-downloader >/dev/null; then
  groupadd --system hf-downloader
fi
if ! getent passwd hf-downloader >/dev/null; then
  useradd --system --gid hf-downloader --home-dir /var/lib/hf-downloader --no-create-home --shell /usr/sbin/nologin hf-downloader
fi
install -d -m 755 -o hf-downloader -g hf-downloader /var/lib/hf-downloader
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl try-restart hf-downloader.service || true # an upgrade; what runs goes on from the bytes on the disk
fi
