-- replay.lua: wrk sends the requests of a table, one after the other, and prints one line.
requests = {}
local at = 0

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
