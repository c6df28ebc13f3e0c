// mail_parts.mjs: what mailparser reads from mails, a JSON line for each, as mails.py prints it.
//
// PEER=FOLDER node tests/peer/mail_parts.mjs MAIL...     (FOLDER as "make check-peer" fills it)

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const require = createRequire(join(process.env.PEER, 'package.json'));
const { simpleParser } = require('mailparser');
const part = (text) => createHash('sha256').update(text.replace(/\r\n/g, '\n').replace(/\n+$/, '')).digest('hex');

for (const name of process.argv.slice(2)) {
	const mail = await simpleParser(readFileSync(name), { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
	const sender = mail.from.value[0];
	const post = mail.headerLines.find((line) => line.key === 'list-unsubscribe-post').line;
	console.log(JSON.stringify({
		name: basename(name), subject: mail.subject, from: sender.address, from_name: sender.name,
		to: mail.to.value[0].address, date: mail.date.getTime() / 1000, id: mail.messageId,
		post: post.replace(/^[^:]*: /, ''), text: part(mail.text), html: part(mail.html),
	}));
}
