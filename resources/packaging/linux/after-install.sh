#!/bin/sh
# After the files are there, of deb and rpm alike. What stands in braces, electron-builder puts in.
# DPKG_ROOT is where dpkg installs to, if that is not this system.
set -e
root="$DPKG_ROOT"
folder='/opt/${sanitizedProductName}'

mkdir -p "$root/usr/bin"
ln -sf "$folder/${executable}" "$root/usr/bin/${executable}"

# Chromium shuts its renderers in by user namespaces. Only where the kernel keeps these from people,
# its helper must be setuid to root instead. What an administrator has said about it holds.
unprivileged_namespaces() {
    [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null || echo 0)" != 0 ] &&
        [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null || echo 1)" != 0 ] &&
        [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null || echo 0)" = 0 ]
}
if ! dpkg-statoverride --list "$folder/chrome-sandbox" >/dev/null 2>&1; then
    if unprivileged_namespaces; then mode=0755; else mode=4755; fi
    chmod "$mode" "$root$folder/chrome-sandbox"
fi

# The rules for scanners, also for those that are plugged in already.
if [ -z "$root" ] && [ -d /run/udev ] && command -v udevadm >/dev/null; then
    udevadm control --reload || true
    udevadm trigger --action=change --subsystem-match=tty --subsystem-match=usb || true
fi
