// post.mjs: posts one body many times by undici, several at once, as a Node shop would use a provider's API.
//
// node post.mjs URL TIMES FILE PARALLEL TYPE STATUS

import { readFileSync } from 'node:fs';

const [url, times, file, parallel, type, status] = process.argv.slice(2);
const body = readFileSync(file);
let left = Number(times);

async function worker() {
	while (left-- > 0) {
		const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': type, authorization: 'Bearer key' } });

		await response.arrayBuffer();
		if (response.status !== Number(status))
			process.exit(1);
	}
}

await Promise.all(Array.from({ length: Number(parallel) }, worker));
