// bigcommerce.mjs: crt's requests to BigCommerce fit the vendor's description, and crt understands its responses.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/bigcommerce.mjs BUILD
//
// OPENAPI/bigcommerce has the vendor's files (carts.v3.yml, orders.v2.oas2.yml, ...). Prism, from npm,
// validates each request with them and responds with values of the described types.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const program = join(process.argv[2], 'peer', 'bigcommerce');
const prism = join(process.env.PEER ?? '/nowhere', 'node_modules', '.bin', 'prism');
const folder = join(process.env.OPENAPI ?? '/nowhere', 'bigcommerce');
const PORT = 14010;
const TRIES = 100;

if (!existsSync(prism) || !existsSync(join(folder, 'carts.v3.yml'))) {
	console.log('skipped: no Prism in PEER, or OPENAPI has no bigcommerce/carts.v3.yml');
	process.exit(0);
}

// The file that describes a path, and the prefix under which Prism serves it.
const files = [
	[/^\/v3\/customers\/subscribers/, 'subscribers.v3.yml'], [/^\/v3\/customers/, 'customers.v3.yml'],
	[/^\/v3\/carts/, 'carts.v3.yml'], [/^\/v3\/checkouts/, 'checkouts.v3.yml'],
	[/^\/v3\/hooks/, 'webhooks.v3.yml'], [/^\/v2\/orders/, 'orders.v2.oas2.yml'],
];

// Errors of the description itself: the text of the complaint, and why it is wrong.
const known = [
	['sort must be equal to one of the allowed values', 'its text says ":asc" may follow, its list does not'],
	["must have required property 'id'", 'one subscriber is requested for so; a list has no id'],
];

const running = new Map();

async function serve(file) {
	if (running.has(file))
		return running.get(file).port;

	const port = PORT + running.size;
	const child = spawn(prism, ['mock', '-p', String(port), join(folder, file)], { stdio: 'ignore' });

	running.set(file, { port, child });
	for (let i = 0; i < TRIES; i++) {
		try {
			await fetch(`http://127.0.0.1:${port}/`);
			return port;
		} catch {
			await new Promise((done) => setTimeout(done, 200));
		}
	}
	throw new Error(`Prism does not serve ${file}`);
}

function complaints(problems) {
	return problems.map((p) => p.message).filter((m) => !known.some(([text]) => m.includes(text)));
}

let failed = 0;

function fails(what) {
	failed++;
	console.log(what);
}

async function request(r) {
	const path = new URL(r.url).pathname.replace(/^\/stores\/hash/, '');
	const [, file] = files.find(([pattern]) => pattern.test(path));
	const port = await serve(file);
	const headers = Object.fromEntries(r.fields.trim().split('\n').map((l) => l.split(': ')));
	const url = `http://127.0.0.1:${port}${path.replace(/^\/v[23]/, '')}${new URL(r.url).search}`;
	const response = await fetch(url, { method: r.method, headers, body: r.body });
	const text = await response.text();

	if (response.status >= 400) {
		const wrong = complaints(JSON.parse(text).validation ?? [{ message: text }]);

		for (const message of wrong)
			fails(`${r.name}: ${r.method} ${path}: ${message}`);
		return wrong.length ? 'refused' : 'known to be wrong there';
	}

	const read = spawnSync(program, ['reads', r.name, String(response.status)], { input: text, encoding: 'utf8' });

	return `${response.status}, ${read.stdout.trim() || read.stderr}`;
}

const requested = spawnSync(program, ['requests'], { encoding: 'utf8' }).stdout.trim().split('\n').map(JSON.parse);

try {
	for (const r of requested) {
		if (r.error)
			fails(`${r.name}: ${r.error}`);
		console.log(`${r.name.padEnd(12)} ${r.method.padEnd(6)} ${await request(r)}`);
	}
} finally {
	for (const { child } of running.values())
		child.kill();
}
console.log(`${requested.length} requests, ${failed} complaints`);
process.exit(failed ? 1 : 0);
