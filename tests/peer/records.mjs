// records.mjs: checks that lines on standard input are CloudEvents for others, and keep crt's rules for lines.
//
// PEER=FOLDER node tests/peer/records.mjs < records     (FOLDER as "make check-peer" fills it)
//
// The others are the SDK of the specification's authors and, if ORACLE names the folder with
// cloudevents/cloudevents.json, their JSON schema.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { CloudEvent, HTTP } = require('cloudevents');

const LINE_MAX = 1024 * 1024;
const DEPTH_MAX = 64;
const ours = ['specversion', 'id', 'source', 'type', 'time', 'subject', 'data'];

function schema() {
	const path = join(process.env.ORACLE ?? '/nowhere', 'cloudevents/cloudevents.json');

	if (!existsSync(path))
		return null;

	const ajv = new (require('ajv').default)({ strict: false });

	require('ajv-formats').default(ajv);
	return ajv.compile(JSON.parse(readFileSync(path)));
}

// Errors of the text itself: depth and duplicate members, which JSON.parse ignores.
function shape(text) {
	const open = [];
	let before = null;

	for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
		if (token === '{' || token === '[')
			open.push(token === '{' ? new Set() : null);
		else if (token === '}' || token === ']')
			open.pop();
		else if (token === ':') {
			const names = open.at(-1);

			if (names.has(before))
				return `${before} twice`;
			names.add(before);
		}
		if (open.length > DEPTH_MAX)
			return 'too deep';
		before = token;
	}
	return null;
}

// Every amount is decimal text with its currency.
function money(value) {
	if (value === null || typeof value !== 'object')
		return null;
	if ('amount' in value && (typeof value.amount !== 'string' || !/^-?\d+(\.\d+)?$/.test(value.amount)
			|| !/^[A-Z]{3}$/.test(value.currency)))
		return `money ${JSON.stringify(value)}`;
	return Object.values(value).map(money).find(Boolean) ?? null;
}

function attributes(record) {
	for (const [name, value] of Object.entries(record)) {
		if (!/^[a-z0-9]{1,20}$/.test(name))
			return `attribute ${name}`;
		if (name !== 'data' && typeof value === 'object')
			return `attribute ${name} is no scalar`;
	}
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(record.time))
		return 'time is not of RFC 3339';
	return ours.slice(0, 5).map((n) => record[n] ? null : `no ${n}`).find(Boolean) ?? null;
}

// Whether the SDK accepts it, and returns it unchanged.
function sdk(line, record) {
	const event = HTTP.toEvent({
		headers: { 'content-type': 'application/cloudevents+json' }, body: line });

	if (!(event instanceof CloudEvent) || !event.validate())
		return 'not valid to the SDK';
	return JSON.stringify(event.data) === JSON.stringify(record.data) && event.id === record.id
		? null : 'changed by the SDK';
}

function wrong(line, valid) {
	if (Buffer.byteLength(line) > LINE_MAX || /^\ufeff|\0|\r/.test(line))
		return 'line';
	try {
		const record = JSON.parse(line);

		return shape(line) ?? attributes(record) ?? money(record.data) ?? sdk(line, record)
			?? (valid && !valid(record) ? JSON.stringify(valid.errors) : null);
	} catch (e) {
		return String(e.message);
	}
}

function main() {
	const valid = schema();
	const types = new Map();
	let bad = 0;

	for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
		const what = wrong(line, valid);
		const type = what ? 'wrong' : JSON.parse(line).type;

		types.set(type, (types.get(type) ?? 0) + 1);
		if (what && ++bad <= 10)
			console.log(`${what}: ${line.slice(0, 200)}`);
	}
	for (const [type, n] of [...types].sort())
		console.log(`${type} ${n}`);
	return bad ? 1 : 0;
}

process.exitCode = main();
