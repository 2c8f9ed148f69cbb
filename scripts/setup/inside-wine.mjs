/**
 * The command that runs a line of shell in the Debian with Wine, with mounts and process ids of its
 * own: when it ends, or who started it, however they do, its mounts and everything it started are
 * gone.
 *
 * @param {{root: string, binds?: Record<string, string>, env?: Record<string, string>}} machine
 *   binds: folders of this machine, by the place at which they are seen in there
 * @param {string} line
 * @returns {string[]}
 */
export function insideWine({ root: debian, binds = {}, env = {} }, line) {
  const mounts = Object.entries(binds).flatMap(([place, from]) => [from, place]);
  const variables = Object.entries({
    HOME: '/root',
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    WINEPREFIX: '/prefix',
    WINEDEBUG: '-all',
    ...env,
  }).map(([name, value]) => `${name}=${value}`);
  const script = `set -e
root=$1; line=$2; shift 2
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
while [ "$1" != -- ]; do mount --bind "$1" "$root$2"; shift 2; done
shift
chroot "$root" env -i "$@" sh -c "$line"`;
  return [
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...['unshare', '--mount', '--pid', '--fork', '--kill-child'],
    ...['sh', '-c', script, 'sh', debian, line, ...mounts, '--', ...variables],
  ];
}
