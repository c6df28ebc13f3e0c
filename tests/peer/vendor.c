/*
 * vendor.c: runs payloads that vendors have sent or published through the adapters.
 *
 * SAMPLES names a folder PLATFORM/..., with these kinds of files:
 *   *.json {"topic","headers","body"}	a captured request, its body already parsed
 *   *.json {"response"}		published with its topic as the name of the file
 *   *.json				a bare body, or a response of an API
 *   *.http				a request (with a topic header) or a response
 * Prints how many were accepted, ignored, and rejected, by platform and topic, with the reasons. It
 * fails if a rejection is not explained below, if a record is not valid for record.def, and if
 * nothing was found.
 */
#include <strings.h>

#include "platform/platform.h"
#include "record/record.h"
#include "samples.h"

#define NAME_MAX_BYTES 120

/* Correct rejections: the file, the reason, and why it is right. */
static const struct {
	const char *file, *reason, *why;
} explained[] = {
	{ "/bigcommerce/rest/v3.customers.list", "the customer has no id", "published without its id" },
	{ "/anonymised-shapes/", "", "placeholders stand where values were" },
	{ "/orders.search.fields-filtered", "lacks its number", "only two members requested" },
	{ "/io-event.journal.1", "has no type", "published without its type" },
};

static int unexplained, broken;

struct made {
	char type[64];
	const char *file;
};

static bool
take(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct made *m = arg;
	struct arena arena = { 0 };
	struct record r;
	struct err why = { 0 };

	(void)e;
	if (record_read(&r, line, n, &arena, &why))
		snprintf(m->type, sizeof m->type, "%s", record_type(r.kind) + 4);
	else {
		broken++;
		printf("# %s: the record is wrong: %s\n# %.*s\n", m->file, why.text, (int)n, line);
	}
	if (getenv("SHOW"))
		printf("%.*s\n", (int)n, line);
	value_free(r.json);
	arena_free(&arena);
	return true;
}

static bool
is_explained(const char *file, const char *reason)
{
	size_t i;

	for (i = 0; i < COUNT(explained); i++)
		if (strstr(file, explained[i].file) && strstr(reason, explained[i].reason))
			return true;
	return false;
}

/* One delivery; a topic of NULL means that the line is an envelope with the topic. */
static void
deliver(const struct platform *p, const char *file, const char *topic, const char *shown,
    const char *line, size_t n)
{
	struct made m = { .file = file };
	struct err e = { 0 };
	const char *ignored;
	char outcome[300], what[100];

	if (!platform_line(p, "peer", line, n, topic, CLOCK_DAY, take, &m, &ignored, &e)) {
		snprintf(outcome, sizeof outcome, "refused: %.250s", e.text);
		if (!is_explained(file, e.text)) {
			unexplained++;
			printf("# %s: %s\n", file, e.text);
		}
	} else if (ignored)
		snprintf(outcome, sizeof outcome, "ignored: %s", ignored);
	else
		snprintf(outcome, sizeof outcome, "taken: %s", m.type);
	snprintf(what, sizeof what, "%-12s %s", p->name, shown);
	samples_count(what, outcome);
}

/* "carts.create.json" is carts/create for Shopify and carts.create for WooCommerce. */
static void
topic_of(const struct platform *p, const char *file, char topic[NAME_MAX_BYTES])
{
	static const struct {
		const char *in, *topic;
	} kinds[] = {
		{ "_customers_email_marketing", "customers_email_marketing_consent/update" },
		{ "_customers_marketing", "customers_marketing_consent/update" },
		{ "_carts_", "carts/update" }, { "_checkouts_", "checkouts/update" },
		{ "_customers_", "customers/update" }, { "_orders_", "orders/updated" },
		{ "checkouts.list", "checkouts/update" }, { "customers.list", "customers/update" },
		{ "orders.list", "orders/updated" },
	};
	const char *name = strrchr(file, '/') + 1;
	char *dot;
	size_t i;

	snprintf(topic, NAME_MAX_BYTES, "%.*s", (int)strlen(name) - 5, name);
	if (!strcmp(p->name, "bigcommerce"))		/* store_cart_updated: printed; the scope counts */
		for (dot = topic; *dot; dot++)
			*dot = *dot == '_' ? '/' : *dot;
	if (strcmp(p->name, "shopify"))
		return;
	for (i = 0; i < COUNT(kinds); i++)
		if (strstr(name, kinds[i].in)) {
			snprintf(topic, NAME_MAX_BYTES, "%s", kinds[i].topic);
			return;
		}
	dot = strchr(topic, '.');
	if (dot)
		*dot = '/';
}

