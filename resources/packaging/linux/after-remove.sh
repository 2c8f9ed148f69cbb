#!/bin/sh
# After the files are gone, of deb ("remove", "purge") and rpm (0); not when a newer one takes over.
# A terminal's state is in the home of who uses it, and stays: what has not been handed in is there.
set -e
root="$DPKG_ROOT"

case "$1" in
    remove | purge | 0)
        rm -f "$root/usr/bin/${executable}"
        # What switched the start at log-in on points nowhere now.
        autostart="$root/etc/xdg/autostart/${executable}.desktop"
        if [ -L "$autostart" ] && [ ! -e "$autostart" ]; then rm -f "$autostart"; fi
        if [ -z "$root" ] && [ -d /run/udev ] && command -v udevadm >/dev/null; then
            udevadm control --reload || true
        fi
        ;;
esac
