// sendgrid.mjs: the mails that crt sends fit SendGrid's description of its API, whatever it responds.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/sendgrid.mjs BUILD
//
// OPENAPI/patched/sendgrid_mail_strict.json is the vendor's file with its known errors corrected. Prism,
// from npm, validates each request with it.

import { join } from 'node:path';
import { description, mock, printed, proxy } from './prism.mjs';

const program = join(process.argv[2], 'peer', 'sendgrid');
const file = description('patched', 'sendgrid_mail_strict.json');
const PORT = 14030;
const url = `http://127.0.0.1:${PORT}`;
let failed = 0, runs = 0;

if (file === undefined)
	process.exit(0);

async function run(want, lines, ...more) {
	const got = await printed(program, [url, ...more]);
	const short = got.split('\n').slice(0, lines).map((l) => l.split(' ').slice(0, 3).join(' ')).join('|');

	runs++;
	if (short !== want) {
		failed++;
		console.log(`not ${want}:\n${got}`);
	}
}

// An empty subject is not allowed: the description rejects something, and crt fails that mail alone.
const server = await mock(file, PORT);

await run('full sent 202|text sent 202|no_subject failed 400', 3);
await run('full sent 202|text sent 202|no_subject failed 400', 3, 'sandbox');
server.kill();

const errors = [{ message: 'of the stub', field: null }];

for (const [status, fate, headers] of [[202, 'sent'], [400, 'failed'], [401, 'untried'], [413, 'failed'], [429, 'untried', { 'Retry-After': '1' }],
	[500, 'unknown']]) {
	const stub = await proxy(file, PORT, [{ status, headers, body: { errors } }]);

	await run(`full ${fate} ${status}`, 1);
	if (stub.wanted[0] !== status) {
		failed++;
		console.log(`the description refused the mail before status ${status}`);
	}
	stub.stop();
}
console.log(`sendgrid: ${failed} of ${runs} runs differ from the description`);
process.exit(failed ? 1 : 0);
