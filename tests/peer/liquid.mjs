// liquid.mjs: liquidjs (npm) renders crt's own Liquid cases with the same result.
//
// node tests/peer/liquid.mjs   (in the root of the tree; installs liquidjs in a temporary folder;
// prints "skipped" if that is not possible)
//
// A case with "peer" describes how liquidjs differs, and is only counted. Money is compared with the
// Intl of node, which has CLDR, too.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cases = 'tests/golden/liquid';

function liquidjs(folder) {
	if (process.env.PEER)
		return createRequire(join(process.env.PEER, 'package.json'))('liquidjs');
	try {
		writeFileSync(join(folder, 'package.json'), '{"private":true}');
		execFileSync('npm',
			['install', '--silent', '--no-audit', '--no-fund', 'liquidjs@10'],
			{ cwd: folder, stdio: 'ignore', timeout: 60000 });
		return createRequire(join(folder, 'package.json'))('liquidjs');
	} catch {
		return null;
	}
}

function money({ amount, currency }, locale) {
	return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

// The expected text of a money case is "m; n; y; ." for the three amounts in its data.
function sameMoney(one) {
	if (!one.locale)
		return null;

	const want = ['m', 'n', 'y'].map((k) => money(one.data[k], one.locale)).join('; ') + '; .';
	return one.locale === 'xx' || want === one.want ? null : want;
}

function rendered(engine, one) {
	try {
		const got = engine.parseAndRenderSync(one.template, one.data);

		return got.replaceAll('&#34;', '&quot;');	// the same character
	} catch (e) {
		return String(e.message);
	}
}

// The result of liquidjs for a case, or null if it is as expected.
function difference(engine, one) {
	const got = rendered(engine, one);

	if (!one.peer)
		return got === one.want ? null : got;
	return got === one.want ? 'the same, for all that "peer" says' : null;
}

function main() {
	const folder = mkdtempSync(join(tmpdir(), 'crt-peer-'));
	const peer = liquidjs(folder);
	let all = 0, known = 0, other = 0;

	rmSync(folder, { recursive: true, force: true });
	if (!peer) {
		console.log('1..1\nok 1 # SKIP skipped: no liquidjs to be had');
		return 0;
	}
	const plain = new peer.Liquid({ timezoneOffset: 0 });
	const html = new peer.Liquid({ timezoneOffset: 0, outputEscape: 'escape' });
	for (const file of readdirSync(cases).filter((f) => f.endsWith('.json')))
		for (const one of JSON.parse(readFileSync(join(cases, file)))) {
			const got = file === 'money.json' ? sameMoney(one)
				: difference(one.html ? html : plain, one);

			known += Boolean(one.peer) && file !== 'money.json';
			all++;
			if (got === null)
				continue;
			other++;
			console.log(`# ${file}: ${one.name}\n#   want ${JSON.stringify(one.want)}`);
			console.log(`#   peer ${JSON.stringify(got)}`);
		}
	console.log(`1..1\n${other ? 'not ' : ''}ok 1 - ${all} cases: ${all - known - other} `
		+ `as liquidjs and Intl, ${known} known to differ, ${other} not known`);
	return other ? 1 : 0;
}

process.exitCode = main();
