// fcm.mjs: the push messages that crt sends fit the types of FCM's own client, whatever it responds, and jose verifies the signed statement.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/fcm.mjs BUILD
//
// OPENAPI/fcm/fcm_v1_generated.json is made from the types of @googleapis/fcm. Prism, from npm, validates each request
// with it.

import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { description, mock, printed, proxy } from './prism.mjs';

const program = join(process.argv[2], 'peer', 'fcm');
const file = description('fcm', 'fcm_v1_generated.json');
const PORT = 14033;

if (file === undefined)
	process.exit(0);

const jose = createRequire(join(process.env.PEER, 'package.json'))('jose');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let failed = 0, statements = 0;

// Google's tokens: only a statement that the account has signed gets one.
const tokens = createServer((request, response) => {
	let body = '';

	request.on('data', (bytes) => { body += bytes; });
	request.on('end', async () => {
		const good = await jose.jwtVerify(new URLSearchParams(body).get('assertion'), createPublicKey(privateKey), {
			algorithms: ['RS256'], issuer: 'crt@demo.example', audience: `http://127.0.0.1:${tokens.address().port}/token`,
			maxTokenAge: '1h', requiredClaims: ['iat', 'exp', 'scope'],
		}).then(() => true, (why) => { console.log(String(why)); return false; });

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

const url = `http://127.0.0.1:${PORT}`;
const server = await mock(file, PORT);
const got = await printed(program, [url, key]);

if (got !== 'full sent 200\ntext sent 200\nlater sent 200') {
	failed++;
	console.log(got);
}
server.kill();

for (const [status, code, fate] of [[404, 'UNREGISTERED', 'suppress'], [403, 'SENDER_ID_MISMATCH', 'suppress'], [400, 'INVALID_ARGUMENT', 'suppress'],
	[401, 'THIRD_PARTY_AUTH_ERROR', 'retry'], [429, 'QUOTA_EXCEEDED', 'untried'], [503, 'UNAVAILABLE', 'unknown']]) {
	const body = { error: { code: status, message: 'of the stub', status: 'X', details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: code }] } };
	const stub = await proxy(file, PORT, [{ status, body, headers: { 'Retry-After': '1' } }]);
	const first = (await printed(program, [url, key])).split('\n')[0];

	if (!first.startsWith(`full ${fate} `) || stub.wanted[0] !== status) {
		failed++;
		console.log(`not ${fate} for ${status} ${code}: ${first}`);
	}
	stub.stop();
}
tokens.close();
rmSync(folder, { recursive: true });
console.log(`fcm: ${failed} of ${statements} statements and runs differ from the description`);
process.exit(failed ? 1 : 0);
