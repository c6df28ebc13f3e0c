// mail_auth.mjs: mailauth checks DKIM, SPF, and DMARC of mails that crt has signed, and of changed copies.
//
// PEER=FOLDER node tests/peer/mail_auth.mjs DOMAIN KEYS MAIL...     (FOLDER as "make check-peer" fills it)
//
// KEYS has the private keys SELECTOR.pem. Prints how many mails pass, and for each kind of change how many copies
// pass all the same. The DNS of DOMAIN is in this file: one address may send, and unaligned mail is refused.

import { createPublicKey } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { authenticate } = require('mailauth');
const [domain, keys, ...mails] = process.argv.slice(2);
const RELAY = '192.0.2.25', STRANGER = '198.51.100.7';

function record(file) {
	const key = createPublicKey(readFileSync(join(keys, file)));
	const der = key.export({ type: 'spki', format: 'der' });
	return key.asymmetricKeyType === 'ed25519' ? `v=DKIM1; k=ed25519; p=${der.subarray(-32).toString('base64')}`
		: `v=DKIM1; k=rsa; p=${der.toString('base64')}`;
}

const zone = new Map(readdirSync(keys).map((file) => [`${file.replace(/\.pem$/, '')}._domainkey.${domain}`, record(file)]));
zone.set(domain, `v=spf1 ip4:${RELAY} -all`);
zone.set(`_dmarc.${domain}`, 'v=DMARC1; p=reject; adkim=s; aspf=s');

async function resolver(name, type) {
	if (type === 'TXT' && zone.has(name))
		return [[zone.get(name)]];
	throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' });
}

async function judge(message, ip = RELAY) {
	const found = await authenticate(message, { ip, helo: `mail.${domain}`, sender: `b@${domain}`, mta: 'mx.example', resolver, disableArc: true, disableBimi: true });
	const signatures = found.dkim.results.filter((r) => r.status.result === 'pass');
	return { signatures: signatures.map((r) => `${r.algo} ${r.selector} ${r.status.aligned === domain}`).sort().join(', '),
		covered: signatures.every((r) => /:list-unsubscribe:/i.test(`:${r.signingHeaders.keys.replace(/ /g, '')}:`)
			&& /:list-unsubscribe-post:/i.test(`:${r.signingHeaders.keys.replace(/ /g, '')}:`)),
		spf: found.spf.status.result, dmarc: found.dmarc?.status?.result };
}

const changes = {
	'another subject': (m) => m.replace('Subject: ', 'Subject: x'),
	'a second sender': (m) => `From: evil@x.example\r\n${m}`,
	'another link to unsubscribe': (m) => m.replace('List-Unsubscribe: <https://', 'List-Unsubscribe: <https://evil.'),
	'no one-click': (m) => m.replace(/List-Unsubscribe-Post: .*\r\n/, ''),
	'more text': (m) => `${m}more\r\n`,
};
const passed = {};
const count = (what) => { passed[what] = (passed[what] ?? 0) + 1; };
for (const name of mails) {
	const mail = readFileSync(name, 'latin1');
	const all = await judge(Buffer.from(mail, 'latin1'));
	count(`${all.signatures}; covers the links: ${all.covered}; SPF ${all.spf}; DMARC ${all.dmarc}`);
	const relayed = await judge(Buffer.from(mail, 'latin1'), STRANGER);
	count(`from another server: SPF ${relayed.spf}, DMARC ${relayed.dmarc}`);
	for (const [what, change] of Object.entries(changes)) {
		const changed = change(mail);
		if (changed === mail)
			count(`${what}: not changed`);
		else if ((await judge(Buffer.from(changed, 'latin1'))).signatures)
			count(`${what}: accepted`);
	}
}
for (const [what, n] of Object.entries(passed).sort())
	console.log(`${n} ${what}`);
