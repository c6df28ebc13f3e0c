// shopify_proof.mjs: compares Shopify's own library with crt on deliveries signed in many ways.
// Run: node shopify_proof.mjs PROGRAM, with PEER as in graphql.mjs.
import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(process.env.PEER + '/package.json');
require('@shopify/shopify-api/adapters/node');
const { shopifyApi, ApiVersion } = require('@shopify/shopify-api');

const SECRET = 'shpss_5f1cd0';
const BODY = JSON.stringify({ id: 1, note: 'Zoë – 漢字 "&<' });
const shop = shopifyApi({ apiKey: 'k', apiSecretKey: SECRET, scopes: ['read_orders'],
	hostName: 'app.example.test', apiVersion: ApiVersion.July26, isEmbeddedApp: false,
	logger: { level: 0 } });

const sign = (body, secret = SECRET, as = 'base64') =>
	createHmac('sha256', secret).update(body, 'utf8').digest(as);

function headers(hmac, prefix = 'X-Shopify-') {
	const all = { Topic: 'orders/create', 'Shop-Domain': 'acme.myshopify.com',
		'API-Version': '2026-07', 'Webhook-Id': 'b54557e4', 'Event-Id': 'e1',
		...(prefix === 'shopify-' ? { Handle: 'h', Action: 'create', 'Resource-Id': '1' } : {}),
		...(hmac === null ? {} : { 'Hmac-Sha256': hmac }) };
	return Object.fromEntries(Object.entries(all).map(([k, v]) => [prefix + k, v]));
}

const flip = (text, i) => text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
const cases = [
	['good', headers(sign(BODY)), BODY],
	['good, the newer headers', headers(sign(BODY), 'shopify-'), BODY],
	['another secret', headers(sign(BODY, 'other')), BODY],
	['hex', headers(sign(BODY, SECRET, 'hex')), BODY],
	['base64url', headers(sign(BODY + 'x', SECRET, 'base64url')), BODY + 'x'],
	['no signature', headers(null), BODY],
	['written anew', headers(sign(BODY)), JSON.stringify(JSON.parse(BODY), null, 1)],
	['a byte more', headers(sign(BODY)), BODY + '\n'],
];
for (let i = 0; i < 43; i += 7)
	cases.push([`signature changed at ${i}`, headers(flip(sign(BODY), i)), BODY]);
for (let i = 2; i < BODY.length; i += 5)
	cases.push([`body changed at ${i}`, headers(sign(BODY)), flip(BODY, i)]);

const lines = cases.map(([, h, body]) =>
	JSON.stringify({ headers: h, body, secrets: [SECRET] })).join('\n') + '\n';
const ours = execFileSync(process.argv[2], ['prove'], { input: lines }).toString().trim()
	.split('\n');

let same = 0;
for (const [i, [name, h, body]] of cases.entries()) {
	const said = await shop.webhooks.validate({ rawBody: body,
		rawRequest: { method: 'POST', url: '/', headers: h }, rawResponse: {} });
	const theirs = said.valid ? 'genuine' : said.reason === 'missing_hmac' ? 'missing' : 'wrong';
	if (theirs === ours[i])
		same++;
	else
		console.log(`${name}: they say ${theirs} (${said.reason}), we say ${ours[i]}`);
}
const genuine = ours.filter((w) => w === 'genuine').length;
console.log(`${same} of ${cases.length} the same, ${genuine} genuine`);
process.exitCode = same === cases.length && genuine === 2 ? 0 : 1;
