#!/usr/bin/env bats
# peer_live.bats: Chromium shows the events of the live page, behind nginx; "make check-peer" sets PEER.

load helper

NGINX=$(PATH=$PATH:/usr/sbin command -v nginx || :)
FCGIWRAP=$(PATH=$PATH:/usr/sbin command -v fcgiwrap || :)

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	command -v chromium > /dev/null || skip "no chromium"
	[ "$NGINX" ] || skip "no nginx"
	[ "$FCGIWRAP" ] || skip "no fcgiwrap"
	test_begin
}

teardown() {
	[ ! -s nginx/pid ] || kill "$(< nginx/pid)"
	[ ! -s fcgiwrap.pid ] || kill "$(< fcgiwrap.pid)"
	[ -z "${PEER:-}" ] || [ -z "$NGINX$FCGIWRAP" ] || test_end
}

# The shipped configuration in a server of this test; only paths and the port are changed.
nginx_conf() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=crt.example.com \
		-keyout nginx/privkey.pem -out nginx/fullchain.pem 2> /dev/null
	printf 'owner:%s\n' "$(openssl passwd -apr1 secret)" > nginx/htpasswd
	sed -e "s|/etc/ssl/crt/|$PWD/nginx/|; s|/etc/nginx/crt.htpasswd|$PWD/nginx/htpasswd|; s|/var/lib/crt/report/|$PWD/pages/|" \
		-e "s|include fastcgi_params|include /etc/nginx/fastcgi_params|; s|/run/crt/events.sock|$PWD/events.sock|" \
		-e "s|/usr/local/share/crt/web/|$TOP/etc/web/|; s|listen 443 ssl http2;|listen 127.0.0.1:$1 ssl http2;|; /listen \[::\]/d" \
		"$TOP/etc/web/nginx.conf" > nginx/crt.conf
	cat <<-END
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		pid pid; error_log error.log; events { }
		http {
		    include /etc/nginx/mime.types;
		    access_log off; client_body_temp_path body; fastcgi_temp_path fastcgi; proxy_temp_path proxy;
		    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
		    include crt.conf;
		}
	END
}

# Seen to fail: buffering in nginx; a script that ignores its last ID. Catches: a stream without an ID before its first event.
@test "the live page shows an abandonment within 2 seconds of its commit, and after a broken connection each event once" {
	store acme
	crt 0 report dashboard -o pages
	local port
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	mkdir nginx
	nginx_conf "$port" > nginx/conf
	"$NGINX" -p "$PWD/nginx" -c conf -e error.log 3>&-
	PATH="$B/bin:$PATH" FCGIWRAP=$FCGIWRAP SCRIPT=$TOP/etc/web/live.cgi node "$TOP/tests/peer/live.mjs" "$port" "$B/screens" > report 2>&1 ||
		echo "status $?" >> report
	cat nginx/error.log
	assert_equal "$(< report)" ""
}
