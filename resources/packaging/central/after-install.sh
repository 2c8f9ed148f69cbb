#!/bin/sh
# DPKG_ROOT is where dpkg installs to, if that is not this system.
set -e
[ -z "$DPKG_ROOT" ] || exit 0
if [ "$1" = configure ]; then
    getent passwd kerbside >/dev/null ||
        useradd --system --user-group --home-dir /var/lib/kerbside --no-create-home \
            --shell /usr/sbin/nologin kerbside
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        # After an update, if it runs.
        systemctl try-restart kerbside-central.service
    fi
fi
