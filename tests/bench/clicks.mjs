// clicks.mjs: an Express endpoint for the links of mails, with pg: finds the target, stores the click, and redirects.
//
// PGDATABASE=... PORT=... node clicks.mjs FOLDER     (FOLDER has express and pg in node_modules)

import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.argv[2], 'package.json'));
const express = require('express');
const { Pool } = require('pg');
const pool = new Pool({ max: 10 });
const app = express();

app.disable('x-powered-by');
app.disable('etag');
app.get('/r/:token', async (request, response) => {
	const { token } = request.params;

	createHmac('sha256', 'key').update(token).digest();
	const found = await pool.query({ name: 'find', text: 'SELECT url FROM links WHERE token = $1', values: [token] });

	if (found.rows.length === 0)
		return response.status(404).end();
	await pool.query({ name: 'add', text: `INSERT INTO clicks VALUES ($1, date_trunc('minute', now()), $2) ON CONFLICT DO NOTHING`,
		values: [token, request.get('user-agent')] });
	return response.set('Cache-Control', 'no-store').redirect(302, found.rows[0].url);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
