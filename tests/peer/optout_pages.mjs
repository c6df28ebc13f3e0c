// optout_pages.mjs: people and scanners open the links of a mail in Chromium.
//
// PEER=FOLDER node tests/peer/optout_pages.mjs scan SOCKET FILE           opens every link of a mail, as a scanner
// PEER=FOLDER node tests/peer/optout_pages.mjs look SOCKET URL NAME...    checks a page, with no scripts, and keeps pictures
// PEER=FOLDER node tests/peer/optout_pages.mjs press SOCKET URL [CHOICE]  makes the choice and presses the button
//
// SOCKET is that of the web server. Requests to crt.example go there, all others to nobody. look prints each violation,
// and what a page says: its language, direction, and heading, and the color of its button. NAME is FOLDER/NAME of pictures.

import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [mode, socketPath, target, ...rest] = process.argv.slice(2);

const fetchFrom = (url, { method, headers, body }) => new Promise((resolve, reject) => {
	const { pathname, search, host } = new URL(url);
	const sent = request({ socketPath, path: pathname + search, method, headers: { ...headers, host } }, (response) => {
		const parts = [];
		response.on('data', (part) => parts.push(part));
		response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
	});
	sent.on('error', reject);
	sent.end(body);
});

async function forward(route) {
	const original = route.request();
	if (new URL(original.url()).host !== 'crt.example')
		return route.fulfill({ body: 'the shop' });
	const response = await fetchFrom(original.url(), { method: original.method(), headers: await original.allHeaders(), body: original.postDataBuffer() });
	return route.fulfill(response);
}

async function open(browser, options) {
	const context = await browser.newContext({ viewport: { width: 375, height: 667 }, ...options });
	await context.route(/^https?:/, forward);
	return context.newPage();
}

async function scan(browser) {
	const links = [...new Set(readFileSync(target, 'utf8').match(/https:\/\/crt\.example\/[^\s"<>]+/g))];
	const page = await open(browser, {});
	await page.setContent(links.map((link) => `<link rel="prefetch" href="${link}"><link rel="prerender" href="${link}"><a href="${link}">x</a>`).join('\n'));
	for (const link of links) {
		await page.goto(link).catch(() => {});
		for (const method of ['HEAD', 'GET', 'OPTIONS'])
			await fetchFrom(link, { method, headers: { purpose: 'prefetch', 'user-agent': 'Mozilla/5.0 scanner' } });
	}
	console.log(links.length, 'links');
}

const contents = () => ({
	lang: document.documentElement.lang, dir: document.documentElement.dir, title: document.title,
	heading: document.querySelector('h1')?.textContent, text: document.querySelector('main').innerText,
	button: document.querySelector('button') && getComputedStyle(document.querySelector('button')).backgroundColor,
	choices: document.querySelectorAll('input[type=radio]').length, scripts: document.scripts.length,
	wide: document.documentElement.scrollWidth > innerWidth,
	small: [...document.querySelectorAll('button, label')].filter((e) => e.getBoundingClientRect().height < 44).length,
});

async function look(browser) {
	const [name, folder] = rest;
	for (const width of [320, 375, 700])
		for (const colorScheme of ['light', 'dark']) {
			const page = await open(browser, { viewport: { width, height: 667 }, colorScheme, bypassCSP: true });
			page.on('console', (message) => console.log(name, width, colorScheme, 'console', message.text()));
			await page.goto(target);
			const result = await page.evaluate(contents);
			if (width === 320 && colorScheme === 'light')
				console.log(JSON.stringify({ ...result, text: undefined }));
			if (result.wide || result.small || result.scripts)
				console.log(name, width, colorScheme, 'wide', result.wide, 'small', result.small, 'scripts', result.scripts);
			if (width !== 320)
				await page.screenshot({ path: join(folder, `${name}.${width}.${colorScheme}.png`), fullPage: true });
			await page.evaluate(axe);
			const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
			for (const v of found.violations)
				console.log(name, width, colorScheme, v.id, v.help, v.nodes[0].html.slice(0, 160));
			if (found.passes.length < 10)
				console.log(name, 'axe found too little to check:', found.passes.length);
			await page.context().close();
		}
}

async function press(browser) {
	const page = await open(browser, { javaScriptEnabled: false });
	await page.goto(target);
	if (rest[0])
		await page.locator(`input[value=${rest[0]}]`).check();
	await Promise.all([page.waitForNavigation(), page.locator('button').click()]);
	console.log(await page.locator('h1').textContent());
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
await ({ scan, look, press })[mode](browser);
await browser.close();
