# serve_ingest.bash: the webhook server behind its own nginx, on a socket in the test's folder.
#
#	load helper
#	load serve_ingest
#	webhook_store acme shopify	a store with the secret "the secret of acme"
#	ingest_serve			starts the webhook server and nginx; the files of nginx are in nginx/
#	post_signed shopify acme FILE	posts a signed delivery and prints status and response
#
# servers_end ends both by their process ids. setup and teardown are the defaults.

setup() { test_begin; need_nginx; }
teardown() { servers_end && test_end; }

NGINX=$(PATH=$PATH:/usr/sbin command -v nginx || :)

need_nginx() {
	[ "$NGINX" ] || skip "no nginx"
	command -v curl > /dev/null || skip "no curl"
}

# webhook_store SLUG PLATFORM [SECRET]
webhook_store() {
	store "$1"
	query "UPDATE crt.stores SET platform = upper('$2')::crt.platform WHERE slug = '$1'"
	secret "$1" "${3:-the secret of $1}"
}

# secret SLUG SECRET [TIME]: sets the secret. The previous one stays valid for a while.
secret() {
	"$B/fault/secret" "$(query "SELECT id FROM crt.stores WHERE slug = '$1'")" "${@:2}"
}

# ingest_serve [OPTION...]: starts the servers and waits until they respond.
ingest_serve() {
	ingest_start "$@"
	[ -e nginx/pid ] || nginx_start
	until_health ok
}

ingest_start() {
	"$B/bin/crt-ingest" serve --log text --socket "$PWD/serve.sock" --mode 0666 --spool "$PWD/spool" "$@" \
		2>> serve.err 3>&- < /dev/null &
	echo $! > serve.pid
}

# until_health TEXT: waits until /health responds with TEXT.
until_health() {
	local i
	for ((i = 0; i < 5000; i++)); do
		[ "$(request /health)" != "200 $1" ] || return 0
		pause 0.02
	done
	echo "never: $1, but $(request /health)"
	cat serve.err
	return 1
}

nginx_start() {
	mkdir -p nginx
	nginx_conf > nginx/conf
	"$NGINX" -q -p "$PWD/nginx" -c conf -e error.log 3>&-
}

nginx_conf() {
	cat <<-END
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		pid pid;
		daemon on;
		worker_processes ${WORKERS:-1};
		error_log error.log;
		events { worker_connections 1024; }
		http {
		    access_log off;
		    client_body_temp_path body; fastcgi_temp_path fastcgi; proxy_temp_path proxy;
		    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
		    client_max_body_size 16m;
		    server {
		        listen unix:$PWD/web.sock;
		        location / {
		            fastcgi_pass unix:$PWD/serve.sock;
		            include /etc/nginx/fastcgi_params;
		        }
		    }
		}
	END
}

# servers_end: ends what was started. ingest_end: ends only crt-ingest serve, by SIGTERM.
servers_end() {
	[ ! -e nginx/pid ] || kill "$(< nginx/pid)"
	ingest_end
}
ingest_end() {
	local pid
	if [ -e serve.pid ]; then
		pid=$(< serve.pid)
		rm serve.pid
		kill "$pid" 2> /dev/null || :
		wait "$pid" || return
	fi
}

# request_url ARGUMENT...: requests a URL from nginx with curl, and prints status and response.
request_url() {
	curl -s --max-time 120 --unix-socket "$PWD/web.sock" ${CACERT:+--cacert "$CACERT"} -w '%{http_code} ' -o printed "$@" || :
	cat printed 2> /dev/null
	rm -f printed
}

# request PATH [ARGUMENT...]
request() { request_url "${@:2}" "${BASE:-http://serve.example}$1"; }

sign() { openssl dgst -sha256 -hmac "$2" -binary "$1" | base64 -w 0; }

# post_signed PLATFORM STORE FILE [SECRET [ARGUMENT...]]: posts FILE as a signed delivery.
post_signed() {
	local name topic
	case $1 in
	shopify) name=X-Shopify-Hmac-Sha256 topic='X-Shopify-Topic: checkouts/update' ;;
	woocommerce) name=X-WC-Webhook-Signature topic='X-WC-Webhook-Topic: order.updated' ;;
	esac
	request "/hooks/$1/$2" -H "$name: $(sign "$3" "${4:-the secret of $2}")" -H "$topic" \
		-H 'Content-Type: application/json' --data-binary "@$3" "${@:5}"
}

# checkout ID [AMOUNT [TIME]]: the body of a checkout.
checkout() {
	printf '{"token":"t-%s","cart_token":"%s","email":"ann@shop.example","updated_at":"%s",' "$1" "$1" \
		"${3:-2026-11-20T09:14:45Z}"
	printf '"presentment_currency":"EUR","currency":"EUR","total_price":"%s",' "${2:-12.50}"
	printf '"line_items":[{"title":"Tee","quantity":1,"price":"12.50"}]}'
}

# deliver_many STORE FROM TO AT_ONCE [SECONDS]: posts checkouts n0001...; prints a line for each response.
deliver_many() { /usr/bin/python3 "$TOP/tests/fault/deliver.py" "$PWD/web.sock" "$1" "the secret of $1" "${@:2}"; }

# unlock_table: ends the session of lock_table (helper.bash).
unlock_table() {
	query "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE $HERE AND mode = 'AccessExclusiveLock'
		AND relation IS NOT NULL" > released
}

# until_stored N: waits until N carts are stored.
until_stored() {
	until_true "count(*) = $1 FROM crt.carts" || { cat serve.err; carts; return 1; }
	assert_equal "$(query 'SELECT count(*), count(DISTINCT (store_id, external_id)) FROM crt.carts')" "$1|$1"
}

# ingest_dead: kills the webhook server if it still runs.
ingest_dead() {
	kill -9 "$(< serve.pid)" 2> /dev/null || :
	wait "$(< serve.pid)" 2> /dev/null || :
	rm serve.pid
}

carts() { query 'SELECT external_id, value FROM crt.carts ORDER BY 1' | paste -sd ' '; }
