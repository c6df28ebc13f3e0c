/* record.c: what record_read accepts, and the reason it gives for the rest. */
#include <stdio.h>
#include <string.h>

#include "record/record.h"

#define ENVELOPE "\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/stores/s\"," \
	"\"time\":\"2026-01-02T03:04:05Z\""
#define CART(cart) "{" ENVELOPE ",\"type\":\"crt.cart.updated\",\"data\":{\"cart\":" cart "}}"

static const struct {
	const char *line, *reason;	/* NULL: accepted */
} cases[] = {
	{ CART("{\"id\":\"c\",\"currency\":\"EUR\",\"total\":\"12.50\",\"items\":[]}"), NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\",\"quantity\":1,"
	    "\"price\":{\"amount\":\"1\",\"currency\":\"JPY\"}}]}"), NULL },
	{ "{" ENVELOPE ",\"type\":\"crt.sync.checkpoint\","
	    "\"data\":{\"stream\":\"orders\"},\"extra\":1}", NULL },
	{ CART("{\"id\":\"c\"}"), "crt.cart.updated: cart: items is missing" },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\"}]}"),
	    "crt.cart.updated: cart: items 1: quantity is missing" },
	{ CART("{\"id\":\"\",\"items\":[]}"),
	    "crt.cart.updated: cart: id is empty or holds control bytes" },
	{ CART("{\"id\":7,\"items\":[]}"),
	    "crt.cart.updated: cart: id is not a text of at most 128 bytes" },
	{ CART("{\"id\":\"c\",\"currency\":\"XXQ\",\"items\":[]}"),
	    "crt.cart.updated: cart: currency \"XXQ\" is no ISO 4217 code" },
	{ CART("{\"id\":\"c\",\"total\":\"1\",\"items\":[]}"),
	    "crt.cart.updated: cart: total has no ISO 4217 currency" },
	{ CART("{\"id\":\"c\",\"currency\":\"EUR\",\"total\":12.5,\"items\":[]}"),
	    "crt.cart.updated: cart: total is no decimal text such as \"129.90\"" },
	{ CART("{\"id\":\"c\",\"url\":\"javascript:1\",\"items\":[]}"),
	    "crt.cart.updated: cart: url is no http or https address" },
	{ "{" ENVELOPE ",\"type\":\"no.such\"}", "unknown type \"no.such\"" },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\"}", "crt.cart.deleted: is not an object" },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\",\"tenant_id\":\"x\"}",
	    "\"tenant_id\" is no attribute name" },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\",\"ext\":[]}", "attribute ext is not a scalar" },
	{ "{\"type\":\"crt.cart.deleted\"}", "specversion is missing, empty or longer than 8 bytes" },
	{ "{\"a\":1,\"a\":2}", NULL /* said below */ },
	{ "[]", "not a JSON object" },
	{ "\xef\xbb\xbf{}", "starts with a byte order mark" },
};

static bool
right(size_t i, bool ok, const struct err *e)
{
	if (strstr(cases[i].line, "\"a\":2"))
		return !ok && strstr(e->text, "duplicate") != NULL;
	return ok ? cases[i].reason == NULL : cases[i].reason && !strcmp(cases[i].reason, e->text);
}

int
main(void)
{
	struct arena arena = { 0 };
	struct record rec;
	size_t i;
	int bad = 0;

	printf("1..%zu\n", COUNT(cases));
	for (i = 0; i < COUNT(cases); i++) {
		struct err e = { 0 };
		bool ok = record_read(&rec, cases[i].line, strlen(cases[i].line), &arena, &e);
		bool good = right(i, ok, &e);

		printf("%sok %zu - %s\n", good ? "" : "not ", i + 1, cases[i].line);
		if (!good)
			printf("# said \"%s\"\n", e.text);
		bad |= !good;
		value_free(rec.json);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return bad;
}
