// live.mjs: checks the live page of the dashboard in Chromium, while its stream breaks.
//
// PEER=FOLDER FCGIWRAP=PROGRAM SCRIPT=live.cgi node tests/peer/live.mjs PORT SCREENSHOTS     (peer_live.bats starts nginx)
//
// Prints what is wrong: an event that appears later than 2 seconds after its commit, one that is lost or doubled, and each
// message of the console.

import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { chromium } = require('playwright-core');
const [port, screenshots] = process.argv.slice(2);
const WITHIN = 2000, PATIENCE = 60000, TRIES = 3;
let wrapper;

function sql(text) {
	const run = spawnSync('psql', ['-qXAt', '-v', 'ON_ERROR_STOP=1', '-c', text], { encoding: 'utf8' });
	if (run.status !== 0)
		throw new Error(run.stderr);
	return run.stdout.trim();
}

function abandon(name) {
	sql(`INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, value, currency, abandoned_at, idle, expires_at, created_at)
		VALUES (crt.derived_uuid('storeacme'), crt.derived_uuid('${name}'), crt.derived_uuid('${name}'), 1, 4990, 'EUR', now(), '15min',
		now() + interval '30 days', now())`);
}

// Starts or ends fcgiwrap with the streams that it runs.
function serve() {
	wrapper = spawn(process.env.FCGIWRAP, ['-c', '4', '-s', 'unix:events.sock', '-p', process.env.SCRIPT], { detached: true, stdio: 'ignore' });
	writeFileSync('fcgiwrap.pid', String(wrapper.pid));
}

function cut() {
	process.kill(-wrapper.pid, 'SIGKILL');
	spawnSync('rm', ['-f', 'events.sock', 'fcgiwrap.pid']);
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--host-resolver-rules=MAP crt.example.com 127.0.0.1'] });
const context = await browser.newContext({ viewport: { width: 375, height: 900 }, ignoreHTTPSErrors: true, httpCredentials: { username: 'owner', password: 'secret' } });
const page = await context.newPage();
let broken = false;
page.on('console', (message) => broken || console.log('console', message.text()));
page.on('pageerror', (error) => console.log('error', error.message));

const state = (word) => page.waitForFunction((w) => document.getElementById('state').textContent === document.getElementById('state').dataset[w],
	word, { timeout: PATIENCE });
const ids = () => page.evaluate(() => [...document.querySelectorAll('#rows tr')].map((row) => row.dataset.id));
const shown = (n, timeout) => page.waitForFunction((k) => document.querySelectorAll('#rows tr').length >= k, n, { timeout });

serve();
await page.goto(`https://crt.example.com:${port}/dashboard/live.html`);
await state('open');

// The middle of several: a machine under load may be slow once, but not most times.
const took = [];
let n = 0;
while (n < TRIES) {
	abandon(`one${++n}`);
	const committed = Date.now();
	await shown(n, PATIENCE);
	took.push(Date.now() - committed);
}
const middle = took.sort((a, b) => a - b)[(TRIES - 1) / 2];
if (middle > WITHIN)
	console.log('abandonments appeared after', took.join(', '), 'ms');
if (process.env.VERBOSE)
	console.error('appeared after', took.join(', '), 'ms');

// A stream that ends: the browser connects again.  A web server without its stream: the script does.
for (const down of [false, true]) {
	broken = true;
	cut();
	await state('lost');
	abandon(`gap${++n}`);
	if (down)
		await page.waitForResponse((response) => response.status() >= 500, { timeout: PATIENCE });
	abandon(`gap${++n}`);
	serve();
	await state('open');
	broken = false;
	await shown(n, PATIENCE);
}
abandon(`last${++n}`);
await shown(n, PATIENCE);
const all = sql("SELECT string_agg(transaction || '-' || id, ' ' ORDER BY transaction DESC, id DESC) FROM crt.outbox");
if ((await ids()).join(' ') !== all)
	console.log('the page has', (await ids()).join(' '), 'but the stream', all);
const count = await page.textContent('#abandoned');
if (count !== String(n))
	console.log('the page counts', count, 'of', n);
if (screenshots) {
	mkdirSync(screenshots, { recursive: true });
	for (const width of [375, 1280])
		for (const colorScheme of ['light', 'dark']) {
			await page.setViewportSize({ width, height: 900 });
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: join(screenshots, `live.html.${width}.${colorScheme}.png`), fullPage: true });
		}
}
await browser.close();
cut();
