// twilio.mjs: the requests of crt fit Twilio's description of its API, and both count the same segments.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/twilio.mjs BUILD
//
// OPENAPI/patched/twilio_messages_strict.json is the vendor's file with its known errors corrected. Prism,
// from npm, validates each request with it. The segments are those of Twilio's own calculator.

import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const program = join(process.argv[2], 'peer', 'twilio');
const prism = join(process.env.PEER ?? '/nowhere', 'node_modules', '.bin', 'prism');
const file = join(process.env.OPENAPI ?? '/nowhere', 'patched', 'twilio_messages_strict.json');
const PORT = 14032;
const TRIES = 100;
const ROUNDS = 3000;
const url = `http://127.0.0.1:${PORT}`;
let failed = 0;

const require = createRequire(join(process.env.PEER ?? '/nowhere', 'package.json'));
const { SegmentedMessage } = require('sms-segments-calculator');
const PIECES = ['a', 'Z', ' ', '\n', '\r\n', '\u20ac', '[', '~', '\u00e9', '\u00e7', '\u201c', '\u2026', '\u00a0', '`', '\t', '\u4e2d',
	'\u{1f600}', '\u{1f44d}\u{1f3fd}', '\u0e01\u0e33', 'e\u0301', '\u{1f1e9}\u{1f1ea}', '\uff21', '\u00bd', '\u0639'];

for (const smart of [false, true]) {
	const texts = [...Array(ROUNDS)].map(() => {
		const few = PIECES.slice(0, randomInt(1, PIECES.length + 1));

		return [...Array(randomInt(1, 400))].map(() => few[randomInt(few.length)]).join('');
	});
	const got = spawnSync(program, ['segments', smart ? '1' : '0'], { input: texts.map((t) => `${t}\0`).join(''), encoding: 'utf8' }).stdout.trim().split('\n');

	texts.forEach((text, i) => {
		const m = new SegmentedMessage(text, 'auto', smart);
		const want = `${m.segmentsCount} ${m.messageSize / (m.encodingName === 'GSM-7' ? 7 : 16)} ${m.encodingName}`;

		if (got[i] !== want && failed++ < 5)
			console.log(`${got[i]}, not ${want}, smart ${smart}: ${JSON.stringify(text)}`);
	});
}
console.log(`twilio: ${failed} of ${2 * ROUNDS} texts have other segments`);

if (existsSync(prism) && existsSync(file)) {
	const server = spawn(prism, ['mock', '-p', String(PORT), file], { stdio: 'ignore' });
	let up = false;

	for (let i = 0; i < TRIES && !up; i++)
		up = await fetch(url).then(() => true, () => new Promise((done) => setTimeout(() => done(false), 200)));

	// The last message has no number: the description rejects something, and crt fails that message alone.
	const want = 'full sent 201|number sent 201|no_number suppress 21211|search nothing|probe ready';
	const got = spawnSync(program, [url], { encoding: 'utf8' }).stdout.trim().split('\n').join('|');

	if (!up || got !== want) {
		failed++;
		console.log(`not ${want}:\n${got}`);
	}
	server.kill();
} else
	console.log('skipped: no Prism in PEER, or OPENAPI has no patched/twilio_messages_strict.json');
process.exit(failed ? 1 : 0);
