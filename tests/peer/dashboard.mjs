// dashboard.mjs: checks pages of crt-report dashboard with axe-core in Chromium, on a desk and a phone, light and dark.
//
// PEER=FOLDER node tests/peer/dashboard.mjs PAGES [SCREENSHOTS]     (FOLDER as "make check-peer" fills it)
//
// Prints each violation, each message of the console, and each request that leaves the folder. SCREENSHOTS gets a
// picture of each page.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [pages, screenshots] = process.argv.slice(2);
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

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const names = readdirSync(pages).filter((name) => name.endsWith('.html') && !name.includes('.7d.'));
for (const name of names)
	for (const width of [375, 1280])
		for (const scheme of ['light', 'dark'])
			await check(browser, name, width, scheme);
await browser.close();
if (names.length === 0 || seen < 10 * names.length)
	console.log('axe found too little to check:', names.length, 'pages,', seen, 'rules passed');
