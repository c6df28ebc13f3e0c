#!/bin/sh
# sbom.sh BUILD: prints the software bill of materials: crt, and the Debian packages of the libraries that it links.
#
# The form is CycloneDX 1.5. The same build on the same machine gives the same bytes, so there is no time in it.
set -eu
build=$1

# The package of a library; dpkg may know the file by the path of before the merge of /usr.
package_of() {
	dpkg -S "$1" 2> /dev/null || dpkg -S "/usr$1" 2> /dev/null || dpkg -S "${1#/usr}" 2> /dev/null ||
		{ echo "no package has $1" >&2; return 1; }
}

version=$("$build/bin/crt" version | awk '{ print $NF; exit }')
ldd "$build"/bin/crt* | awk '$3 ~ /^\// { print $3 } $1 ~ /^\// && $2 ~ /^\(/ { print $1 }' | sort -u |
	while read -r library; do package_of "$(realpath "$library")"; done | sed 's/: .*//' | sort -u > "$build/gen/packages"
# shellcheck disable=SC2046
dpkg-query -W \
	-f '${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${Maintainer}\n' $(cat "$build/gen/packages") |
	LC_ALL=C sort | jq -Rn --arg version "$version" '
	def purl: "pkg:deb/debian/\(.[0])@\(.[1] | @uri)?arch=\(.[2])&distro=debian-12";
	[inputs | split("\t")] as $packages |
	{ bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
	  metadata: { component: { type: "application", "bom-ref": "crt", name: "crt", version: $version,
	      licenses: [{ license: { id: "MIT" } }] } },
	  components: [$packages[] | { type: "library", "bom-ref": purl, name: .[0], version: .[1], purl: purl,
	      supplier: { name: .[5] },
	      properties: [{ name: "debian:source", value: "\(.[3]) \(.[4])" }] }],
	  dependencies: [{ ref: "crt", dependsOn: [$packages[] | purl] }] }'
