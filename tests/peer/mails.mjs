// mails.mjs: checks mails in Chromium: no wider than 320 px, the button in the first screen of a phone, no error.
//
// PEER=FOLDER node tests/peer/mails.mjs MAILS [SCREENSHOTS [NAME...]]     (FOLDER as "make check-peer" fills it)
//
// MAILS has HTML files. Prints each violation and, at the end, the number of mails and of those that are too wide or
// whose button is too low. SCREENSHOTS gets pictures of the mails whose names begin with a NAME, at 375 and 700 px,
// light and dark, and axe-core checks their contrast. Pictures of the store and its products are drawn here, since mails
// link to invented hosts.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { chromium } = require('playwright-core');
const { HTMLHint } = require('htmlhint');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['color-contrast', 'document-title', 'html-has-lang', 'image-alt', 'link-name', 'valid-lang'];
const [folder, screenshots, ...shown] = process.argv.slice(2);
const WIDEST = 320, PHONE = { width: 375, height: 667 };
const colors = ['#c9b79c', '#8fa3ad', '#b5a1a8', '#a3b18a', '#d4a373'];
const count = { mails: 0, wide: 0, low: 0 };

const report = (name, ...what) => console.log(name, ...what);

function picture(url) {
	const logo = url.includes('logo');
	const color = colors[[...url].reduce((n, c) => n + c.charCodeAt(0), 0) % colors.length];
	return logo ? `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="96"><circle cx="48" cy="48" r="40"/>
		<text x="110" y="66" font-family="sans-serif" font-size="56" font-weight="700">Logo</text></svg>`
		: `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="${color}"/>
		<circle cx="100" cy="90" r="44" fill="#fff" fill-opacity=".7"/><rect x="92" y="120" width="16" height="60" fill="#fff" fill-opacity=".7"/></svg>`;
}

async function open(browser, name, viewport, colorScheme) {
	const context = await browser.newContext({ viewport, colorScheme });
	const page = await context.newPage();
	page.on('console', (message) => report(name, 'console', message.text()));
	page.on('pageerror', (error) => report(name, 'error', error.message));
	await page.route(/^https?:/, (route) => route.request().resourceType() === 'image'
		? route.fulfill({ contentType: 'image/svg+xml', body: picture(route.request().url()) })
		: (report(name, 'requests', route.request().url()), route.abort()));
	return page;
}

// What reaches beyond the window, and where the link on a button ends.
const measure = () => ({
	width: document.documentElement.scrollWidth,
	beyond: [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5
		|| e.getBoundingClientRect().left < -0.5).map((e) => e.outerHTML.slice(0, 120)).slice(0, 3),
	button: document.querySelector('.act a')?.getBoundingClientRect().bottom ?? Infinity,
	buttons: document.querySelectorAll('.act').length,
});

async function check(page, name) {
	await page.setViewportSize({ width: WIDEST, height: 667 });
	const narrow = await page.evaluate(measure);
	if (narrow.width > WIDEST || narrow.beyond.length)
		report(name, 'is wider than', WIDEST, narrow.width, ...narrow.beyond);
	await page.setViewportSize(PHONE);
	const phone = await page.evaluate(measure);
	if (!(phone.button <= PHONE.height) || phone.buttons !== 1)
		report(name, 'has its button at', phone.button);
	count.wide += narrow.width > WIDEST || narrow.beyond.length > 0;
	count.low += !(phone.button <= PHONE.height);
	count.mails++;
}

async function show(page, name, width, colorScheme) {
	await page.emulateMedia({ colorScheme });
	await page.setViewportSize({ width, height: 667 });
	await page.screenshot({ path: join(screenshots, `${name}.${width}.${colorScheme}.png`), fullPage: true });
	if (width !== 375)
		return;
	await page.evaluate(axe);
	const result = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'rule', values } }), rules);
	for (const v of result.violations)
		report(name, colorScheme, v.id, v.nodes[0].html.slice(0, 160));
	if (result.passes.length < rules.length - 2)
		report(name, 'axe found too little to check:', result.passes.map((p) => p.id).join(' '));
}

function hint(name, text) {
	for (const found of HTMLHint.verify(text))
		report(name, `${found.line}:${found.col}`, found.rule.id, found.message);
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await open(browser, 'mail', PHONE, 'light');
for (const file of readdirSync(folder).filter((file) => file.endsWith('.html')).sort()) {
	const text = readFileSync(join(folder, file), 'utf8'), name = file.replace(/\.html$/, '');
	hint(name, text);
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setContent(text, { waitUntil: 'load' });
	await check(page, name);
	if (screenshots && shown.some((start) => name.startsWith(start)))
		for (const width of [375, 700])
			for (const scheme of ['light', 'dark'])
				await show(page, name, width, scheme);
}
await browser.close();
console.log(`${count.mails} mails: ${count.wide} wider than ${WIDEST} px, ${count.low} with the button below ${PHONE.height} px`);
process.exitCode = count.mails ? 0 : 1;
