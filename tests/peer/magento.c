/*
 * magento.c: prints requests to Magento and verdicts on Adobe's signatures, for magento.mjs.
 *
 *   magento requests URL	a line each: ENDPOINT URL AUTHORIZATION
 *   magento prove SECRET FILE SIGNATURE1 SIGNATURE2	genuine, missing or wrong
 */
#include <stdlib.h>
#include <string.h>

#include "platform/shop.h"

#define BODY_MAX ((size_t)1024 * 1024)

static const char keys[] = "{\"consumer_key\":\"ck&1\",\"consumer_secret\":\"c s\","
    "\"access_token\":\"at=2\",\"access_token_secret\":\"t+s\",\"store_code\":\"V1x\","
    "\"store_id\":\"3\"}";

static void
show(const struct shop *s, const struct endpoint *q, const char *page)
{
	struct poll_request request = { 0, 0, page, "412", "", q };
	struct http_request r = { 0 };
	struct err e = { 0 };
	const char *field;

	if (!clock_read("2026-11-20T09:00:00Z", &request.since) || !q->request(s, &request, &r, &e)) {
		fprintf(stderr, "%s: %s\n", q->name, e.text);
		exit(1);
	}
	field = strstr(str_text(&r.fields), "Authorization: ");
	printf("%s %s %.*s\n", q->name, str_text(&r.url), field ? (int)strcspn(field + 15, "\n") : 0,
	    field ? field + 15 : "");
	http_request_free(&r);
}

static int
print_requests(const char *url)
{
	static const char *const pages[] = { "", "gt 2026-11-21 10:00:00", "eq 2026-11-21 10:00:00 7" };
	const struct platform_api *api = platform_find("magento")->api;
	struct shop s = { .slug = "peer", .url = url };
	struct err e = { 0 };
	json_t *v;
	size_t i, k;

	if (!value_read(&v, keys, sizeof keys - 1, &e))
		return 1;
	s.credentials = v;
	for (i = 0; i < api->count; i++)
		for (k = 0; k < (api->endpoints[i].stream ? COUNT(pages) : 1); k++)
			show(&s, &api->endpoints[i], pages[k]);
	value_free(v);
	return 0;
}

static int
prove(char **args)
{
	static const char *const words[] = { "genuine", "missing", "wrong", "stale", "ping" };
	static char body[BODY_MAX];
	const char *secrets[] = { args[0], NULL };
	struct platform_delivery d = { .body = body, .store = "peer" };
	json_t *headers = value_map();
	FILE *f = fopen(args[1], "rb");
	crt_time signed_at;

	if (f == NULL)
		return 1;
	d.len = fread(body, 1, sizeof body, f);
	fclose(f);
	value_set_text(headers, "x-adobe-digital-signature-1", args[2]);
	value_set_text(headers, "x-adobe-digital-signature-2", args[3]);
	d.headers = headers;
	puts(words[platform_find("adobe")->prove(&d, secrets, 0, &signed_at)]);
	value_free(headers);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "requests"))
		return print_requests(argv[2]);
	return argc == 6 && !strcmp(argv[1], "prove") ? prove(argv + 2) : 64;
}
