# serve_ingest.bash: the webhook server behind an nginx of its own, on a socket in the test's folder.
#
#	load helper
#	load serve_ingest
#	hooked acme shopify		a store with the secret "the secret of acme"
#	ingest_serve			the webhook server and nginx; what nginx has is in nginx/
#	post shopify acme FILE [HEADER...]	a delivery, signed; its status and what was said
#
# Both are ended by their ids in shut.  setup and teardown of a test are the defaults.

setup() { test_begin; need_nginx; }
teardown() { servers_end && test_end; }

NGINX=$(PATH=$PATH:/usr/sbin command -v nginx || :)

need_nginx() {
	[ "$NGINX" ] || skip "no nginx"
	command -v curl > /dev/null || skip "no curl"
}

# hooked SLUG PLATFORM [SECRET]
webhook_store() {
	store "$1"
	query "UPDATE crt.stores SET platform = upper('$2')::crt.platform WHERE slug = '$1'"
	secret "$1" "${3:-the secret of $1}"
}

# secret SLUG SECRET [TIME]: in force from now on, and the one before for a while.
secret() {
	"$B/fault/secret" "$(query "SELECT id FROM crt.stores WHERE slug = '$1'")" "${@:2}"
}

# ingest_serve [OPTION...]: started, and it answers.
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

# until_says TEXT: /health says it.
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

# shut: what was started is ended; ingest_end: crt-ingest serve alone, by SIGTERM.
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

# web ARGUMENT...: curl to our nginx: the status, and what was said.
request_url() {
	curl -s --max-time 120 --unix-socket "$PWD/web.sock" ${CACERT:+--cacert "$CACERT"} -w '%{http_code} ' -o said "$@" || :
	cat said 2> /dev/null
	rm -f said
}

# ask PATH [ARGUMENT...]
request() { request_url "${@:2}" "${BASE:-http://serve.example}$1"; }

sign() { openssl dgst -sha256 -hmac "$2" -binary "$1" | base64 -w 0; }

# post PLATFORM STORE FILE [SECRET [ARGUMENT...]]: a file as a signed delivery.
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

# many STORE FROM TO AT_ONCE [SECONDS]: checkouts n0001...; a line each with its answer.
deliver_many() { /usr/bin/python3 "$TOP/tests/fault/deliver.py" "$PWD/web.sock" "$1" "the secret of $1" "${@:2}"; }

# release: who holds a table (helper.bash) leaves it.
unlock_table() {
	query "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE $HERE AND mode = 'AccessExclusiveLock'
		AND relation IS NOT NULL" > released
}

# until_stored N: so many carts.
until_stored() {
	until_true "count(*) = $1 FROM crt.carts" || { cat serve.err; carts; return 1; }
	assert_equal "$(query 'SELECT count(*), count(DISTINCT (store_id, external_id)) FROM crt.carts')" "$1|$1"
}

# ingest_dead: it was killed, or is now.
ingest_dead() {
	kill -9 "$(< serve.pid)" 2> /dev/null || :
	wait "$(< serve.pid)" 2> /dev/null || :
	rm serve.pid
}

carts() { query 'SELECT external_id, value FROM crt.carts ORDER BY 1' | paste -sd ' '; }
