// providers.mjs: crt accepts and rejects the same webhooks of SendGrid and Twilio as their own libraries.
//
// PEER=FOLDER [VECTORS=FOLDER] node tests/peer/providers.mjs BUILD     (PEER as "make check-peer" fills it)
//
// VECTORS has twilio_vectors.json and sendgrid_vector.json: signatures that the vendors published.

import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { EventWebhook } = require('@sendgrid/eventwebhook');
const twilio = require('twilio');
const { getExpectedTwilioSignature } = require('twilio/lib/webhooks/webhooks');
const program = join(process.argv[2], 'peer', 'provider');
const ROUNDS = 30;
const URL = 'https://crt.example/hooks/twilio/acme?a=1&b=%20';

let failed = 0, count = 0;

function crt(name, secret, url, time, signature, body) {
	const r = spawnSync(program, [name, secret, url, time, signature], { input: body, encoding: 'utf8' });

	if (r.status !== 0)
		throw new Error(`${program} ended with ${r.status} ${r.stderr}`);
	return r.stdout.trim() === 'genuine';
}

function same(got, want, what) {
	count++;
	if (got !== want) {
		failed++;
		console.log(`${what}: ${got}, not ${want}`);
	}
}

function text() {
	const parts = ['Stop', 'ä ö', '+', '%', '&=', '\u{1f375}', '', 'a\r\nb', '\u2019'];

	return `${parts[randomBytes(1)[0] % parts.length]}${randomBytes(3).toString('base64')}`;
}

for (let i = 0; i < ROUNDS; i++) {
	const token = randomBytes(16).toString('hex');
	const params = { MessageSid: `SM${i}`, From: '+15558675310', Body: text(), FromCity: '', [`N${i}`]: text() };
	const form = new URLSearchParams(params).toString();
	const signature = getExpectedTwilioSignature(token, URL, params);

	same(crt('twilio', token, URL, '', signature, form), true, `a form ${form}`);
	for (const [what, s, u, p] of [['another field', signature, URL, { ...params, X: '1' }], ['a field less', signature, URL, { Body: params.Body }],
		['another value', signature, URL, { ...params, Body: 'x' }], ['another path', signature, `${URL}x`, params], ['cut', signature.slice(0, -4), URL, params]])
		same(crt('twilio', token, u, '', s, new URLSearchParams(p).toString()), twilio.validateRequest(token, s, u, p), what);

	const json = JSON.stringify({ a: text() });
	const url = `${URL}&bodySHA256=${createHash('sha256').update(json).digest('hex')}`;
	const of = getExpectedTwilioSignature(token, url, {});

	for (const body of [json, `${json} `])
		same(crt('twilio', token, url, '', of, body), twilio.validateRequestWithBody(token, of, url, body), `JSON ${body}`);
}

for (let i = 0; i < ROUNDS; i++) {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
	const hook = new EventWebhook();
	const time = String(1793617200 + i);
	const body = `[{"event":"delivered","a":${JSON.stringify(text())}}]\r\n`;
	const signature = sign('sha256', Buffer.from(time + body), privateKey).toString('base64');

	for (const [t, b] of [[time, body], [time, body.trim()], [`${time}0`, body], [time, `${body} `]])
		same(crt('sendgrid', key, '', t, signature, b), hook.verifySignature(hook.convertPublicKeyToECDSA(key), b, signature, t),
			`sendgrid ${t} ${b}`);
}

const vectors = process.env.VECTORS;

if (vectors && existsSync(join(vectors, 'twilio_vectors.json'))) {
	for (const v of JSON.parse(readFileSync(join(vectors, 'twilio_vectors.json'), 'utf8'))) {
		const fields = Object.entries(v.params).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
		const body = new URLSearchParams(fields).toString();

		// The hash in an address is of a body that the vendor did not publish.
		if (!v.url.includes('bodySHA256'))
			same(crt('twilio', v.token, v.url, '', v.signature, body), true, `the vector ${v.name}`);
		same(crt('twilio', v.token, v.url, '', v.signature, `${body}&x=1`), false, `the vector ${v.name}, changed`);
	}
	const s = JSON.parse(readFileSync(join(vectors, 'sendgrid_vector.json'), 'utf8'));
	const body = Buffer.from(s.payload_b64, 'base64').toString('utf8');

	same(crt('sendgrid', s.public_key, '', s.timestamp, s.signature, body), true, 'the vector of SendGrid');
	same(crt('sendgrid', s.public_key, '', s.timestamp, s.signature, body.trim()), false, 'the vector of SendGrid, cut');
}

console.log(`providers: ${count} comparisons, ${failed} differ`);
process.exit(failed ? 1 : 0);
