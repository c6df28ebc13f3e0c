# shop.bash: a scripted shop (tests/fault/http_script.py) for tests of crt-sync.
#
#	load helper
#	load shop
#	teardown() { shop_close; settle; }

# shop RULES [OPTION...]: start the server, or give a running one other rules; $SHOP is its address.
shop() {
	printf '%s' "$1" > shop.new
	mv shop.new shop.json
	shift
	[ -z "${SHOP_PID:-}" ] || return 0
	mkdir -p shop.run
	/usr/bin/python3 "$TOP/tests/fault/http_script.py" shop.run shop.json "$@" > shop.err 2>&1 3>&- &
	SHOP_PID=$!
	for _ in $(seq 200); do
		[ -e shop.run/port ] && break
		sleep 0.05
	done
	SHOP=http://127.0.0.1:$(cat shop.run/port)
}

shop_close() {
	[ -z "${SHOP_PID:-}" ] || kill "$SHOP_PID" 2> /dev/null || true
}

# asked FILTER: what jq says of the requests, as one list; a shop that was not asked has none.
asked() {
	touch shop.run/log
	jq -rs "$1" shop.run/log
}

# private FILE TEXT: a file that only its owner reads.
private() {
	(umask 077; rm -f "$1"; printf '%s\n' "$2" > "$1")
}

# woo SLUG [ARGUMENT...]: a WooCommerce store at $SHOP with credentials and $SENDER.
woo() {
	local slug=$1
	shift
	private keys 'consumer_key: ck_marker
consumer_secret: cs_marker'
	crt 0 sync store add "$slug" --platform woocommerce --url "$SHOP" --name "$slug" --currency EUR \
		--credentials keys --set "from=${SENDER-$slug@shop.example}" "$@"
}
