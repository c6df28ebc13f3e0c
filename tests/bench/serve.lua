-- serve.lua: wrk sends the deliveries of a file, one after the other, and prints one line.
local requests, at = {}, 0

function init()
	wrk.method = "POST"
	wrk.headers["Content-Type"] = "application/json"
	wrk.headers["X-Shopify-Topic"] = "checkouts/update"
	for line in io.lines(os.getenv("DELIVERIES")) do
		local sign, body = line:match("^(%S+) (.*)$")
		wrk.headers["X-Shopify-Hmac-Sha256"] = sign
		requests[#requests + 1] = wrk.format(nil, nil, nil, body)
	end
end

function request()
	at = at % #requests + 1
	return requests[at]
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format("RESULT %d %d %.0f %.2f %.2f %.2f\n", summary.requests,
	    e.status + e.connect + e.read + e.timeout, summary.requests / (summary.duration / 1e6),
	    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
