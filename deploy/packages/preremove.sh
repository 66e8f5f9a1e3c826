#!/bin/sh
# $1 is "remove" (Debian) or 0 (rpm) when it goes, "upgrade" or 1 when another version comes. Models and settings stay.
set -eu
case ${1:-} in
  remove | 0)
    if [ -d /run/systemd/system ]; then
      systemctl disable --now hf-downloader.service || true
    fi
    ;;
esac
