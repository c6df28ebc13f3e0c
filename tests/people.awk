# people.awk: makes records of N people over DAYS days from 2 November 2026, sorted by time.
#
#	awk -v n=60 -v days=7 -f people.awk
#
# Each leaves a cart. Every fifth leaves a second one some hours later. Every third changes it again.
# Every fourth buys, some at once, some days later.

function stamp(minutes) {
	return sprintf("2026-11-%02dT%02d:%02d:00Z", 2 + int(minutes / 1440), int(minutes % 1440 / 60), minutes % 60)
}

function put(minutes, type, data) {
	lines[++count] = sprintf("%s {\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/stores/acme\",\"type\":\"crt.%s\",\"time\":\"%s\",\"data\":%s}",
	    stamp(minutes), count, type, stamp(minutes), data)
}

function who(i) {
	return sprintf("{\"id\":\"%d\",\"email\":\"p%d@shop.example\",\"consent\":{\"email\":{\"state\":\"%s\"}}}", i, i,
	    i % 11 ? "granted" : "denied")
}

function cart(minutes, id, i) {
	put(minutes, "cart.updated", sprintf("{\"cart\":{\"id\":\"%s\",\"url\":\"https://shop.example/%s\",\"currency\":\"EUR\",\"total\":\"%d.50\",\"items\":[{\"title\":\"Cup\",\"quantity\":1}]},\"customer\":%s}",
	    id, id, 20 + i, who(i)))
}

BEGIN {
	srand(4)
	for (i = 1; i <= n; i++) {
		t = int(rand() * days * 1440)
		cart(t, "c" i, i)
		if (i % 3 == 0)
			cart(t + 7, "c" i, i)
		if (i % 5 == 0)
			cart(t + 200, "d" i, i)
		if (i % 4 == 0) {
			t += i % 8 ? 90 : 2000
			put(t, "order.placed", sprintf("{\"order\":{\"id\":\"o%d\",\"status\":\"bought\",\"currency\":\"EUR\",\"total\":\"20.00\",\"placed\":\"%s\"},\"customer\":%s}",
			    i, stamp(t), who(i)))
		}
	}
	for (i = 1; i <= count; i++)
		print lines[i] | "LC_ALL=C sort"
}
