/*
 * shopify_ask.c: every request that Shopify is sent, a line each: {"version","name","body"}.
 *
 * The bodies are what the adapter makes; tests/peer/graphql.mjs holds them against the schemas.
 */
#include <stdio.h>
#include <stdlib.h>

#include "platform/shopify_api.h"

static void
print(const char *version, const char *name, bool ok, struct http_request *r,
    const struct err *e)
{
	if (!ok) {
		fprintf(stderr, "%s %s: %s\n", version, name, e->text);
		exit(1);
	}
	printf("{\"version\":\"%s\",\"name\":\"%s\",\"body\":%s}\n", version, name,
	    str_text(&r->body));
	http_request_free(r);
}

static void
questions(const struct shop *s, const char *version)
{
	const struct platform_api *api = platform_shopify.api;
	const struct asked asked = { .now = CLOCK_DAY, .page = "" };
	const struct asked next = { .now = CLOCK_DAY, .page = "7 0 5000000 cursor" };
	struct http_request r;
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < api->count; i++) {
		print(version, api->questions[i].name, api->questions[i].ask(s, &asked, &r, &e), &r,
		    &e);
		print(version, api->questions[i].name, api->questions[i].ask(s, &next, &r, &e), &r,
		    &e);
	}
	print(version, "test", api->ask_test(s, &r, &e), &r, &e);
}

static void
hooks(const struct shop *s, const char *version)
{
	const struct hooks *h = platform_shopify.api->hooks;
	struct hook hook = { .address = "https://crt.example/hook/acme" };
	struct http_request r;
	struct err e = { 0 };
	size_t i;

	print(version, "hooks", h->ask_list(s, "", &r, &e), &r, &e);
	print(version, "hooks", h->ask_list(s, "cursor", &r, &e), &r, &e);
	for (i = 0; h->topics[i]; i++) {
		snprintf(hook.topic, sizeof hook.topic, "%s", h->topics[i]);
		print(version, h->topics[i], h->ask_put(s, &hook, "", &r, &e), &r, &e);
	}
	snprintf(hook.id, sizeof hook.id, "123");
	print(version, "repair", h->ask_put(s, &hook, "", &r, &e), &r, &e);
	print(version, "remove", h->ask_remove(s, "123", &r, &e), &r, &e);
}

int
main(void)
{
	size_t i;

	for (i = 0; shopify_versions[i]; i++) {
		json_t *v = value_map();
		const struct shop s = { .slug = "acme", .url = "https://acme.myshopify.com",
		    .credentials = v };

		value_set_text(v, "access_token", "t");
		value_set_text(v, "api_version", shopify_versions[i]);
		questions(&s, shopify_versions[i]);
		hooks(&s, shopify_versions[i]);
		value_free(v);
	}
	return 0;
}
