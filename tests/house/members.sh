#!/bin/sh
# members.sh: lists members of payloads that an adapter reads and no golden delivery or response contains.
# Nothing would make such a member invalid in tests/unit/invalid.c and tests/fault/invalid_orders.c.
#
# Files that read pages, hooks, and errors of an API are left out: those bodies have tests of their own.
cd "$(dirname "$0")/../.." || exit

# Readers of payloads: the literals in their arguments are members.
readers='(build_(text|time|list|reads|flag|number|whole|first|leave)|value_get|value_path|BUILD_FIRST|[a-z]+_person_pick)'

# Members of records being made, topics, and values.
exempt() {
	case $1 in
	'shopify cart' | 'shopify message' | 'shopify shopify_draft_order' | 'woocommerce subscription' | 'bigcommerce manual' | \
	'shopify consent' | 'woocommerce discount_codes' | 'woocommerce items' | 'woocommerce pending' | 'woocommerce url') return 0 ;;
	esac
	return 1
}

for platform in shopify woocommerce bigcommerce magento; do
	goldens=tests/golden/platform/$platform
	[ $platform != magento ] || goldens="$goldens tests/golden/platform/adobe"
	[ $platform != shopify ] || goldens="$goldens tests/golden/polled/shopify"
	# shellcheck disable=SC2086
	keys=$(find $goldens -name '*.json' -exec cat {} + | tr -d '\\' | grep -oE '"[a-zA-Z_0-9]+" *:' | sort -u)
	find "lib/platform/$platform" -name '*.c' | grep -vE '/(api|check|fetch|endpoints|hooks?|page|poll|proof|response|orders|people)\.c$' |
		xargs -r grep -zoP "$readers"'\((?:[^()]|\([^()]*\))*\)' |
		tr '\0' '\n' | grep -oE '"[a-z_0-9]+(\.[a-z_0-9]+)*"' | tr -d '"' | sort -u |
		while read -r path; do
			case $keys in *"\"${path##*.}\""*) continue ;; esac
			exempt "$platform $path" || echo "$platform: $path"
		done
done
