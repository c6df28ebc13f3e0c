// magento.mjs: compares crt with clients of Magento and Adobe's own library.
//
//   node magento.mjs requests PROGRAM	signatures, and search criteria, as others write them
//   node magento.mjs prove PROGRAM	the same events, signed and damaged, for both
//
// PEER: a folder with magento-api-rest, oauth-1.0a and @adobe/aio-lib-events from npm.
import { execFileSync } from 'node:child_process';
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(process.env.PEER + '/package.json');
const [verb, program] = process.argv.slice(2);
let good = 0, bad = 0;

function check(ok, what, detail = '') {
	if (ok) {
		good++;
	} else {
		bad++;
		console.log(`wrong: ${what}${detail && ': '}${detail}`);
	}
}

const keys = { consumer: { key: 'ck&1', secret: 'c s' }, token: { key: 'at=2', secret: 't+s' } };

// oauth-1.0a takes names unchanged from the URL; RFC 5849 and Magento decode them.
function signature(url, said) {
	const oauth = require('oauth-1.0a')({ consumer: keys.consumer, signature_method: 'HMAC-SHA256',
		nonce_length: 8, hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64') });
	oauth.getNonce = () => said.oauth_nonce;
	oauth.getTimeStamp = () => said.oauth_timestamp;
	return oauth.authorize({ url: url.replaceAll('%5B', '[').replaceAll('%5D', ']'),
		method: 'GET' }, keys.token).oauth_signature;
}

// The request of a client for such a search: [name, value] sorted by name.
const criteria = (url) => [...new URL(url).searchParams].map((p) => p.join('=')).sort();
const group = (field, value, condition_type) => ({ filters: [{ field, value, condition_type }] });
const searches = {
	orders: { path: 'orders', groups: [group('store_id', '3', 'eq')] },
	carts: { path: 'carts/search', groups: [group('is_active', '1', 'eq'), group('store_id', '3', 'eq')] },
	customers: { path: 'customers/search', groups: [] },
};
const pages = [
	{ of: [group('updated_at', '2026-11-20 09:00:00', 'gteq')], sort: ['updated_at', 'entity_id'] },
	{ of: [group('updated_at', '2026-11-21 10:00:00', 'gt')], sort: ['updated_at', 'entity_id'] },
	{ of: [group('updated_at', '2026-11-21 10:00:00', 'eq'), group('entity_id', '7', 'gt')], sort: ['entity_id'] },
];

async function requests() {
	const seen = [];
	const server = createServer((request, response) => {
		seen.push(request);
		response.setHeader('content-type', 'application/json');
		response.end('{"items":[],"total_count":0}');
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${server.address().port}`;
	const Client = require('magento-api-rest').default;
	const client = new Client({ url, consumerKey: keys.consumer.key, consumerSecret: keys.consumer.secret,
		accessToken: keys.token.key, tokenSecret: keys.token.secret, type: 'V1x/V1', sha: 256 });
	const turn = {};
	for (const line of execFileSync(program, ['requests', url], { encoding: 'utf8' }).trim().split('\n')) {
		const [question, ours, ...rest] = line.split(' ');
		const said = Object.fromEntries([...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)]
			.map(([, name, value]) => [name, decodeURIComponent(value)]));
		check(said.oauth_signature === signature(ours, said), `signature of ${question}`);
		if (!searches[question])
			continue;
		const page = pages[turn[question] = (turn[question] ?? -1) + 1];
		await client.get(searches[question].path, { filter_groups: [...page.of, ...searches[question].groups],
			sortOrders: page.sort.map((field) => ({ field, direction: 'ASC' })), pageSize: 100, currentPage: 1 });
		const theirs = url + seen.at(-1).url;
		check(new URL(ours).pathname === new URL(theirs).pathname, `path of ${question}`, ours);
		check(String(criteria(ours)) === String(criteria(theirs)), `criteria of ${question}`,
			`${criteria(ours)} | ${criteria(theirs)}`);
	}
	server.close();
}

// Adobe's library fetches keys through a cache in its cloud. Here the cache has them.
function library(pems) {
	const cache = { get: async (name) => ({ value: pems[name] }), put: async () => {} };
	const path = require.resolve('@adobe/aio-lib-state', { paths: [require.resolve('@adobe/aio-lib-events')] });
	require.cache[path] = { id: path, filename: path, loaded: true, exports: { init: async () => cache } };
	return require('@adobe/aio-lib-events');
}

async function prove() {
	const [a, b] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }));
	const sdk = await library({ 'a.pem': a.publicKey, 'b.pem': b.publicKey }).init('org@AdobeOrg', 'key', 'token');
	const sign = (body, key) => createSign('SHA256').update(body).sign(key.privateKey, 'base64');
	const folder = mkdtempSync(join(tmpdir(), 'crt-'));
	const event = (to, name) => JSON.stringify({ type: 't', recipient_client_id: to, data: { name } });
	const cases = [];
	let taken = 0;
	for (const name of ['plain', 'Müller™ 🛒', '\u2028"\\', 'x'.repeat(5000)]) {
		const body = event('me', name);
		cases.push([body, sign(body, a), sign(body, b)], [body, sign(body, b), sign(body, a)],
			[body, sign(body, b), sign(body, b)], [body, sign(body + ' ', a), sign(body, a)],
			[body.replace('"t"', '"u"'), sign(body, a), sign(body, b)], [event('you', name), null, null]);
	}
	for (const [body, one, two] of cases) {
		const signatures = [one ?? sign(body, a), two ?? sign(body, b)];
		const theirs = await sdk.verifyDigitalSignatureForEvent(body, 'me', { digiSignature1: signatures[0],
			digiSignature2: signatures[1], publicKeyPath1: '/prod/keys/a.pem', publicKeyPath2: '/prod/keys/b.pem' });
		writeFileSync(join(folder, 'body'), body);
		const ours = execFileSync(program, ['prove', `me ${(a.publicKey + b.publicKey).replaceAll('\n', ' ')}`,
			join(folder, 'body'), ...signatures], { encoding: 'utf8' }).trim();
		const apart = execFileSync(program, ['prove', `me ${a.publicKey}`, join(folder, 'body'), signatures[0], ''],
			{ encoding: 'utf8' }).trim();
		check(['genuine', 'wrong'].includes(apart), 'one key, one signature', apart);
		// The library ties each key to its own signature; crt accepts either key for either.
		const any = signatures.some((said) => [a, b].some((key) => said === sign(body, key)));
		check(theirs !== true || ours === 'genuine', 'an event that the library takes', body.slice(0, 60));
		check((any && body.includes('"me"')) === (ours === 'genuine'), 'an event', `${ours} ${body.slice(0, 60)}`);
		taken += theirs === true;
	}
	check(taken === 8, 'the library takes what is right', String(taken));
	rmSync(folder, { recursive: true });
}

await (verb === 'requests' ? requests() : prove());
console.log(`${good} right, ${good ? bad : 'nothing'} wrong`);
process.exitCode = bad || !good ? 1 : 0;
