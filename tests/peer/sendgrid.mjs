// sendgrid.mjs: the mails that crt sends fit SendGrid's description of its API.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/sendgrid.mjs BUILD
//
// OPENAPI/patched/sendgrid_mail_strict.json is the vendor's file with its known errors corrected. Prism,
// from npm, validates each request with it.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const program = join(process.argv[2], 'peer', 'sendgrid');
const prism = join(process.env.PEER ?? '/nowhere', 'node_modules', '.bin', 'prism');
const file = join(process.env.OPENAPI ?? '/nowhere', 'patched', 'sendgrid_mail_strict.json');
const PORT = 14030;
const TRIES = 100;
const url = `http://127.0.0.1:${PORT}`;

if (!existsSync(prism) || !existsSync(file)) {
	console.log('skipped: no Prism in PEER, or OPENAPI has no patched/sendgrid_mail_strict.json');
	process.exit(0);
}

const server = spawn(prism, ['mock', '-p', String(PORT), file], { stdio: 'ignore' });
let up = false;

for (let i = 0; i < TRIES && !up; i++)
	up = await fetch(url).then(() => true, () => new Promise((done) => setTimeout(() => done(false), 200)));

// An empty subject is not allowed: the description rejects something, and crt fails that mail alone.
const want = 'full sent 202|text sent 202|no_subject failed 400';
let failed = up ? 0 : 1;

for (const more of [[], ['sandbox']]) {
	const got = spawnSync(program, [url, ...more], { encoding: 'utf8' }).stdout;
	const short = got.trim().split('\n').map((l) => l.split(' ').slice(0, 3).join(' ')).join('|');

	if (short !== want) {
		failed++;
		console.log(`not ${want}:\n${got}`);
	}
}
server.kill();
console.log(`sendgrid: ${failed} runs differ from the description`);
process.exit(failed ? 1 : 0);
