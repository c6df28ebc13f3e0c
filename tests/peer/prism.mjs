// prism.mjs: starts Prism with a description of a vendor's API: as the API itself, or in front of a stub that responds in order.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const TRIES = 150;
const program = join(process.env.PEER ?? '/nowhere', 'node_modules', '.bin', 'prism');

// The path of a description below OPENAPI; undefined: it is missing, or Prism is.
export function description(...parts) {
	const file = join(process.env.OPENAPI ?? '/nowhere', ...parts);

	if (existsSync(program) && existsSync(file))
		return file;
	console.log(`skipped: no Prism in PEER, or OPENAPI has no ${parts.join('/')}`);
	return undefined;
}

// What a program prints.
export async function printed(path, args) {
	const child = spawn(path, args);
	let out = '';

	child.stdout.on('data', (bytes) => { out += bytes; });
	await new Promise((done) => child.on('close', done));
	return out.trim();
}

async function start(args, port) {
	const server = spawn(program, [...args.slice(0, 1), '-h', '127.0.0.1', '-p', String(port), ...args.slice(1)], { stdio: 'ignore' });

	for (let i = 0; i < TRIES; i++)
		if (await fetch(`http://127.0.0.1:${port}`).then(() => true, () => new Promise((done) => setTimeout(() => done(false), 200))))
			break;
	return server;
}

export const mock = (file, port) => start(['mock', file], port);

// A proxy that refuses each request that does not fit the description with 422, and gives the others the responses of the stub.
export async function proxy(file, port, responses) {
	const wanted = [];
	const stub = createServer((request, response) => {
		const { status, headers = {}, body = {} } = responses[Math.min(wanted.length, responses.length - 1)];

		wanted.push(status);
		request.resume();
		// Prism reads a body of that type, and SendGrid accepts a mail without one.
		response.writeHead(status, status === 202 ? headers : { 'content-type': 'application/json', ...headers });
		response.end(status === 202 ? '' : JSON.stringify(body));
	});

	await new Promise((done) => stub.listen(0, '127.0.0.1', done));
	const server = await start(['proxy', '--errors', file, `http://127.0.0.1:${stub.address().port}`], port);

	wanted.length = 0;
	return { wanted, stop: () => { server.kill(); stub.close(); } };
}
