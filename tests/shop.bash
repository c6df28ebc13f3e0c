# shop.bash: a scripted shop (tests/fault/http_script.py) for tests of crt-sync.
#
#	load helper
#	load shop

load serve

# shop RULES [OPTION...]: starts the server, or gives a running one new rules; $SHOP is its address.
shop() {
	printf '%s' "$1" > shop.new
	mv shop.new shop.json
	shift
	[ -s shop.run/served ] || serve shop.run http_script.py shop.json "$@"
	SHOP=http://127.0.0.1:$(< shop.run/port)
}

# requests FILTER: applies a jq filter to the list of requests, which is empty without requests.
requests() {
	touch shop.run/log
	jq -rs "$1" shop.run/log
}

# woo_store SLUG [ARGUMENT...]: adds a WooCommerce store at $SHOP with credentials and $SENDER.
woo_store() {
	local slug=$1
	shift
	private_file keys 'consumer_key: ck_marker
consumer_secret: cs_marker'
	crt 0 sync store add "$slug" --platform woocommerce --url "$SHOP" --name "$slug" --currency EUR \
		--credentials keys --set "from=${SENDER-$slug@shop.example}" "$@"
}
