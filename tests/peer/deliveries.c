/*
 * deliveries.c: runs recorded responses and deliveries of real shops through the adapters.
 *
 * SAMPLES/woocommerce has recorded exchanges of a running shop: NAME.req.http beside NAME.res.http,
 * webhooks (signed with secrets made for the recording), and lists from the documentation. It
 * prints a table. It fails if a response to a request of crt is not understood, an object is left
 * out, or a signature is not valid.
 */
#include "platform/platform.h"
#include "platform/shop.h"
#include "samples.h"

#define PATH_BYTES 4096

static int wrong;

static void
complain(const char *file, const char *why)
{
	wrong++;
	printf("# %s: %s\n", file, why);
}

/* A recorded message: its first line, its fields as in an http_response, and its body. */
struct message {
	struct str text, fields;
	const char *body;
	size_t len;
};

static void
message_read(struct message *m, const char *path)
{
	const char *line, *end, *colon;

	*m = (struct message){ STR_MAX(SAMPLES_BYTES_MAX), STR_MAX(SAMPLES_BYTES_MAX), "", 0 };
	(void)!slurp(path, &m->text);
	m->body = strstr(str_text(&m->text), "\r\n\r\n");
	if (m->body == NULL)
		m->body = str_text(&m->text) + m->text.len;
	else
		m->body += 4;
	m->len = m->text.len - (size_t)(m->body - str_text(&m->text));
	for (line = strstr(str_text(&m->text), "\r\n"); line && line + 2 < m->body; line = end) {
		line += 2;
		end = strstr(line, "\r\n");
		colon = memchr(line, ':', (size_t)(end - line));
		for (; colon && line < colon; line++)
			str_putc(&m->fields, *line >= 'A' && *line <= 'Z' ? (char)(*line + 32) : *line);
		if (colon) {
			str_add(&m->fields, colon, (size_t)(end - colon));
			str_putc(&m->fields, '\n');
		}
	}
}

static void
message_free(struct message *m)
{
	str_free(&m->text);
	str_free(&m->fields);
}

static bool
record(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);

	*(int *)arg += ok;
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

static void
read_response(const struct platform *p, const char *endpoint, const char *file,
    const struct http_response *a)
{
	int records = 0;
	struct response h = { .record = record, .arg = &records, .next = STR_MAX(SHOP_PAGE_MAX) };
	const struct endpoint *q = endpoint_find(p->api, endpoint);
	const struct poll_request request = { .now = CLOCK_DAY, .page = "", .endpoint = q };
	const struct shop s = { .slug = "peer", .url = "https://shop.example",
	    .platform = p };
	int64_t unknown = platform_unknown();
	struct err e = { 0 };
	char outcome[300];

	if (!q->response(&s, &request, a, &h, &e)) {
		snprintf(outcome, sizeof outcome, "not understood: %.250s", e.text);
		complain(file, e.text);
	} else
		snprintf(outcome, sizeof outcome, "read%s%s", h.items ? "" : ", empty",
		    h.next.len ? ", with a next page" : "");
	if (h.refused)
		complain(file, h.why.text);
	if (platform_unknown() > unknown)
		complain(file, "an order of a state that is not known");
	if (h.items && records == 0)
		complain(file, "things but no records");
	samples_count(endpoint, outcome);
	response_close(&h);
}

static bool
take_hook(void *arg, const struct hook *h, struct err *e)
{
	(void)e;
	*(int *)arg += h->active;
	return true;
}

static void
handle_hooks(const struct platform *p, const char *file, const struct http_response *a, bool list)
{
	struct str next = STR_MAX(SHOP_PAGE_MAX);
	struct err e = { 0 };
	char outcome[300];
	int active = 0;

	if (list ? p->api->hooks->response_list(a, take_hook, &active, &next, &e)
	    : p->api->hooks->response_done(a, &e))
		snprintf(outcome, sizeof outcome, list ? "read, %d active" : "done", active);
	else {
		snprintf(outcome, sizeof outcome, "not understood: %.250s", e.text);
		complain(file, e.text);
	}
	samples_count(list ? "webhooks" : "a webhook", outcome);
	str_free(&next);
}

static void
explain(const struct platform *p, const char *file, const struct http_response *a)
{
	struct err e = { 0 };
	char outcome[300], what[24];

	snprintf(what, sizeof what, "status %d", a->status);
	if (!p->api->explain(a, &e))
		snprintf(outcome, sizeof outcome, "%d: %.250s", err_status(&e), e.text);
	else {
		snprintf(outcome, sizeof outcome, "as the status requires");
		if (a->status < 500 && a->len && *a->body == '{')
			complain(file, "a refusal that is not understood");
	}
	samples_count(what, outcome);
}

