#!/usr/bin/env bats
# serve_web.bats: the configurations for web servers in etc/web, as installed.

load helper
load serve_ingest

setup() {
	test_begin
	CONF=$TOP/etc/web BASE=https://crt.example.com CACERT=nginx/fullchain.pem
}

# The shipped configuration in a server of this test; only paths are changed, and the rate of a store's
# requests, so that how fast they come does not matter.
nginx_conf() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=crt.example.com \
		-addext subjectAltName=DNS:crt.example.com -keyout nginx/privkey.pem -out nginx/fullchain.pem 2> /dev/null
	sed -e "s|/etc/ssl/crt/|$PWD/nginx/|; s|/run/crt/serve.sock|$PWD/serve.sock|; s|include fastcgi_params|include /etc/nginx/fastcgi_params|" \
		-e 's|rate=50r/s|rate=1r/m|' -e "s|listen 443 ssl http2;|listen unix:$PWD/web.sock ssl http2;|; /listen \[::\]/d" \
		"$CONF/nginx.conf" > nginx/crt.conf
	cat <<-END
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		pid pid; error_log error.log; events { }
		http {
		    access_log off; client_body_temp_path body; fastcgi_temp_path fastcgi; proxy_temp_path proxy;
		    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
		    include crt.conf;
		}
	END
}

@test "nginx accepts its configuration unchanged" {
	need_nginx
	mkdir nginx
	nginx_conf > nginx/conf
	"$NGINX" -t -p "$PWD/nginx" -c conf -e error.log 2> reported
	assert_has "test is successful" reported
	assert_equal "$(grep -c warn reported)" 0
}

# Catches: the connection is closed before the body is read, so that nginx responds with 502.
@test "crt's own limit of a body reaches the client through nginx, as 413" {
	need_nginx
	webhook_store acme shopify
	ingest_serve --body-max 1024
	head -c 500000 /dev/zero > huge
	assert_equal "$(post_signed shopify acme huge | head -1 | cut -d' ' -f1)" 413
	checkout c1 > body
	assert_equal "$(post_signed shopify acme body)" "200 stored"
}

@test "nginx speaks TLS 1.3 and HTTP/2, passes deliveries on, and rejects large or frequent ones" {
	need_nginx
	webhook_store acme shopify
	ingest_serve
	checkout c1 > body
	assert_equal "$(post_signed shopify acme body)" "200 stored"
	assert_equal "$(request /health -w '%{http_version} ' )" "2 ok"
	assert_equal "$(request /health --tls-max 1.2)" "000 "
	assert_equal "$(request /other | head -1 | cut -d' ' -f1)" 404
	head -c 1100000 /dev/zero > huge
	assert_equal "$(post_signed shopify acme huge | head -1 | cut -d' ' -f1)" 413
	for _ in {1..360}; do
		printf 'url = "%s/hooks/shopify/nobody"\noutput = /dev/null\n' "$BASE"
	done > urls
	# With HTTP/1.1: nginx does not read a rejected body of HTTP/2, and curl may miss the response when the stream ends.
	curl -s --http1.1 --unix-socket "$PWD/web.sock" --cacert "$CACERT" -d x --parallel -K urls \
		-w '%{http_code} %header{retry-after}\n' > codes
	assert_equal "$(sort -u codes | sed 's/ $//' | grep -v 401)" "429 5"
	assert_equal "$(post_signed shopify acme body)" "200 stored"
}

@test "Apache accepts its configuration unchanged" {
	command -v apache2 > /dev/null || skip "no apache2"
	mods=/usr/lib/apache2/modules
	mkdir logs
	{
		echo "ServerName crt.example.com"
		for m in mpm_event authz_core proxy proxy_fcgi ssl http2; do
			echo "LoadModule ${m}_module $mods/mod_$m.so"
		done
		cat "$CONF/apache.conf"
	} > conf
	apache2 -t -d "$PWD" -f "$PWD/conf" 2> reported
	assert_has "Syntax OK" reported
}

@test "lighttpd accepts its configuration unchanged" {
	command -v lighttpd > /dev/null || skip "no lighttpd"
	{ echo "server.document-root = \"$PWD\""; cat "$CONF/lighttpd.conf"; } > conf
	lighttpd -tt -f conf > reported 2>&1
	assert_equal "$(grep -ci error reported)" 0
}

@test "Caddy accepts its configuration unchanged" {
	command -v caddy > /dev/null || skip "no caddy"
	caddy validate --adapter caddyfile --config "$CONF/Caddyfile" > reported 2>&1
	assert_has "Valid configuration" reported
}