/* The kind of an API's resource, by its members. */
static const char *
looks(const struct platform *p, const json_t *v, const char *otherwise)
{
	if (!strcmp(p->name, "bigcommerce"))
		return value_get(v, "grand_total") ? "checkout" : value_get(v, "line_items") ? "cart"
		    : value_get(v, "status_id") ? "order"
		    : value_get(v, "customer_group_id") ? "customer" : NULL;
	if (strcmp(p->name, "woocommerce"))
		return otherwise;
	if (value_get(v, "order_key"))
		return "order.updated";
	return value_get(v, "username") && value_get(v, "billing") ? "customer.updated" : NULL;
}

static void
resource(const struct platform *p, const char *file, const char *otherwise, const json_t *v)
{
	const char *topic = looks(p, v, otherwise);
	struct str s = STR_MAX(SAMPLES_BYTES_MAX);

	if (topic == NULL)
		return;
	value_print(&s, v, false);
	deliver(p, file, topic, topic, str_text(&s), s.len);
	str_free(&s);
}

/* A response of an API: a resource, a list of them, {"orders":[...]}, or {"data":...}. */
static void
check_delivery(const struct platform *p, const char *file, const char *topic, const char *text,
    size_t n)
{
	struct err e = { 0 };
	json_t *v;
	const json_t *list, *data;
	size_t i;

	if (!value_read_exact(&v, text, n, &e))
		return;
	data = value_get(v, "data") ? value_get(v, "data") : v;
	list = value_kind(data) == VALUE_LIST ? data : NULL;
	if (value_kind(v) == VALUE_MAP && value_count(v) == 1)
		list = value_of(value_first(v));
	if (value_kind(list) != VALUE_LIST)
		resource(p, file, topic, data);
	else
		for (i = 0; i < value_count(list); i++)
			resource(p, file, topic, value_at(list, i));
	value_free(v);
}

static void
envelope(struct str *line, const char *headers, size_t nheaders, const char *body, size_t nbody)
{
	str_puts(line, "{\"headers\":");
	str_add(line, headers, nheaders);
	str_puts(line, ",\"body\":");
	value_quote(line, body, nbody);
	str_putc(line, '}');
}

/* Published responses of Magento, by name; events in the same folder are Adobe's. */
static bool
magento_file(const struct platform *p, const char *file, const char *text, size_t n)
{
	static const char *const kinds[][2] = { { "/cart.", "cart" }, { "/customer.", "customer" },
	    { "/orders.search", "order" }, { "/sales_email", "order" }, { "/shipping-", "cart" } };
	bool adobe = !strcmp(p->name, "adobe"), event = strstr(file, "/adobe-io-events/") != NULL;
	struct str line = STR_MAX(SAMPLES_BYTES_MAX);
	const char *at;
	size_t i;

	if (!adobe && strcmp(p->name, "magento"))
		return false;
	for (i = 0; !adobe && i < COUNT(kinds) && !strstr(file, kinds[i][0]); i++)
		;
	if (adobe && event) {
		envelope(&line, "{}", 2, text, n);
		deliver(p, file, NULL, "event", str_text(&line), line.len);
	} else if (!adobe && !event && i < COUNT(kinds)) {
		if (value_span(text, n, "totals", &at, &n)) {
			str_printf(&line, "{\"cart\":{\"id\":1},\"totals\":%.*s}", (int)n, at);
			deliver(p, file, "cart", "cart", str_text(&line), line.len);
		} else
			check_delivery(p, file, kinds[i][1], text, n);
	}
	str_free(&line);
	return true;
}

