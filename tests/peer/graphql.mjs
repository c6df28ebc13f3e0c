// graphql.mjs: validates every request to Shopify with Shopify's own schema of its version, and runs
// our documents in a GraphQL engine.
//
//   shopify requests | node graphql.mjs valid
//   shopify requests | node graphql.mjs response VERSION ENDPOINT SHOP.json
//
// PEER: a folder with graphql from npm and package/dist/data of @shopify/dev-mcp.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRequire } from 'node:module';

const require = createRequire(process.env.PEER + '/package.json');
const { buildClientSchema, coerceInputValue, defaultFieldResolver, execute, parse, typeFromAST,
	validate } = require('graphql');

const schemas = new Map();
const requests = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '')
	.map((line) => JSON.parse(line));

function schemaOf(version) {
	if (!schemas.has(version)) {
		const file = `${process.env.PEER}/package/dist/data/admin_${version}.json.gz`;
		const said = JSON.parse(gunzipSync(readFileSync(file)));
		schemas.set(version, buildClientSchema(said.data ?? said));
	}
	return schemas.get(version);
}

// Errors in the variables: unknown, missing, or of the wrong type.
function variables(schema, document, given) {
	const wrong = [];
	const declared = document.definitions[0].variableDefinitions ?? [];
	for (const d of declared) {
		const name = d.variable.name.value;
		const type = typeFromAST(schema, d.type);
		if (name in given)
			coerceInputValue(given[name], type, (path, value, error) => wrong.push(error.message));
		else if (d.type.kind === 'NonNullType')
			wrong.push(`$${name} is missing`);
	}
	for (const name of Object.keys(given))
		if (!declared.some((d) => d.variable.name.value === name))
			wrong.push(`$${name} is not declared`);
	return wrong;
}

function valid() {
	let good = 0;
	for (const { version, name, body } of requests) {
		const schema = schemaOf(version);
		const document = parse(body.query);
		const wrong = validate(schema, document).map((e) => e.message)
			.concat(variables(schema, document, body.variables ?? {}));
		wrong.forEach((w) => console.log(`${version} ${name}: ${w}`));
		good += wrong.length === 0;
	}
	console.log(`${good} of ${requests.length} requests valid in ${schemas.size} versions`);
	return good === requests.length && good > 0;
}

// The data of the shop have the names of the schema. Connections are lists, and gids become numbers.
// Members that are absent but required are listed in "absent".
function resolve(source, args, absent, info) {
	const value = defaultFieldResolver(source, args, absent, info)
		?? (String(info.returnType).endsWith('!') ? absent[info.fieldName] : undefined);
	if (info.fieldName === 'legacyResourceId' && value === undefined)
		return source.id?.split('/').pop();
	if (Array.isArray(value) && String(info.returnType).includes('Connection'))
		return { nodes: value.slice(0, args.first), pageInfo:
			{ hasNextPage: value.length > args.first, endCursor: 'cursor' } };
	return value;
}

async function response(version, question, file) {
	const { body } = requests.find((r) => r.version === version && r.name === question);
	const shop = JSON.parse(readFileSync(file));
	const said = await execute({ schema: schemaOf(version), document: parse(body.query),
		rootValue: shop, contextValue: shop.absent ?? {},
		variableValues: body.variables, fieldResolver: resolve });
	console.log(JSON.stringify(said));
	return !said.errors;
}

const [verb, ...rest] = process.argv.slice(2);
process.exitCode = await (verb === 'valid' ? valid() : response(...rest)) ? 0 : 1;
