// twilio.mjs: the requests of crt fit Twilio's description of its API, whatever it responds, and both count the same segments.
//
// PEER=FOLDER OPENAPI=FOLDER node tests/peer/twilio.mjs BUILD
//
// OPENAPI/patched/twilio_messages_strict.json is the vendor's file with its known errors corrected. Prism,
// from npm, validates each request with it. The segments are those of Twilio's own calculator.

import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { description, mock, printed, proxy } from './prism.mjs';

const program = join(process.argv[2], 'peer', 'twilio');
const file = description('patched', 'twilio_messages_strict.json');
const PORT = 14032;
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

if (file) {
	// The last message has no number: the description rejects something, and crt fails that message alone.
	const want = 'full sent 201|number sent 201|no_number suppress 21211|search nothing|probe ready';
	const server = await mock(file, PORT);
	const got = (await printed(program, [url])).split('\n').join('|');

	if (got !== want) {
		failed++;
		console.log(`not ${want}:\n${got}`);
	}
	server.kill();
	for (const [status, code, fate] of [[400, 21610, 'opted_out'], [400, 21614, 'suppress'], [401, 20003, 'untried'], [429, 20429, 'untried'], [500, 20500, 'unknown']]) {
		const body = { code, message: 'of the stub', more_info: `https://www.twilio.com/docs/errors/${code}`, status };
		const stub = await proxy(file, PORT, [{ status, body, headers: { 'Retry-After': '1' } }]);
		const first = (await printed(program, [url])).split('\n')[0];

		if (!first.startsWith(`full ${fate} `) || stub.wanted[0] !== status) {
			failed++;
			console.log(`not ${fate} for status ${status}, code ${code}: ${first}`);
		}
		stub.stop();
	}
}
process.exit(failed ? 1 : 0);
