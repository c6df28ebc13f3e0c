/*
 * parameters.c: compares crt's requests for orders with the parameters that WooCommerce accepts.
 *
 * A running shop describes every parameter of its lists in a response to OPTIONS; SAMPLES has such
 * a response. No vendor publishes a specification of this API.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/platform.h"
#include "platform/shop.h"
#include "slurp.h"

#define RESPONSE "woocommerce/live/rest/order-options.res.http"
#define TEXT_BYTES_MAX ((size_t)1024 * 1024)

static int total, wrong;

static void
complain(const char *what)
{
	wrong++;
	printf("# not taken: %s\n", what);
}

/* A parameter of crt, compared with those that the shop accepts. */
static void
argument(const json_t *args, const char *name, const char *value)
{
	const json_t *arg = value_get(args, name), *words;
	const char *least = value_text(value_get(arg, "minimum"));
	const char *most = value_text(value_get(arg, "maximum"));
	char why[200];
	size_t i;

	words = value_get(arg, "enum");
	words = words ? words : value_path(arg, "items.enum");
	for (i = 0; i < value_count(words); i++)
		if (!strcmp(value_text(value_at(words, i)), value))
			break;
	snprintf(why, sizeof why, "%s=%s", name, value);
	if (arg == NULL ? strcmp(name, "_fields") != 0 : words && i == value_count(words))
		complain(why);
	if ((least && strtol(value, NULL, 10) < strtol(least, NULL, 10))
	    || (most && strtol(value, NULL, 10) > strtol(most, NULL, 10)))
		complain(why);
	total++;
}

static void
arguments(const json_t *args, const char *endpoint, const char *page)
{
	const struct shop s = { .slug = "peer", .url = "https://shop.example", .credentials = args };
	const struct endpoint *q = endpoint_find(platform_find("woocommerce")->api, endpoint);
	const struct poll_request request = { .now = CLOCK_DAY, .page = page, .endpoint = q };
	struct http_request r;
	struct err e = { 0 };
	char name[64], value[64];
	const char *at;

	/* Without credentials nothing is requested, but the URL is known. */
	(void)!q->request(&s, &request, &r, &e);
	for (at = strchr(str_text(&r.url), '?'); at; at = strchr(at + 1, '&'))
		if (sscanf(at + 1, "%63[^=]=%63[^&]", name, value) == 2)
			argument(args, name, value);
	http_request_free(&r);
}

int
main(void)
{
	const char *samples = getenv("SAMPLES"), *body;
	struct str path = STR_MAX(4096), text = STR_MAX(TEXT_BYTES_MAX);
	struct err e = { 0 };
	const json_t *args;
	json_t *v = NULL;

	str_printf(&path, "%s/" RESPONSE, samples ? samples : "");
	body = samples == NULL || !slurp(str_text(&path), &text) ? NULL
	    : strstr(str_text(&text), "\r\n\r\n");
	if (body == NULL || !value_read_exact(&v, body + 4, strlen(body + 4), &e)) {
		puts("skipped: SAMPLES has no shop's own description");
		return 0;
	}
	args = value_get(value_at(value_get(v, "endpoints"), 0), "args");
	arguments(args, "orders", "");
	arguments(args, "orders", "1795165201/0");
	arguments(args, "orders", "1795165201/3");
	arguments(args, "carts", "");
	printf("%d parameters, %d not taken\n", total, wrong);
	value_free(v);
	str_free(&path);
	str_free(&text);
	return total == 0 || wrong;
}
