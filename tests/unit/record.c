/* record.c: what record_read accepts and leaves out, and why it rejects the rest. */
#include <stdio.h>
#include <string.h>

#include "record/record.h"

#define ENVELOPE "\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/stores/s\"," \
	"\"time\":\"2026-01-02T03:04:05Z\""
#define CART(cart) "{" ENVELOPE ",\"type\":\"crt.cart.updated\",\"data\":{\"cart\":" cart "}}"

#define ORDER(members, customer) "{" ENVELOPE ",\"type\":\"crt.order.updated\",\"data\":{" \
	"\"order\":{\"id\":\"o\"" members "},\"customer\":" customer "}}"

#define NAMED(attributes) "{" attributes ",\"data\":{\"order\":{\"id\":\"o\"}," \
	"\"customer\":{\"email\":\"a@example.org\"}}}"

/* A line, and the fields that are left out, as the attribute prints them, or why it is rejected. */
static const struct {
	const char *line, *left, *reason;
} cases[] = {
	{ CART("{\"id\":\"c\",\"currency\":\"EUR\",\"total\":\"12.50\",\"items\":[]}"), "", NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\",\"quantity\":1,"
	    "\"price\":{\"amount\":\"1\",\"currency\":\"JPY\"}}]}"), "", NULL },
	{ "{" ENVELOPE ",\"type\":\"crt.sync.checkpoint\","
	    "\"data\":{\"stream\":\"orders\"},\"extra\":1}", "", NULL },
	{ CART("{\"id\":\"c\"}"), "", NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\"},{\"sku\":\"y\"}]}"), "", NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\",\"quantity\":2.0}]}"), "", NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\",\"quantity\":2.5}]}"),
	    "cart.items.quantity:integer", NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\",\"quantity\":0}]}"),
	    "cart.items.quantity:integer", NULL },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":[]},7]}"),
	    "cart.items.title:text,cart.items:object", NULL },
	{ CART("{\"id\":\"c\",\"items\":[7,8]}"), "cart.items:object", NULL },
	{ CART("{\"id\":\"c\",\"items\":{}}"), "cart.items:list", NULL },
	{ CART("{\"id\":\"\",\"items\":[]}"), NULL,
	    "crt.cart.updated: cart: id is empty or holds control bytes" },
	{ CART("{\"id\":7,\"items\":[]}"), NULL,
	    "crt.cart.updated: cart: id is not a text of at most 128 bytes" },
	{ CART("{\"id\":\"c\",\"currency\":\"XXQ\",\"items\":[]}"), "cart.currency:currency", NULL },
	{ CART("{\"id\":\"c\",\"total\":\"1\",\"items\":[]}"), "cart.total:currency", NULL },
	{ CART("{\"id\":\"c\",\"currency\":\"EUR\",\"total\":12.5,\"items\":[]}"),
	    "cart.total:amount", NULL },
	{ CART("{\"id\":\"c\",\"currency\":\"EUR\",\"total\":\"1.234\",\"items\":[]}"),
	    "cart.total:amount", NULL },
	{ CART("{\"id\":\"c\",\"url\":\"javascript:1\",\"items\":[]}"), "cart.url:url", NULL },
	{ CART("{\"id\":\"c\",\"token\":\"a\\u0001\",\"items\":[]}"), "cart.token:control", NULL },
	{ ORDER("", "{\"email\":\"a@example.org\"}"), "", NULL },
	{ ORDER(",\"placed\":\"soon\",\"status\":\"paid\"", "{\"email\":\"a@example.org\","
	    "\"consent\":{\"email\":{\"state\":\"granted\",\"time\":7},\"sms\":{\"time\":7}}}"),
	    "order.status:word,order.placed:time,customer.consent.email.time:time,"
	    "customer.consent.sms.state:missing", NULL },
	{ ORDER(",\"cart_id\":\"c\"", "\"x\""), "customer:object", NULL },
	{ ORDER("", "{\"id\":\"7\",\"email\":[]}"), "customer.email:text", NULL },
	{ ORDER("", "\"x\""), NULL, "crt.order.updated: customer is not an object, and no other"
	    " member identifies the person" },
	{ ORDER("", "{\"email\":[]}"), NULL, "crt.order.updated: customer.email is not a text, and"
	    " no other member identifies the person" },
	{ ORDER(",\"cart_id\":7,\"test\":1", "null"), NULL, "crt.order.updated: order.cart_id is not a"
	    " text, and no other member identifies the person" },
	{ ORDER(",\"test\":1", "null"), "order.test:flag", NULL },
	{ "{" ENVELOPE ",\"type\":\"crt.consent.changed\",\"data\":{\"customer\":{\"email\":7},"
	    "\"channel\":\"EMAIL\",\"action\":\"withdraw\"}}", NULL,
	    "crt.consent.changed: customer.email is not a text, and"
	    " no other member identifies the person" },
	{ "{" ENVELOPE ",\"type\":\"crt.consent.changed\",\"data\":{\"customer\":{},"
	    "\"channel\":\"EMAIL\",\"action\":\"withdraw\"}}", NULL,
	    "crt.consent.changed: no member identifies the person" },
	{ "{" ENVELOPE ",\"type\":\"crt.consent.changed\",\"data\":{\"customer\":"
	    "{\"email\":\"a at b\"},\"channel\":\"EMAIL\",\"action\":\"withdraw\"}}", NULL,
	    "crt.consent.changed: no member identifies the person" },
	{ "{" ENVELOPE ",\"type\":\"crt.consent.changed\",\"data\":{\"customer\":{\"id\":\"7\"},"
	    "\"channel\":\"EMAIL\",\"action\":\"perhaps\"}}", "action:word", NULL },
	{ "{" ENVELOPE ",\"type\":\"crt.message.unsubscribed\",\"data\":{\"link\":7}}", NULL,
	    "crt.message.unsubscribed: link is not a text, and"
	    " no other member identifies the person" },
	{ "{" ENVELOPE ",\"leftout\":\"billing.phone:control,a b:text,x:none,,y:,z:list\","
	    "\"type\":\"crt.cart.deleted\",\"data\":{\"cart\":{\"id\":\"c\"}}}",
	    "billing.phone:control,z:list", NULL },
	{ "{" ENVELOPE ",\"type\":\"no.such\"}", NULL, "unknown type \"no.such\"" },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\"}", NULL, "crt.cart.deleted: is not an object" },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\",\"tenant_id\":\"x\",\"\xc3\xa9\":1,"
	    "\"data\":{\"cart\":{\"id\":\"c\"}}}", "attribute:name", NULL },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\",\"data_base64\":null,"
	    "\"data\":{\"cart\":{\"id\":\"c\"}}}", "", NULL },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\",\"data_base64\":\"e30=\"}", NULL,
	    "data_base64 is not supported: put the JSON in \"data\"" },
	{ "{" ENVELOPE ",\"type\":\"crt.cart.deleted\",\"ext\":[],\"subject\":{},"
	    "\"data\":{\"cart\":{\"id\":\"c\"}}}", "attribute:scalar", NULL },
	{ "{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/stores/s\","
	    "\"time\":\"2026-01-02T03:04:05.123456789012Z\",\"type\":\"crt.cart.deleted\","
	    "\"data\":{\"cart\":{\"id\":\"c\"}}}", "", NULL },
	{ "{\"type\":\"crt.cart.deleted\"}", NULL,
	    "source is missing, empty, or longer than 128 bytes" },
	/* attributes that cannot be read cost no order */
	{ NAMED("\"source\":\"/stores/s\",\"id\":[],\"time\":\"soon\",\"type\":\"crt.order.dreamed\""),
	    "type:word,attribute:scalar,id:text,specversion:missing,time:time", NULL },
	{ NAMED("\"source\":\"/stores/s/\",\"specversion\":\"2.0\",\"sequence\":7,"
	    "\"read\":\"yes\",\"correlationid\":\"\",\"leftout\":7"), "type:missing,leftout:text,"
	    "id:missing,specversion:word,time:missing,sequence:text,read:flag,correlationid:empty",
	    NULL },
	{ NAMED("\"source\":\"/stores/s\",\"type\":7,\"id\":\"\\u0001\",\"specversion\":\"1.0\","
	    "\"time\":\"2026-01-02T03:04:05Z\""), "type:text,id:control", NULL },
	{ NAMED("\"source\":\"/stores/s\",\"type\":\"Order.Placed\",\"id\":\"i\","
	    "\"specversion\":\"1.0\",\"time\":\"2026-01-02T03:04:05Z\""), "", NULL },
	{ NAMED("\"source\":\"acme\""), NULL, "source is not /stores/SLUG" },
	{ NAMED("\"source\":\"/stores/s/x\""), NULL, "source is not /stores/SLUG" },
	{ NAMED("\"source\":\"//a.example/stores/s\""), NULL, "source is not /stores/SLUG" },
	{ "{" ENVELOPE ",\"type\":\"crt.order.dreamed\",\"data\":{}}", NULL,
	    "unknown type \"crt.order.dreamed\"" },
	{ "{" ENVELOPE ",\"data\":{\"order\":7}}", NULL, "unknown type \"\"" },
	/* what is not JSON, without the words of the library */
	{ "{\"a\":\"\\u0000\"}", NULL, "not JSON: a NUL, written as \\u0000 at byte 13" },
	{ "{\"a\":", NULL, "not JSON: it ends too early at byte 5" },
	{ "{} {}", NULL, "not JSON: more text follows the value at byte 4" },
	{ CART("{\"id\":\"c\",\"items\":[{\"title\":\"x\",\"weight\":18446744073709551616,"
	    "\"width\":-1e999,\"quantity\":9223372036854775808}]}"),
	    "cart.items.quantity:integer", NULL },
	{ ORDER(",\"weight\":9223372036854775808", "{\"phone\":4915112345025}"), "", NULL },
	{ ORDER("", "{\"id\":\"7\",\"phone\":-1}"), "customer.phone:text", NULL },
	{ "{\"a\":1,\"a\":2}", NULL, NULL /* see below */ },
	{ "[]", NULL, "not a JSON object" },
	{ "\xef\xbb\xbf{}", NULL, "starts with a byte order mark" },
};

static bool
right(size_t i, bool ok, const char *left, const struct err *e)
{
	if (strstr(cases[i].line, "\"a\":2"))
		return !ok && strstr(e->text, "duplicate") != NULL;
	return ok ? cases[i].left && !strcmp(cases[i].left, left)
	    : cases[i].reason && !strcmp(cases[i].reason, e->text);
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
		struct str left = STR_MAX(LEFT_BYTES);
		bool good;

		left_print(&left, &rec.left);
		good = right(i, ok, str_text(&left), &e);
		printf("%sok %zu - %s\n", good ? "" : "not ", i + 1, cases[i].line);
		if (!good)
			printf("# said \"%s\", left \"%s\"\n", e.text, str_text(&left));
		str_free(&left);
		bad |= !good;
		value_free(rec.json);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return bad;
}
