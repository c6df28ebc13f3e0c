#!/bin/sh
# packages.sh PACKAGE...: install those of these Debian packages that are missing; on a terminal, with one progress line.
set -eu
absent() {
	for p; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || printf ' %s' "$p"
	done
}
missing=$(absent "$@")
[ "$missing" ] || exit 0
as=
[ "$(id -u)" = 0 ] || as=sudo
[ -z "$as" ] || command -v sudo >/dev/null || {
	echo "missing:$missing: install them as root, or install sudo" >&2
	exit 1
}
echo "installing packages:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# apt_get ARGUMENT...: apt reports its progress as "pmstatus:PACKAGE:PERCENT:TEXT".
apt_get() {
	if [ -t 1 ]; then
		$as env DEBIAN_FRONTEND=noninteractive apt-get -qq -o APT::Status-Fd=1 "$@" 2>>"$log" |
			awk -F : '/^(dl|pm)status:/ { printf "\r\033[K%s: %d %%", $1 == "dlstatus" ? "downloading" : $2, $3; fflush() }
				END { printf "\r\033[K" }'
	else
		$as env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null 2>>"$log"
	fi
}
# shellcheck disable=SC2086
for try in 1 2; do
	apt_get install -y --no-install-recommends $missing || :
	[ "$(absent "$@")" ] || exit 0
	[ "$try" = 2 ] || apt_get update || :
done
tail -n 20 "$log" >&2
echo "not installed:$(absent "$@")" >&2
exit 1
