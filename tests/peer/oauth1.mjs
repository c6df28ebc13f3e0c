// oauth1.mjs: others verify what crt signs, and sign the same as crt; with packages that shops' programs
// use (npm: oauth-1.0a, @woocommerce/woocommerce-rest-api, magento-api-rest).
//
// node tests/peer/oauth1.mjs BUILD   (PEER is the folder of their node_modules' package.json)

import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const build = process.argv[2] ?? 'build';
const from = createRequire(join(process.env.PEER ?? '.', 'package.json'));
let count = 0;
let failed = 0;

function ok(good, what) {
	console.log(`${good ? 'ok' : 'not ok'} ${++count} - ${what}`);
	failed += !good;
}

const ours = (form, method, url, s) => execFileSync(join(build, 'peer', 'oauth1'),
	[form, method, url, s.key, s.secret, s.token ?? '', s.tokenSecret ?? '', s.nonce, String(s.when)],
	{ encoding: 'utf8' }).trim();

// "OAuth a="b", ..." as an object.
const fieldOf = (text) => Object.fromEntries([...text.matchAll(/([a-z_]+)="([^"]*)"/g)]
	.map(([, name, value]) => [name, decodeURIComponent(value)]));

const queryOf = (url) => Object.fromEntries(new URL(url).searchParams);

// oauth-1.0a: signs the same request with the same nonce and time. It does not decode names in a URL,
// so it gets the parameters separately.
function peerOf(s) {
	const OAuth = from('oauth-1.0a');
	const oauth = new OAuth({
		consumer: { key: s.key, secret: s.secret },
		signature_method: 'HMAC-SHA256',
		hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
	});
	oauth.getNonce = () => s.nonce;
	oauth.getTimeStamp = () => s.when;
	return (method, url) => oauth.authorize({ method, url: url.replace(/\?.*/, ''), data: queryOf(url) },
		s.token ? { key: s.token, secret: s.tokenSecret } : undefined).oauth_signature;
}

function compare() {
	const paths = ['/wp-json/wc/v3/orders', '/rest/default/V1/carts/search', '/', '/a%20b/~c', '/x-y_z.json'];
	const queries = ['', '?page=2&per_page=100', '?modified_after=2026-01-01T00:00:00&dates_are_gmt=true',
		'?searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D=2026-01-01%2000%3A00%3A00',
		'?q=%C3%A4%26%3D%2B&b=!*()', '?b=1&a=2&A=3&a-b=4'];
	const secrets = [
		{ key: 'ck_1', secret: 'cs_2', nonce: 'n0nce', when: 1700000000 },
		{ key: 'k', secret: 's&=', token: 't/1', tokenSecret: 'u v', nonce: '0123456789abcdef', when: 1800000000 },
	];
	let same = 0;
	for (const s of secrets)
		for (const path of paths)
			for (const query of queries)
				for (const method of ['GET', 'POST', 'DELETE']) {
					const url = `http://shop.example:8080${path}${query}`;
					const theirs = peerOf(s)(method, url);
					const one = queryOf(ours('query', method, url, s)).oauth_signature;
					const two = fieldOf(ours('field', method, url, s)).oauth_signature;
					if (one === theirs && two === theirs) same++;
					else console.log(`# ${method} ${url}\n#  ours ${one} ${two}\n# theirs ${theirs}`);
				}
	ok(same === 180, `oauth-1.0a signs ${same} of 180 requests as we do`);
}

// What a client sends to our server: method, URL, and Authorization.
async function capture(call) {
	const seen = [];
	const server = createServer((request, response) => {
		seen.push({ method: request.method, url: request.url, field: request.headers.authorization });
		response.setHeader('Content-Type', 'application/json');
		response.end('[]');
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const base = `http://127.0.0.1:${server.address().port}`;
	try {
		await call(base);
	} finally {
		server.close();
	}
	return { base, ...seen[0] };
}

async function woocommerce() {
	const Api = from('@woocommerce/woocommerce-rest-api').default;
	const s = { key: 'ck_1', secret: 'cs_2' };
	const captured = await capture((url) => new Api({ url, consumerKey: s.key, consumerSecret: s.secret,
		version: 'wc/v3' }).get('orders', { page: 2, status: 'on-hold' }));
	const sent = new URL(captured.url, captured.base).searchParams;
	const plain = `${captured.base}/wp-json/wc/v3/orders?page=${sent.get('page')}&status=${sent.get('status')}`;
	const again = ours('query', captured.method, plain,
		{ ...s, nonce: sent.get('oauth_nonce'), when: sent.get('oauth_timestamp') });
	const with_version = sent.has('oauth_version');
	ok(with_version && queryOf(again).oauth_signature === sent.get('oauth_signature'),
		"WooCommerce's own client signs as we do");
}

async function magento() {
	const { default: Api } = await import(from.resolve('magento-api-rest'));
	const s = { key: 'ck_1', secret: 'cs_2', token: 't3', tokenSecret: 'ts4' };
	const Client = Api.default ?? Api;
	const captured = await capture((url) => new Client({ url, consumerKey: s.key, consumerSecret: s.secret,
		accessToken: s.token, tokenSecret: s.tokenSecret, sha: 256 }).get('orders',
		{ filter_groups: [{ filters: [{ field: 'updated_at', value: '2026-01-01 00:00:00', condition_type: 'gteq' }] }],
			page_size: 5, current_page: 1 }));
	const sent = fieldOf(captured.field);
	const again = fieldOf(ours('field', captured.method, captured.base + captured.url,
		{ ...s, nonce: sent.oauth_nonce, when: sent.oauth_timestamp }));
	ok(again.oauth_signature === sent.oauth_signature, "a client of Magento's signs as we do");
}

compare();
await woocommerce();
await magento();
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
