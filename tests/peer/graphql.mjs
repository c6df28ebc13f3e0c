// graphql.mjs: every request in shopify_ask's lines against Shopify's own schema of its version.
// node graphql.mjs FOLDER < lines; FOLDER holds admin_VERSION.json.gz of @shopify/dev-mcp.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { createRequire } from 'node:module'

const require = createRequire(process.env.PEER + '/')
const { buildClientSchema, coerceInputValue, parse, typeFromAST, validate } = require('graphql')
const folder = process.argv[2]
const schemas = new Map()

function schemaOf(version) {
	if (!schemas.has(version)) {
		const text = gunzipSync(readFileSync(`${folder}/admin_${version}.json.gz`))
		const said = JSON.parse(text)
		schemas.set(version, buildClientSchema(said.data ?? said))
	}
	return schemas.get(version)
}

// What is wrong with the variables: unknown, missing, or not of their type.
function variables(schema, document, given) {
	const wrong = []
	const declared = document.definitions[0].variableDefinitions ?? []
	for (const d of declared) {
		const name = d.variable.name.value
		const type = typeFromAST(schema, d.type)
		if (name in given)
			coerceInputValue(given[name], type, (path, value, error) => wrong.push(error.message))
		else if (d.type.kind === 'NonNullType')
			wrong.push(`$${name} is missing`)
	}
	for (const name of Object.keys(given))
		if (!declared.some((d) => d.variable.name.value === name))
			wrong.push(`$${name} is not declared`)
	return wrong
}

let good = 0
let bad = 0
for (const line of readFileSync(0, 'utf8').split('\n')) {
	if (line === '')
		continue
	const { version, name, body } = JSON.parse(line)
	const schema = schemaOf(version)
	const document = parse(body.query)
	const wrong = validate(schema, document).map((e) => e.message)
		.concat(variables(schema, document, body.variables ?? {}))
	for (const w of wrong)
		console.log(`${version} ${name}: ${w}`)
	if (wrong.length)
		bad++
	else
		good++
}
console.log(`graphql: ${good} requests valid in ${schemas.size} versions, ${bad} not`)
process.exit(bad || good < 100 || schemas.size < 5 ? 1 : 0)
