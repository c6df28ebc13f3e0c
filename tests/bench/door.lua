-- door.lua: wrk sends the deliveries of a file, one after the other, and prints one line.
local lines, at = {}, 0

function init()
	local name = os.getenv("DELIVERIES")
	for line in io.lines(name) do
		lines[#lines + 1] = line
	end
	wrk.method = "POST"
	wrk.headers["Content-Type"] = "application/json"
	wrk.headers["X-Shopify-Topic"] = "checkouts/update"
end

function request()
	at = at % #lines + 1
	local sign, body = lines[at]:match("^(%S+) (.*)$")
	wrk.headers["X-Shopify-Hmac-Sha256"] = sign
	return wrk.format(nil, nil, nil, body)
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format("RESULT %d %d %.0f %.2f %.2f %.2f\n", summary.requests,
	    e.status + e.connect + e.read + e.timeout, summary.requests / (summary.duration / 1e6),
	    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
