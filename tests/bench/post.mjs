// post.mjs: posts one body many times by undici, several at once, as a Node shop would use a provider's API.
//
// node post.mjs URL TIMES FILE PARALLEL

import { readFileSync } from 'node:fs';

const [url, times, file, parallel] = process.argv.slice(2);
const body = readFileSync(file);
let left = Number(times);

async function worker() {
	while (left-- > 0) {
		const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization: 'Bearer key' } });

		await response.arrayBuffer();
		if (response.status !== 202)
			process.exit(1);
	}
}

await Promise.all(Array.from({ length: Number(parallel) }, worker));
