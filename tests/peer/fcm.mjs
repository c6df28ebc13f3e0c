// fcm.mjs: the push messages that crt sends fit the types of FCM's own client, and Node verifies the signed statement.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/fcm.mjs BUILD
//
// OPENAPI/fcm/fcm_v1_generated.json is made from the types of @googleapis/fcm. Prism, from npm, validates each request
// with it.

import { spawn } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

const program = join(process.argv[2], 'peer', 'fcm');
const prism = join(process.env.PEER ?? '/nowhere', 'node_modules', '.bin', 'prism');
const file = join(process.env.OPENAPI ?? '/nowhere', 'fcm', 'fcm_v1_generated.json');
const PORT = 14033;
const TRIES = 100;

if (!existsSync(prism) || !existsSync(file)) {
	console.log('skipped: no Prism in PEER, or OPENAPI has no fcm/fcm_v1_generated.json');
	process.exit(0);
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let failed = 0, statements = 0;

// Google's tokens: only a statement that the account has signed gets one.
const tokens = createServer((request, response) => {
	let body = '';

	request.on('data', (bytes) => { body += bytes; });
	request.on('end', () => {
		const [head, claims, signature] = new URLSearchParams(body).get('assertion').split('.');
		const read = (part) => JSON.parse(Buffer.from(part, 'base64url'));
		const good = verify('sha256', `${head}.${claims}`, createPublicKey(privateKey), Buffer.from(signature, 'base64url'))
			&& read(head).alg === 'RS256' && read(claims).iss === 'crt@demo.example'
			&& read(claims).aud === `http://127.0.0.1:${tokens.address().port}/token` && read(claims).exp > Date.now() / 1000;

		statements++;
		failed += good ? 0 : 1;
		response.writeHead(good ? 200 : 400, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ access_token: 'ya29.token', expires_in: 3599, token_type: 'Bearer' }));
	});
});

await new Promise((done) => tokens.listen(0, '127.0.0.1', done));
const folder = mkdtempSync(join(tmpdir(), 'crt-fcm-'));
const key = join(folder, 'key.json');

writeFileSync(key, JSON.stringify({ type: 'service_account', project_id: 'demo', private_key_id: 'k1', client_email: 'crt@demo.example',
	private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
	token_uri: `http://127.0.0.1:${tokens.address().port}/token` }, null, 2), { mode: 0o600 });

const server = spawn(prism, ['mock', '-h', '127.0.0.1', '-p', String(PORT), file], { stdio: 'ignore' });
const url = `http://127.0.0.1:${PORT}`;
let up = false;

for (let i = 0; i < TRIES && !up; i++)
	up = await fetch(url).then(() => true, () => new Promise((done) => setTimeout(() => done(false), 200)));

const child = spawn(program, [url, key]);
let got = '';

child.stdout.on('data', (bytes) => { got += bytes; });
const status = await new Promise((done) => child.on('close', done));

if (!up || status !== 0 || got.trim() !== 'full sent 200\ntext sent 200\nlater sent 200') {
	failed++;
	console.log(`exit ${status}:\n${got}`);
}
server.kill();
tokens.close();
rmSync(folder, { recursive: true });
console.log(`fcm: ${failed} of ${statements} statements and 1 run differ from the description`);
process.exit(failed ? 1 : 0);
