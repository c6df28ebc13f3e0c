// dashboard.mjs: checks pages of crt-report dashboard with axe-core in Chromium, on a desk and a phone, light and dark.
//
// PEER=FOLDER node tests/peer/dashboard.mjs PAGES [SCREENSHOTS]     (FOLDER as "make check-peer" fills it)
//
// Prints each violation, each message of the console, each request that leaves the folder, and each page that is slow on its
// first load from a server, over a network of 1.6 Mbit/s with a latency of 150 ms. SCREENSHOTS gets a picture of each page.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [pages, screenshots] = process.argv.slice(2);
const SLOW = 2000, TRIES = 3, LIMIT = 300000;
const network = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 1.6e6 / 8 };
let seen = 0;

async function check(browser, name, width, colorScheme) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
	const page = await context.newPage();
	const report = (...what) => console.log(name, width, colorScheme, ...what);
	page.on('console', (message) => report('console', message.text()));
	page.on('pageerror', (error) => report('error', error.message));
	page.on('request', (request) => /^(file|data):/.test(request.url()) || report('requests', request.url()));
	await page.goto('file://' + resolve(pages, name));
	if (screenshots)
		await page.screenshot({ path: join(screenshots, `${name}.${width}.${colorScheme}.png`), fullPage: true });
	await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
	if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
		report('is wider than the window');
	await page.evaluate(axe);
	const result = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
	for (const v of result.violations)
		report(v.id, v.help, v.nodes[0].html.slice(0, 200));
	seen += result.passes.length;
	await context.close();
}

// The largest page that crt-report writes: the longest one, lengthened.
function largest(names) {
	const all = names.map((name) => readFileSync(join(pages, name), 'utf8')).sort((a, b) => b.length - a.length);
	return all[0] + `<!--${'x'.repeat(LIMIT - Buffer.byteLength(all[0]) - 7)}-->`;
}

function serve(names) {
	const server = createServer((request, response) => {
		const name = request.url.slice(1);
		if (!names.includes(name) && name !== 'largest.html') {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
		response.end(name === 'largest.html' ? largest(names) : readFileSync(join(pages, name)));
	});
	return new Promise((ready) => { server.listen(0, '127.0.0.1', () => ready(server)); });
}

// The least of several: a machine under load may be slow itself. Each is the first load, without a cache.
async function load(browser, url) {
	let least = Infinity;
	for (let i = 0; i < TRIES && least > SLOW; i++) {
		const context = await browser.newContext({ viewport: { width: 375, height: 900 } });
		const page = await context.newPage();
		page.on('pageerror', (error) => console.log(url, 'error', error.message));
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		await session.send('Network.emulateNetworkConditions', network);
		await page.goto(url, { waitUntil: 'load' });
		least = Math.min(least, await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd));
		await context.close();
	}
	return least;
}

async function loads(browser, names) {
	const server = await serve(names);
	for (const name of [...names.filter((n) => n !== 'live.html'), 'largest.html']) {
		const took = await load(browser, `http://127.0.0.1:${server.address().port}/${name}`);
		if (process.env.VERBOSE)
			console.error(name, 'loaded in', Math.round(took), 'ms');
		if (took > SLOW)
			console.log(name, 'took', Math.round(took), 'ms');
	}
	server.close();
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const names = readdirSync(pages).filter((name) => name.endsWith('.html') && !name.includes('.7d.'));
for (const name of names)
	for (const width of [375, 1280])
		for (const scheme of ['light', 'dark'])
			await check(browser, name, width, scheme);
await loads(browser, names);
await browser.close();
if (names.length === 0 || seen < 10 * names.length)
	console.log('axe found too little to check:', names.length, 'pages,', seen, 'rules passed');