/* The request of crt that this exchange has the response to, by its request line. */
static void
exchange(const struct platform *p, const char *file)
{
	static const char root[] = "/wp-json/wc/v3/";
	struct str req = STR_MAX(PATH_BYTES);
	struct message request, said;
	struct http_response a;
	const char *path;
	size_t n;

	str_add(&req, file, strlen(file) - strlen("res.http"));
	str_puts(&req, "req.http");
	message_read(&request, str_text(&req));
	message_read(&said, file);
	a = (struct http_response){ .fields = str_text(&said.fields), .body = said.body,
	    .len = said.len };
	sscanf(str_text(&said.text), "HTTP/%*s %d", &a.status);
	path = strstr(str_text(&request.text), root);
	path = path ? path + sizeof root - 1 : "";
	n = strcspn(path, "? ");
	if (a.status >= 400)
		explain(p, file, &a);
	else if (!strncmp(str_text(&request.text), "GET ", 4) && !strstr(path, "_fields=")) {
		if (n == 6 && !strncmp(path, "orders", n))
			read_response(p, "orders", file, &a);
		else if (n == 9 && !strncmp(path, "customers", n))
			read_response(p, "customers", file, &a);
		else if (n == 8 && !strncmp(path, "webhooks", n))
			handle_hooks(p, file, &a, true);
	} else if (!strncmp(path, "webhooks", 8) && a.status < 300)
		handle_hooks(p, file, &a, false);
	message_free(&request);
	message_free(&said);
	str_free(&req);
}

/* The recording's own secrets, by the address of the webhook. */
static const char *
secret_of(const char *first_line)
{
	if (strstr(first_line, "/ok/special"))
		return "a&b<c>\"d'\xc3\xa9&amp;z";
	return strstr(first_line, "/ok/") && !strstr(first_line, "/ok/nosecret")
	    ? "whsec-local-Peer_2026" : NULL;
}

static json_t *
headers_of(const struct message *m)
{
	json_t *v = value_map();
	const char *line = str_text(&m->fields), *colon, *end;
	char name[200];

	for (; *line; line = end + 1) {
		colon = strchr(line, ':');
		end = strchr(line, '\n');
		snprintf(name, sizeof name, "%.*s", (int)(colon - line), line);
		value_set(v, name, value_new_textn(colon + 2, (size_t)(end - colon - 2)));
	}
	return v;
}

static void
delivery(const struct platform *p, const char *file)
{
	static const char *const words[] = { "genuine", "missing", "wrong", "stale", "ping" };
	struct message m;
	struct platform_delivery d;
	const char *secrets[] = { "some other secret", NULL, NULL };
	bool known;
	crt_time at;
	enum proof proof;
	json_t *v;

	message_read(&m, file);
	v = headers_of(&m);
	d = (struct platform_delivery){ .headers = v, .body = m.body, .len = m.len, .store = "peer" };
	secrets[1] = secret_of(str_text(&m.text));
	known = secrets[1] != NULL;
	proof = p->prove(&d, secrets, 0, &at);
	samples_count(known ? "signed, secret known" : "signed, secret unknown", words[proof]);
	if (proof != PROOF_PING && proof != (known ? PROOF_GENUINE : PROOF_WRONG))
		complain(file, words[proof]);
	value_free(v);
	message_free(&m);
}

static void
list(const struct platform *p, const char *file)
{
	struct str text = STR_MAX(SAMPLES_BYTES_MAX);
	struct http_response a;

	(void)!slurp(file, &text);
	a = (struct http_response){ 200, "", str_text(&text), text.len };
	if (strstr(file, "/orders.list"))
		read_response(p, "orders", file, &a);
	else if (strstr(file, "/customers.list"))
		read_response(p, "customers", file, &a);
	else if (strstr(file, "/webhooks.list"))
		handle_hooks(p, file, &a, true);
	str_free(&text);
}

static void
one(const struct platform *p, const char *file)
{
	if (strstr(file, ".res.http"))
		exchange(p, file);
	else if (strstr(file, "/webhooks/") && strstr(file, ".http"))
		delivery(p, file);
	else if (strstr(file, ".list.json"))
		list(p, file);
}

int
main(void)
{
	const char *samples = getenv("SAMPLES");

	if (samples == NULL || *samples == '\0') {
		puts("skipped: SAMPLES names no folder of exchanges");
		return 0;
	}
	samples_walk("woocommerce", one, platform_find("woocommerce"));
	samples_report(24);
	printf("%d responses and deliveries, %d wrong\n", samples_total, wrong);
	return samples_total == 0 || wrong;
}
