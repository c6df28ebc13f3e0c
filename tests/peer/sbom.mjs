// sbom.mjs BUILD: checks with CycloneDX's own library (npm, in the folder PEER) that BUILD/sbom.json is valid.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Spec, Validation } = createRequire(join(process.env.PEER, 'package.json'))('@cyclonedx/cyclonedx-library');
const text = readFileSync(join(process.argv[2] ?? 'build', 'sbom.json'), 'utf8');
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);

const found = await validator.validate(text);
if (found !== null) {
	console.error('sbom.json is invalid:', JSON.stringify(found));
	process.exit(1);
}
// The check itself sees an error.
const broken = JSON.parse(text);
broken.components[0].type = 'book';
if (await validator.validate(JSON.stringify(broken)) === null) {
	console.error('an invalid bill of materials was accepted');
	process.exit(1);
}
console.log(`ok: ${JSON.parse(text).components.length} components`);
