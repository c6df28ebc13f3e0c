/* canary_hook.c: deliver the canary's cart to the web server, as a signed webhook. */
#include <string.h>
#include <strings.h>

#include "canary_hook.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "net/http.h"

#define HOOK_TIMEOUT (15 * CLOCK_SECOND)
#define HOOK_BODY 1024
#define HOOK_OFF "off"

struct hooking {
	const char *url;		/* of the web server */
	bool ok;
	struct err *e;
};

static void
canary_hook_add(struct canary_hooks *h, const char *url)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (!strcasecmp(h->url[i], url))
			return;
	if (*url && h->n < COUNT(h->url))
		h->url[h->n++] = url;
}

void
canary_hooks_find(struct canary_hooks *h, const struct settings *set, const struct stores *stores)
{
	size_t i;

	*h = (struct canary_hooks){ 0 };
	if (set->hooks_url) {
		canary_hook_add(h, strcmp(set->hooks_url, HOOK_OFF) ? set->hooks_url : "");
		return;
	}
	for (i = 0; i < stores->n; i++)
		canary_hook_add(h, stores->list[i].hooks_url);
}

bool
canary_hooks_check(const struct settings *set, struct err *e)
{
	const char *url = set->hooks_url;

	if (url == NULL || !strcmp(url, HOOK_OFF) || !strncmp(url, "https://", 8)
	    || !strncmp(url, "http://", 7))
		return true;
	err_set(e, ERR_USAGE, "hooks_url: \"%.100s\" is not an address", url);
	return err_hint(e, "it is like https://crt.example, or off");
}

/* A checkout with a ticked box, so that the person has consented. */
static void
canary_hook_body(struct str *out, const struct canary_cart *cart)
{
	char time[CLOCK_TEXT];

	str_printf(out, "{\"token\":\"%s\",\"cart_token\":\"%s\","
	    "\"email\":\"canary@crt-canary.example\",\"buyer_accepts_marketing\":true,"
	    "\"created_at\":\"%s\",\"updated_at\":\"%s\","
	    "\"presentment_currency\":\"EUR\",\"currency\":\"EUR\",\"total_price\":\"1.00\","
	    "\"abandoned_checkout_url\":\"https://crt-canary.example/cart\",\"line_items\":[{\"id\":1,"
	    "\"title\":\"Canary\",\"quantity\":1,\"price\":\"1.00\"}]}", cart->id, cart->id,
	    clock_print(cart->changed, time), time);
}

static bool
canary_hook_request(struct http_request *q, const char *url, const struct canary_cart *cart,
    struct err *e)
{
	unsigned char sum[HASH_BYTES];
	struct hmac *key = hmac_open(cart->secret, strlen(cart->secret));
	struct str signature = STR_MAX(HASH_BYTES * 2);
	bool ok;

	http_request_init(q, "POST");
	http_base(&q->url, url);
	str_puts(&q->url, "/hooks/" CANARY_PLATFORM "/" STORE_CANARY);
	canary_hook_body(&q->body, cart);
	hmac_sha256(key, sum, str_text(&q->body), q->body.len);
	hmac_close(key);
	base64_write(&signature, sum, sizeof sum);
	ok = http_field(q, "Content-Type", "application/json", e)
	    && http_field(q, "X-Shopify-Topic", "checkouts/update", e)
	    && http_field(q, "X-Shopify-Hmac-Sha256", str_text(&signature), e);
	str_free(&signature);
	return ok;
}

static const char *
canary_hook_advice(int status)
{
	return status == 401 ? "restart crt-ingest serve; it must be of this version, without -s"
	    : status == 429 ? "the web server limits requests: see limit_req in etc/web/nginx.conf"
	    : status >= 500 ? "start crt-ingest serve, and see its log and that of the web server"
	    : "the web server must pass /hooks/ to crt-ingest serve: see etc/web/nginx.conf";
}

static void
canary_hook_done(void *arg, const struct http_response *r, const struct err *why)
{
	struct hooking *h = arg;

	h->ok = r && r->status >= 200 && r->status < 300;
	if (r == NULL) {
		err_set(h->e, ERR_UNAVAILABLE, "no response to a signed webhook: %.300s",
		    why->text);
		err_hint(h->e, "check the web server; if this machine cannot reach it, set hooks_url: off "
		    "in the section crt: of crt.yaml");
	} else if (!h->ok) {
		err_set(h->e, ERR_UNAVAILABLE, "%.200s responds with HTTP %d to a signed webhook", h->url,
		    r->status);
		err_hint(h->e, "%s", canary_hook_advice(r->status));
	}
}

static bool
canary_hook_post(struct http *http, const char *url, const struct canary_cart *cart, struct err *e)
{
	struct hooking h = { .url = url, .e = e };
	struct http_request q;
	size_t left = 1;
	bool ok = canary_hook_request(&q, url, cart, e)
	    && http_start(http, &q, 0, canary_hook_done, &h, e);

	while (ok && left)
		ok = http_drive(http, HOOK_TIMEOUT, &left, e);
	http_request_free(&q);
	return ok && h.ok;
}

bool
canary_hooks_deliver(const struct canary_hooks *h, const struct settings *set,
    const struct canary_cart *cart, struct err *e)
{
	const struct http_settings settings = { .parallel = 1, .timeout = HOOK_TIMEOUT,
	    .ca_file = set->ca_file };
	struct http *http = NULL;
	bool ok = http_open(&http, &settings, e);
	size_t i;

	for (i = 0; ok && i < h->n; i++)
		ok = canary_hook_post(http, h->url[i], cart, e);
	http_close(http);
	return ok;
}
