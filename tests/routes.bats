#!/usr/bin/env bats
# routes.bats: the configurations of the web servers in etc/web follow the table of routes.

load cost

setup_file() { export TOP=$BATS_TEST_DIRNAME/..; }

# Seen to fail: a route /api/STORE that no configuration forwards.
@test "every web server forwards each route that platforms call, and only the machine itself sees its health" {
	signed=$(sed -n 's,^ROUTE(.*\, "\(/[a-z]*/\).*SIGNATURE.*,\1,p' "$TOP/cmd/ingest/serve/routes.def")
	machine=$(sed -n 's,^ROUTE(.*\, "\(/[a-z]*\)".*MACHINE.*,\1,p' "$TOP/cmd/ingest/serve/routes.def")
	[ "$signed" ]
	[ "$machine" ]
	for file in "$TOP"/etc/web/*; do
		[[ $file != *.cgi ]] || continue	# a program, not the configuration of a server
		for path in $signed; do grep -qF -- "$path" "$file"; done
	done
	for path in $machine; do
		[ "$(grep -lF -- "$path" "$TOP"/etc/web/*)" = "$TOP/etc/web/nginx.conf" ]
		grep -F -A 4 "location = $path " "$TOP/etc/web/nginx.conf" | grep -qF 'deny all;'
	done
}

# nginx_limits: prints, for each location of nginx.conf, its first path and what it limits.
nginx_limits() {
	awk '$1 == "location" { path = $(NF - 1); gsub(/[^a-z\/]/, "", path); zones = size = "" }
		$1 == "limit_req" { zones = zones " " $2 }
		$1 == "client_max_body_size" { size = $2 }
		path && $1 == "}" { print path " " size zones; path = "" }' "$TOP/etc/web/nginx.conf"
}

# Seen to fail: a location without the zone of its routes, or with another size of a form.
@test "nginx.conf limits the bodies and the rate of each route as routes.def lists them" {
	grep -qw "ROUTE_FORM_MAX $((16 * 1024))" "$TOP/cmd/ingest/serve/routes.h"
	nginx_limits > "$BATS_TEST_TMPDIR/limits"
	local routes=0
	while IFS=, read -r _ _ path _ body rate _; do
		case $path in
		/hooks/*) want="/hooks/ 1m;" ;;
		/?/TOKEN) want="/copru/ 16k;"; [[ ${path:1:1} == [copru] ]] ;;
		*) want="$path " ;;
		esac
		case $rate in
		STORE) want+=" zone=crt_store zone=crt_sender" ;;
		CLIENT) want+=" zone=crt_sender" ;;
		esac
		[ "$body" != FORM ] || [[ $want == *" 16k;"* ]]
		grep -qxF -- "$want" "$BATS_TEST_TMPDIR/limits" || { echo "$path: $want"; cat "$BATS_TEST_TMPDIR/limits"; false; }
		routes=$((routes + 1))
	done < <(sed -n 's/^ROUTE(\(.*\), "[^"]*")$/\1/p' "$TOP/cmd/ingest/serve/routes.def" | tr -d '" ')
	[ "$routes" -ge 10 ]
}
