// schema.mjs: checks with ajv (npm) that the JSON schema accepts what crt writes and accepts, and rejects
// what crt rejects.
//
// node tests/peer/schema.mjs BUILD   (after "make demo": the lines and the database are in BUILD/demo;
// installs ajv in a temporary folder; prints "skipped" if one of them is missing)

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const build = process.argv[2] ?? 'build';

function ajv(folder) {
	try {
		writeFileSync(join(folder, 'package.json'), '{"private":true}');
		execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', 'ajv@8'],
			{ cwd: folder, stdio: 'ignore', timeout: 60000 });
		return createRequire(join(folder, 'package.json'))('ajv/dist/2020').default;
	} catch {
		return null;
	}
}

const lines = (file) => (existsSync(file) ? readFileSync(file, 'latin1').split('\n').filter(Boolean) : []);

// latin1 keeps the bytes, so a line that is not UTF-8 is found.
function parse(line) {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1')));
	} catch {
		return undefined;
	}
}

const crt = (name, ...args) => spawnSync(join(build, 'bin', name),
	['-c', join(build, 'demo', 'crt.yaml'), ...args], { encoding: 'latin1', maxBuffer: 1 << 28 });

// The lines of the feed that crt-ingest accepts; null without the demo's database.
function taken(file) {
	const stopped = crt('crt', 'db', 'status').status === 75;
	if (stopped) crt('crt', 'db', 'start');
	const run = crt('crt-ingest', '-n', '-q', '--echo', file);
	if (stopped) crt('crt', 'db', 'stop');
	return run.status === 0 || run.status === 3 ? new Set(run.stdout.split('\n').filter(Boolean)) : null;
}

// Rules that only crt can check: which stores exist, and whether an amount has a currency in an enclosing
// object.
const beyond = (record) => record?.source === '/stores/nowhere'
	|| (typeof record?.data?.cart?.total === 'string' && !record.data.cart.currency);

const folder = mkdtempSync(join(tmpdir(), 'crt-schema-'));
let passed = 0, failed = 0;

function check(validate, line, wanted, what) {
	const value = parse(line);
	const valid = value !== undefined && validate(value);
	if (valid === wanted) {
		passed++;
		return;
	}
	failed++;
	console.log(`not ok ${what}: ${valid ? 'valid' : JSON.stringify(validate.errors?.slice(-1))}: ${line.slice(0, 200)}`);
}

try {
	const feed = join(build, 'demo', 'feed.ndjson');
	const good = existsSync(feed) && taken(feed);
	const Ajv = good && ajv(folder);
	if (!Ajv) {
		console.log(`skipped: ${good ? 'no ajv from npm' : 'no demo'}`);
	} else {
		const schema = JSON.parse(readFileSync(join(build, 'man', 'crt-records.schema.json'), 'utf8'));
		const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
		for (const line of lines(feed))
			if (good.has(line)) check(validate, line, true, 'taken, but not valid');
			else if (!beyond(parse(line))) check(validate, line, false, 'rejected, but valid');
		for (const line of lines(join(build, 'demo', 'log')))
			if (line.startsWith('{"specversion"')) check(validate, line, true, 'written, but not valid');
		console.log(`${passed} passed, ${failed} failed`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
