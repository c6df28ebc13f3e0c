#!/usr/bin/env bats
# door.bats: webhooks through a real nginx: every answer, and what is stored by then.

load helper
load door

setup() { fresh; need_nginx; }
teardown() { door_end && settle; }

@test "a signed delivery of Shopify is answered when it is stored" {
	hooked acme shopify
	door
	checkout c1 > body
	same "$(post shopify acme body)" "200 stored"
	same "$(carts)" "c1|1250"
}