static void
json_file(const struct platform *p, const char *file, const char *text, size_t n)
{
	const char *headers, *body;
	size_t nheaders, nbody;
	char topic[NAME_MAX_BYTES];

	if (magento_file(p, file, text, n))
		return;
	topic_of(p, file, topic);
	if (value_span(text, n, "body", &body, &nbody)
	    && value_span(text, n, "headers", &headers, &nheaders)) {
		struct str line = STR_MAX(SAMPLES_BYTES_MAX);

		envelope(&line, headers, nheaders, body, nbody);
		deliver(p, file, NULL, topic, str_text(&line), line.len);
		deliver(p, file, topic, topic, body, nbody);
		str_free(&line);
	} else if (value_span(text, n, "response", &body, &nbody))
		deliver(p, file, topic, topic, body, nbody);
	else if (strstr(file, "/rest") || strstr(file, ".list."))
		check_delivery(p, file, topic, text, n);
	else if (!strstr(file, "/graphql/"))
		deliver(p, file, topic, topic, text, n);
}

/* "Name: value" lines as members; the topic among them is printed. */
static void
headers_of(const char *text, const char *end, struct str *out, char topic[NAME_MAX_BYTES])
{
	json_t *map = value_map();
	const char *line, *eol, *colon;

	snprintf(topic, NAME_MAX_BYTES, "-");
	for (line = strchr(text, '\n'); line && line + 1 < end; line = strchr(line + 1, '\n')) {
		char name[NAME_MAX_BYTES];

		eol = memchr(line + 1, '\r', (size_t)(end - line));
		colon = memchr(line + 1, ':', (size_t)(end - line));
		if (eol == NULL || colon == NULL || colon > eol)
			break;
		snprintf(name, sizeof name, "%.*s", (int)(colon - line - 1), line + 1);
		value_set(map, name, value_new_textn(colon + 2, (size_t)(eol - colon - 2)));
		if (!strcasecmp(name, "X-WC-Webhook-Topic"))
			snprintf(topic, NAME_MAX_BYTES, "%.*s", (int)(eol - colon - 2), colon + 2);
	}
	value_print(out, map, false);
	value_free(map);
}

static void
http_file(const struct platform *p, const char *file, const char *text, size_t n)
{
	const char *body = strstr(text, "\r\n\r\n");
	struct str headers = STR_MAX(SAMPLES_BYTES_MAX), line = STR_MAX(SAMPLES_BYTES_MAX);
	char topic[NAME_MAX_BYTES];

	if (body == NULL)
		return;
	body += 4;
	if (!strncmp(text, "HTTP/", 5)) {
		check_delivery(p, file, "", body, n - (size_t)(body - text));
		return;
	}
	if (strncmp(text, "POST ", 5) || strstr(file, ".req."))
		return;
	headers_of(text, body, &headers, topic);
	envelope(&line, str_text(&headers), headers.len, body, n - (size_t)(body - text));
	deliver(p, file, NULL, topic, str_text(&line), line.len);
	str_free(&headers);
	str_free(&line);
}

static void
one(const struct platform *p, const char *file)
{
	struct str text = STR_MAX(SAMPLES_BYTES_MAX);

	if (!slurp(file, &text) || str_full(&text))
		abort();
	if (strstr(file, ".json") && !strstr(file, ".jsonl"))
		json_file(p, file, str_text(&text), text.len);
	else if (strstr(file, ".http"))
		http_file(p, file, str_text(&text), text.len);
	str_free(&text);
}

int
main(void)
{
	const char *samples = getenv("SAMPLES");
	size_t i;

	if (samples == NULL || *samples == '\0') {
		puts("skipped: SAMPLES names no folder of payloads");
		return 0;
	}
	for (i = 0; platform_at(i); i++)
		samples_walk(strcmp(platform_at(i)->name, "adobe") ? platform_at(i)->name : "magento",
		    one, platform_at(i));
	samples_report(58);
	printf("%d deliveries, %d refused without an explanation, %d wrong records\n",
	    samples_total, unexplained, broken);
	return samples_total == 0 || unexplained || broken;
}
