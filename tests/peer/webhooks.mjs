// webhooks.mjs: crt and two libraries of Standard Webhooks accept each other's signatures, and reject the same.
//
// PEER=FOLDER node tests/peer/webhooks.mjs BUILD     (FOLDER as "make check-peer" fills it)
//
// The libraries get the key as base64, the scheme's notation; for crt it is the secret's own bytes.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const peers = { standardwebhooks: require('standardwebhooks').Webhook, svix: require('svix').Webhook };
const program = join(process.argv[2], 'peer', 'webhook');
const ROUNDS = 40;
const SECOND = 1000;

function crt(args, body) {
	const r = spawnSync(program, args, { input: body, encoding: 'utf8' });

	if (r.status !== 0)
		throw new Error(`${program} ended with ${r.status} ${r.stderr}`);
	return r.stdout.trim();
}

// The libraries use the machine's clock, so the times are near now.
function peer(Peer, secret, body, headers) {
	try {
		new Peer(Buffer.from(secret).toString('base64')).verify(body, headers);
		return true;
	} catch {
		return false;
	}
}

function text() {
	const words = ['"scope":"store/cart/updated"', '"a":"\u00e4\u{1f375}"', '"n":1.50', '"s":" . "', '"e":[]'];

	return `{${words[randomBytes(1)[0] % words.length]},"r":"${randomBytes(9).toString('base64')}"}`;
}

let failed = 0, count = 0;

function same(got, want, what) {
	count++;
	if (got !== want) {
		failed++;
		console.log(`${what}: ${got}, not ${want}`);
	}
}

for (const [name, Peer] of Object.entries(peers))
	for (let i = 0; i < ROUNDS; i++) {
		const secret = randomBytes(1 + (i % 60)).toString('hex');
		const id = `msg_${randomBytes(6).toString('hex')}`;
		const now = new Date(Math.floor(Date.now() / SECOND) * SECOND);
		const time = String(now.getTime() / SECOND);
		const body = text();
		const theirs = new Peer(Buffer.from(secret).toString('base64')).sign(id, now, body);
		const ours = crt(['sign', secret, id, time], body);
		const verify = (signature, at = now, t = time, b = body) =>
			crt(['verify', secret, at.toISOString(), id, t, signature], b);
		const told = (signature, t = time, b = body) =>
			peer(Peer, secret, b, { 'webhook-id': id, 'webhook-timestamp': t, 'webhook-signature': signature });

		same(theirs, ours, `${name}: one signature`);
		same(verify(theirs), 'genuine', `${name}: theirs`);
		same(told(ours), true, `${name}: ours`);
		for (const list of [`v1,${'A'.repeat(43)}= ${theirs}`, `v1a,zzz ${theirs}`, theirs.replace('v1', 'v2'),
			theirs.slice(0, -2), '', 'v1,'])
			same(verify(list) === 'genuine', told(list), `${name}: "${list}"`);
		same(verify(theirs, now, time, `${body} `) === 'genuine', told(theirs, time, `${body} `), `${name}: a blank more`);
		for (const off of [-400, -290, 290, 400]) {
			const then = new Date(now.getTime() + off * SECOND);
			const t = String(then.getTime() / SECOND);
			const moved = crt(['sign', secret, id, t], body);

			same(verify(moved, now, t) === 'genuine', told(moved, t), `${name}: ${off} seconds off`);
			same(verify(moved, now, t), Math.abs(off) > 300 ? 'stale' : 'genuine', `${name}: ${off} seconds off`);
		}
	}

console.log(`${count} signatures checked by crt, standardwebhooks and svix, ${failed} differ`);
process.exit(failed ? 1 : 0);
