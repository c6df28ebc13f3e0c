# parts.awk: random numbers, times, money, JSON records, and the order of arrival, for feed.awk.
# Times are seconds since 2026-11-01T00:00:00Z; October is negative.

# Park and Miller's generator: 31 bits times 16807 is exact in a double, so every awk agrees.
function rnd(n) {
	seed = (seed * 16807) % 2147483647
	return int(seed / 2147483647 * n)
}

function chance(per_mille) {
	return rnd(1000) < per_mille
}

function between(low, high) {
	return low + rnd(high - low + 1)
}

# "de 700 fr 300": chooses a word by its weight, in thousandths.
function weighted(words,    part, n, i, roll) {
	n = split(words, part, " ")
	roll = rnd(1000)
	for (i = 1; i < n - 1; i += 2) {
		if (roll < part[i + 1])
			return part[i]
		roll -= part[i + 1]
	}
	return part[n - 1]
}

function hex(n,    out) {
	out = ""
	while (n-- > 0)
		out = out substr("0123456789abcdef", rnd(16) + 1, 1)
	return out
}

function uuid() {
	return hex(8) "-" hex(4) "-4" hex(3) "-a" hex(3) "-" hex(12)
}

function stamp(t,    d, s, month) {
	d = int(t / DAY)
	if (d * DAY > t)
		d--
	s = t - d * DAY
	month = d < 0 ? 10 : d < 30 ? 11 : 12
	d += d < 0 ? 32 : d < 30 ? 1 : -29
	return sprintf("2026-%02d-%02dT%02d:%02d:%02d.%03dZ", month, d,
		int(s / 3600), int(s / 60) % 60, s % 60, (s * 7919 + d * 31) % 1000)
}

# All arithmetic is in minor units; only this function writes them as decimals.
function money(minor, currency,    text) {
	text = currency == "JPY" ? minor "" : sprintf("%d.%02d", int(minor / 100), minor % 100)
	return "{\"amount\":\"" text "\",\"currency\":\"" currency "\"}"
}

function quote(text) {
	gsub(/"/, "\\\\&", text)
	return "\"" text "\""
}

function member(name, text) {
	return text == "" ? "" : ",\"" name "\":" quote(text)
}

function record(shop, id, type, time, subject, data) {
	count++
	return "{\"specversion\":\"1.0\",\"id\":\"" short[shop] "-" id "\",\"source\":\"/stores/" shop \
		"\",\"type\":\"crt." type "\",\"time\":\"" stamp(time) "\",\"subject\":\"" subject \
		"\",\"data\":{" data "}}"
}

# Records that arrive after the last day are left out.
function arrives(t, line) {
	t = int(t)
	if (t >= 0 && t < DAYS * DAY)
		at[t] = at[t] line "\n"
}

# Writes one feed a day, or with by=N one every N hours, named by its beginning, and one of all.
function write_feeds(dir, by,    t, name, open) {
	printf "" > (dir "/feed.ndjson")
	for (t = 0; t < DAYS * DAY; t++) {
		if (t % (by ? by * 3600 : DAY) == 0) {
			if (open != "")
				close(open)
			name = substr(stamp(t), 1, by ? 13 : 10)
			open = dir "/feed/" name ".ndjson"
			printf "" > open
		}
		if (t in at) {
			printf "%s", at[t] > open
			printf "%s", at[t] > (dir "/feed.ndjson")
		}
	}
}
