# feed.awk -v n=EVENTS [-v first=1] [-v form=peer]: cart updates of about 750 bytes, a fifth of them of an earlier
# cart. All are of one store, "bench", and the same in each run. form=peer: the same carts as flat events for others.
function random() { seed = (seed * 16807) % 2147483647; return seed }
function item(id, sku, title, quantity, price) {
	return sprintf("{\"id\":\"p%d\",\"sku\":\"SKU-%d\",\"title\":\"%s\",\"variant\":\"Indigo\",\"quantity\":%d,\"price\":{\"amount\":\"%s\",\"currency\":\"EUR\"},\"image\":\"https://img.bench.example/p%d.jpg\"}",
	    id, sku, title, quantity, price, id)
}
function record(i, cart, time, total, items) {
	printf "{\"specversion\":\"1.0\",\"id\":\"ev-%d-%d\",\"source\":\"/stores/bench\",\"type\":\"crt.cart.updated\",\"time\":\"%s\",", first, i, time
	printf "\"subject\":\"cart/c%d\",\"data\":{\"cart\":{\"id\":\"c%d\",\"url\":\"https://bench.example/cart/c%d\",\"currency\":\"EUR\",", cart, cart, cart
	printf "\"total\":{\"amount\":\"%s\",\"currency\":\"EUR\"},\"items\":[%s]},", total, items
	printf "\"customer\":{\"id\":\"k%d\",\"email\":\"person%d@example.com\",\"first_name\":\"Amelia\",\"last_name\":\"Foster\",\"locale\":\"en\",\"country\":\"US\"}}}\n", cart, cart
}
function flat(i, cart, time, total, items) {
	printf "{\"specversion\":\"1.0\",\"id\":\"ev-%d-%d\",\"source\":\"/stores/1\",\"type\":\"crt.cart.updated\",\"time\":\"%s\",", first, i, time
	printf "\"subject\":\"cart/c%d\",\"data\":{\"cart_id\":\"c%d\",\"url\":\"https://bench.example/cart/c%d\",\"currency\":\"EUR\",", cart, cart, cart
	printf "\"total\":\"%s\",\"items\":[%s],", total, items
	printf "\"customer\":{\"id\":\"k%d\",\"email\":\"person%d@example.com\",\"name\":\"Amelia Foster\",\"locale\":\"en\",\"country\":\"US\"}}}\n", cart, cart
}
BEGIN {
	first = first ? first : 1
	seed = last = first
	for (i = 0; i < n; i++) {
		cart = random() % 100 < 20 && last > first ? first + random() % (last - first) : ++last
		t = int(i / 10)
		time = sprintf("2026-11-%02dT%02d:%02d:%02d.%03dZ", 1 + int(t / 86400) % 20, int(t / 3600) % 24, int(t / 60) % 60, t % 60, i % 10 * 100)
		price = 1 + random() % 200
		items = item(i % 500, i % 500, "Stonewashed linen throw", 1, price ".90") "," item(i % 99, i % 99, "Waffle towel set", 2, "15.00")
		if (form == "peer")
			flat(i, cart, time, price + 30 ".90", items)
		else
			record(i, cart, time, price + 30 ".90", items)
	}
}
