-- serve.lua: wrk sends the deliveries of a file.
dofile(os.getenv("LUA") .. "/replay.lua")

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
