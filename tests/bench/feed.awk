# feed.awk -v n=EVENTS [-v first=1] [-v carts=N]: cart updates of about 830 bytes, a fifth of them repeats of a cart.
# One store, "bench"; the same numbers each time.
function random() { seed = (seed * 16807) % 2147483647; return seed }
BEGIN {
	seed = first ? first : 1
	last = first ? first : 1
	for (i = 0; i < n; i++) {
		cart = random() % 100 < 20 && last > 1 ? 1 + random() % last : ++last
		t = int(i / 10)
		time = sprintf("2026-11-%02dT%02d:%02d:%02d.%03dZ",
		    1 + int(t / 86400) % 20, int(t / 3600) % 24, int(t / 60) % 60, t % 60, i % 10 * 100)
		price = 1 + random() % 200
		printf "{\"specversion\":\"1.0\",\"id\":\"ev-%d-%d\",\"source\":\"/stores/bench\"," \
		    "\"type\":\"crt.cart.updated\",\"time\":\"%s\",", first, i, time
		printf "\"subject\":\"cart/c%d\",\"data\":{\"cart\":{\"id\":\"c%d\"," \
		    "\"url\":\"https://bench.example/cart/c%d\",\"currency\":\"EUR\",", cart, cart, cart
		printf "\"total\":{\"amount\":\"%d.90\",\"currency\":\"EUR\"},\"items\":[", price + 30
		printf "{\"id\":\"p%d\",\"sku\":\"SKU-%d\",\"title\":\"Stonewashed linen throw\",\"variant\":\"Indigo\"," \
		    "\"quantity\":1,\"price\":{\"amount\":\"%d.90\",\"currency\":\"EUR\"}," \
		    "\"image\":\"https://img.bench.example/p%d.jpg\"},", i % 500, i % 500, price, i % 500
		printf "{\"id\":\"p%d\",\"sku\":\"SKU-%d\",\"title\":\"Waffle towel set\",\"quantity\":2," \
		    "\"price\":{\"amount\":\"15.00\",\"currency\":\"EUR\"}," \
		    "\"image\":\"https://img.bench.example/p%d.jpg\"}]},", i % 99, i % 99, i % 99
		printf "\"customer\":{\"id\":\"k%d\",\"email\":\"person%d@example.com\"," \
		    "\"first_name\":\"Amelia\",\"last_name\":\"Foster\",\"locale\":\"en\",\"country\":\"US\"}}}\n", cart, cart
	}
}
