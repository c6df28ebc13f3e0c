-- clicks.lua: wrk follows the links of a file.
dofile(os.getenv("LUA") .. "/replay.lua")

function init()
	wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	for path in io.lines(os.getenv("CLICKS")) do
		requests[#requests + 1] = wrk.format("GET", path)
	end
end
