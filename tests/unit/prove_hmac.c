/* prove_hmac.c: deliveries of Shopify and WooCommerce, signed by openssl or invalid. */
#include <stdlib.h>

#include "platform/platform.h"
#include "tap.h"

/*
 * Each signature: printf %s BODY | openssl dgst -sha256 -hmac KEY -binary | base64
 */
#define BODY "{\"id\":820982911946154508,\"note\":\"Zo\xc3\xab\"}"
#define NEW  "kuQGRgwboMw4/KiY7F61L9byB5lCqG/EOhaEKYnI5OU="	/* shpss_new */
#define OLD  "8t1ThkOCZDvP4zvEom8TR4phYXu0XXtqW2j1PW8+4wQ="	/* shpss_old */
#define VOID "ddwYCQcJUwQyd4pZOBjOUI+/Xhw4ipyFYdb6zgNmRCo="	/* shpss_new, no body */
#define HEX  "92e406460c1ba0cc38fca898ec5eb52fd6f2079942a86fc43a16842989c8e4e5"
#define ODD  "64rjnivoYi/570n45ADlHCXtnXs6IVGwJwMNCBu8WfA="	/* a&b<c>"d'e-acute&z */
#define RAW  "7GRq4MNA/D9sTxJfs6ry9KOO+Bmnfn7eALP76KQFIrw="	/* <&#x3c;&#x0x26;&amp */
#define TWICE "fJiesCr2eUhkB98IzGqUGI/hhlyE2C7+o5f0SO/GLDI="	/* &lt; */

static const char *const words[] = { "genuine", "missing", "wrong", "stale", "ping" };
static const char *const both[] = { "shpss_new", "shpss_old", NULL };
static const char *const new_only[] = { "shpss_new", NULL };
static const char *const none[] = { NULL };

static void
is(const char *platform, const char *headers, const char *body, const char *const *secrets,
    const char *want, const char *what)
{
	struct platform_delivery d = { .body = body, .len = strlen(body), .store = "acme" };
	crt_time signed_at = 1;
	struct err e = { 0 };
	json_t *v;

	if (!value_read(&v, headers, strlen(headers), &e))
		abort();
	d.headers = v;
	tap_is(words[platform_find(platform)->prove(&d, secrets, 0, &signed_at)], want, what);
	if (signed_at)
		tap_ok(false, "no time is signed");
	value_free(v);
}

static void
shopify(void)
{
#define SAID(signature) "{\"X-Shopify-Hmac-Sha256\":\"" signature "\"}"
	is("shopify", SAID(NEW), BODY, both, "genuine", "signed with the secret");
	is("shopify", SAID(OLD), BODY, both, "genuine", "signed with the secret before");
	is("shopify", SAID(OLD), BODY, new_only, "wrong", "signed with a secret no longer in force");
	is("shopify", "{\"shopify-hmac-sha256\":\"" NEW "\"}", BODY, both, "genuine",
	    "the newer header family");
	is("shopify", "{\"x-shopify-HMAC-sha256\":\"" NEW "\"}", BODY, both, "genuine",
	    "a header in any case");
	is("shopify", SAID(NEW), BODY " ", both, "wrong", "a byte more");
	is("shopify", SAID(NEW), "{\"id\":820982911946154509,\"note\":\"Zo\xc3\xab\"}", both, "wrong",
	    "a byte changed");
	is("shopify", "{}", BODY, both, "missing", "no signature");
	is("shopify", "{\"X-Shopify-Hmac-Sha256\":\"\"}", BODY, both, "missing", "an empty signature");
	is("shopify", SAID(HEX), BODY, both, "wrong", "hex instead of base64");
	is("shopify", SAID("kuQGRgwboMw4/KiY7F61L9byB5lCqG/EOhaEKYnI5O"), BODY, both, "wrong",
	    "base64 cut short");
	is("shopify", SAID("kuQGRgwboMw4/KiY7F61L9byB5lCqG/EOhaEKYnI5OV="), BODY, both, "wrong",
	    "base64 with loose bits");
	is("shopify", SAID(NEW), "", both, "wrong", "the body is gone");
	is("shopify", SAID(VOID), "", both, "genuine", "an empty body, rightly signed");
	is("shopify", SAID(NEW), BODY, none, "wrong", "no secret in force");
	is("shopify", "{}", "webhook_id=7", both, "missing", "a ping is nothing to Shopify");
#undef SAID
}

static void
woocommerce(void)
{
	static const char *const typed[] = { "a&amp;b&lt;c&gt;&quot;d&#039;\xc3\xa9&z", NULL };
	static const char *const stored[] = { "a&b<c>\"d'\xc3\xa9&z", NULL };
	static const char *const numbers[] = { "a&#38;b&#0060;c&#62;&#x22;d&#X0027;\xc3\xa9&z", NULL };
	static const char *const others[] = { "&#60;&#x3c;&#x0x26;&amp", NULL };
	static const char *const twice[] = { "&amp;lt;", NULL };

#define SAID(signature) "{\"X-WC-Webhook-Signature\":\"" signature "\"}"
	is("woocommerce", SAID(NEW), BODY, both, "genuine", "signed with the secret");
	is("woocommerce", SAID(OLD), BODY, both, "genuine", "signed with the secret before");
	is("woocommerce", SAID(OLD), BODY, new_only, "wrong", "no longer in force");
	is("woocommerce", SAID(NEW), BODY "\n", both, "wrong", "a newline more");
	is("woocommerce", "{\"X-Shopify-Hmac-Sha256\":\"" NEW "\"}", BODY, both, "missing",
	    "signed as another platform signs");
	is("woocommerce", SAID(ODD), BODY, stored, "genuine", "a secret of odd characters");
	is("woocommerce", SAID(ODD), BODY, typed, "genuine", "the same with entities");
	is("woocommerce", SAID(ODD), BODY, numbers, "genuine", "the same by numbers");
	is("woocommerce", SAID(RAW), BODY, others, "genuine", "what WordPress does not decode");
	is("woocommerce", SAID(TWICE), BODY, twice, "genuine", "an entity is decoded once");
	is("woocommerce", "{\"Content-Type\":\"application/x-www-form-urlencoded\"}", "webhook_id=12",
	    both, "ping", "a ping");
	is("woocommerce", "{}", "webhook_id=12", none, "ping", "a ping before there is a secret");
	is("woocommerce", "{}", "webhook_id=", both, "missing", "a ping of nothing");
	is("woocommerce", "{}", "webhook_id=12&status=paid", both, "missing", "a ping and more");
	is("woocommerce", "{}", "webhook_id=123456789012345678901", both, "missing", "too long a ping");
	is("woocommerce", "{\"X-WC-Webhook-Topic\":\"order.updated\"}", "webhook_id=12", both,
	    "missing", "a ping with a topic is none");
	is("woocommerce", SAID(NEW), "webhook_id=12", both, "wrong", "nor is one with a signature");
#undef SAID
}

int
main(void)
{
	shopify();
	woocommerce();
	return tap_done();
}
