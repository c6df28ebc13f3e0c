# shop.bash: a scripted shop (tests/fault/http_script.py) for tests of crt-sync.
#
#	load helper
#	load shop

load serve

# shop RULES [OPTION...]: start the server, or give a running one other rules; $SHOP is its address.
shop() {
	printf '%s' "$1" > shop.new
	mv shop.new shop.json
	shift
	[ -e shop.run/served ] || serve shop.run http_script.py shop.json "$@"
	SHOP=http://127.0.0.1:$(< shop.run/port)
}

# asked FILTER: what jq says of the requests, as one list; a shop that was not asked has none.
requests() {
	touch shop.run/log
	jq -rs "$1" shop.run/log
}

# woo SLUG [ARGUMENT...]: a WooCommerce store at $SHOP with credentials and $SENDER.
woo_store() {
	local slug=$1
	shift
	private_file keys 'consumer_key: ck_marker
consumer_secret: cs_marker'
	crt 0 sync store add "$slug" --platform woocommerce --url "$SHOP" --name "$slug" --currency EUR \
		--credentials keys --set "from=${SENDER-$slug@shop.example}" "$@"
}
