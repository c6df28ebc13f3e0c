/*
 * shopify.c: the Shopify adapter as a program, for validation by others.
 *
 *   requests		every request, a line each: {"version","name","body"}
 *   handle ENDPOINT	a response: its records, then "items N, refused N: why"
 *   prove		a line each {"headers","body","secrets"}: genuine, missing or wrong
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/shopify/api.h"

#define INPUT_MAX ((size_t)32 << 20)

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
endpoints(const struct shop *s, const char *version)
{
	const struct platform_api *api = platform_shopify.api;
	struct poll_request request = { .now = CLOCK_DAY, .page = "" };
	struct poll_request next = { .now = CLOCK_DAY, .page = "7 0 5000000 cursor" };
	struct http_request r;
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < api->count; i++) {
		const struct endpoint *q = &api->endpoints[i];

		request.endpoint = next.endpoint = q;
		print(version, q->name, q->request(s, &request, &r, &e), &r, &e);
		print(version, q->name, q->request(s, &next, &r, &e), &r, &e);
	}
	print(version, "test", api->request_test(s, &r, &e), &r, &e);
}

static void
hooks(const struct shop *s, const char *version)
{
	const struct hooks *h = platform_shopify.api->hooks;
	struct hook hook = { .address = "https://crt.example/hook/acme" };
	struct http_request r;
	struct err e = { 0 };
	size_t i;

	print(version, "hooks", h->request_list(s, "", &r, &e), &r, &e);
	print(version, "hooks", h->request_list(s, "cursor", &r, &e), &r, &e);
	for (i = 0; h->topics[i]; i++) {
		snprintf(hook.topic, sizeof hook.topic, "%s", h->topics[i]);
		print(version, h->topics[i], h->request_put(s, &hook, "", &r, &e), &r, &e);
	}
	snprintf(hook.id, sizeof hook.id, "123");
	print(version, "repair", h->request_put(s, &hook, "", &r, &e), &r, &e);
	print(version, "remove", h->request_remove(s, "123", &r, &e), &r, &e);
}

static int
requests(void)
{
	size_t i;

	for (i = 0; shopify_versions[i]; i++) {
		json_t *v = value_map();
		const struct shop s = { .slug = "acme", .url = "https://acme.myshopify.com",
		    .credentials = v };

		value_set_text(v, "access_token", "t");
		value_set_text(v, "api_version", shopify_versions[i]);
		endpoints(&s, shopify_versions[i]);
		hooks(&s, shopify_versions[i]);
		value_free(v);
	}
	return 0;
}

static bool
record(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);

	(void)arg;
	if (ok)
		printf("%.*s\n", (int)n, line);
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

static int
handle(const char *endpoint)
{
	const struct endpoint *q = endpoint_find(platform_shopify.api, endpoint);
	struct response h = { .record = record, .next = STR_MAX(SHOP_PAGE_MAX) };
	const struct poll_request request = { .now = CLOCK_DAY, .page = "", .endpoint = q };
	const struct shop s = { .slug = "acme", .url = "https://acme.myshopify.com" };
	struct str text = STR_MAX(INPUT_MAX);
	struct http_response a = { .status = 200, .fields = "" };
	struct err e = { 0 };
	char buf[65536];
	size_t n;
	bool ok;

	while ((n = fread(buf, 1, sizeof buf, stdin)) > 0)
		str_add(&text, buf, n);
	a.body = str_text(&text);
	a.len = text.len;
	ok = q && q->response(&s, &request, &a, &h, &e);
	if (ok)
		printf("items %zu, refused %zu: %s\n", h.items, h.refused, h.why.text);
	else
		printf("not understood: %s\n", e.text);
	response_close(&h);
	str_free(&text);
	return !ok;
}

static void
prove(const json_t *v)
{
	static const char *const words[] = { "genuine", "missing", "wrong", "stale", "ping" };
	const json_t *list = value_get(v, "secrets"), *body = value_get(v, "body");
	const char *secrets[8] = { NULL };
	struct platform_delivery d = { .headers = value_get(v, "headers"),
	    .body = value_text(body), .len = value_length(body), .store = "acme" };
	crt_time signed_at;
	size_t i;

	for (i = 0; i < value_count(list) && i < COUNT(secrets) - 1; i++)
		secrets[i] = value_text(value_at(list, i));
	puts(words[platform_shopify.prove(&d, secrets, 0, &signed_at)]);
}

static int
prove_all(void)
{
	static char line[1 << 16];
	struct err e = { 0 };
	json_t *v;

	while (fgets(line, sizeof line, stdin)) {
		if (!value_read(&v, line, strlen(line), &e)) {
			fprintf(stderr, "%s\n", e.text);
			return 1;
		}
		prove(v);
		value_free(v);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "requests"))
		return requests();
	if (argc == 3 && !strcmp(argv[1], "handle"))
		return handle(argv[2]);
	if (argc == 2 && !strcmp(argv[1], "prove"))
		return prove_all();
	fputs("usage: shopify requests | handle ENDPOINT | prove\n", stderr);
	return 2;
}
