/* oauth1.c: what is signed, and the header with the signature (RFC 5849). */
#include <stdlib.h>

#include "net/oauth1.h"
#include "tap.h"

static void
base(const char *method, const char *url, const char *parameters, const char *want,
    const char *what)
{
	struct str s = STR_MAX(100000);
	struct err e = { 0 };

	if (!oauth1_base(&s, method, url, parameters, &e))
		tap_is(e.text, "", what);
	else
		tap_is(str_text(&s), want, what);
	str_free(&s);
}

/* The example of RFC 5849 3.4.1.1. The members of the form are parameters. */
static void
vectors(void)
{
	base("POST", "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
	    "c2&a3=2+q&oauth_consumer_key=9djdj82h48djs9d2&oauth_token=kkk9d7dh3k39sjv7"
	    "&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201&oauth_nonce=7d8f3e4a",
	    "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q"
	    "%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2"
	    "%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1"
	    "%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
	    "the example of RFC 5849 3.4.1.1");
	base("GET", "https://www.example.net:8080/?q=1", "",
	    "GET&https%3A%2F%2Fwww.example.net%3A8080%2F&q%3D1", "a port that must be included");
	base("GET", "https://A.example:443/r%20v/X?id=123#f?x=1", "",
	    "GET&https%3A%2F%2Fa.example%2Fr%2520v%2FX&id%3D123",
	    "a port that goes without saying, a path as it is, no fragment");
	base("GET", "http://a.example", "", "GET&http%3A%2F%2Fa.example%2F&", "no path, no query");
	base("GET", "http://a.example/?&&b=&a=%zz&a=%4", "",
	    "GET&http%3A%2F%2Fa.example%2F&a%3D%25254%26a%3D%2525zz%26b%3D",
	    "what is no percent encoding stands for itself");
	base("GET", "http://a.example/?a-b=1&a=2&a%5Bx%5D=\xc3\xa4", "",
	    "GET&http%3A%2F%2Fa.example%2F&a%3D2%26a%255Bx%255D%3D%25C3%25A4%26a-b%3D1",
	    "in the order of the encoded names");
}

/* openssl made these signatures; tests/peer/oauth1.mjs compares with the libraries of shops. */
static void
signatures(void)
{
	struct oauth1 woo = { .consumer_key = "ck_1", .consumer_secret = "cs_2", .nonce = "abc",
	    .when = 1700000000 * CLOCK_SECOND };
	struct oauth1 magento = woo;
	struct http_request r;
	struct err e = { 0 };

	http_request_init(&r, "GET");
	str_puts(&r.url, "http://shop.example/wp-json/wc/v3/orders?page=2&after=2026-01-01T00:00:00");
	tap_ok(oauth1_query(&woo, &r, &e), "a query is signed");
	tap_is(str_text(&r.url), "http://shop.example/wp-json/wc/v3/orders?page=2"
	    "&after=2026-01-01T00:00:00&oauth_consumer_key=ck_1&oauth_nonce=abc"
	    "&oauth_signature_method=HMAC-SHA256&oauth_timestamp=1700000000&oauth_version=1.0"
	    "&oauth_signature=u0iZMTQNZLm0ZYA3DWJxVo25H7RailU9V1EBz8cHRjU%3D",
	    "by parameters at its end");
	http_request_free(&r);

	magento.token = "t 3";
	magento.token_secret = "ts&4";
	http_request_init(&r, "PUT");
	str_puts(&r.url, "https://shop.example/rest/V1/carts/search?searchCriteria%5BpageSize%5D=5");
	tap_ok(oauth1_field(&magento, &r, &e), "a field is signed");
	tap_is(str_text(&r.fields), "Authorization: OAuth oauth_consumer_key=\"ck_1\", "
	    "oauth_nonce=\"abc\", oauth_signature_method=\"HMAC-SHA256\", "
	    "oauth_timestamp=\"1700000000\", oauth_token=\"t%203\", oauth_version=\"1.0\", "
	    "oauth_signature=\"%2FqFwffvEw92A2bsmvEQOS09GvZXyAktxLpTNmN9ZcOQ%3D\"\n", "with its token");
	tap_is(str_text(&r.url), "https://shop.example/rest/V1/carts/search?"
	    "searchCriteria%5BpageSize%5D=5", "and the address is left alone");
	http_request_free(&r);
}

static void
refusals(void)
{
	struct oauth1 o = { .consumer_key = "k", .consumer_secret = "s" };
	struct http_request r;
	struct err e = { 0 };
	int i;

	http_request_init(&r, "GET");
	str_puts(&r.url, "no address");
	tap_ok(!oauth1_query(&o, &r, &e) && e.kind == ERR_INPUT, "what is no address is refused");
	http_request_free(&r);
	e = (struct err){ 0 };
	str_puts(&r.url, "http://a.example/?");
	for (i = 0; i < OAUTH1_PARAMETERS_MAX; i++)
		str_puts(&r.url, "a&");
	tap_ok(!oauth1_query(&o, &r, &e) && e.kind == ERR_INPUT, "so are too many parameters");
	http_request_free(&r);
	e = (struct err){ 0 };
	str_puts(&r.url, "http://a.example/");
	while (r.url.len < HTTP_URL_MAX - 10)
		str_putc(&r.url, 'a');
	tap_ok(!oauth1_query(&o, &r, &e) && e.kind == ERR_INPUT, "so is what exceeds an address");
	http_request_free(&r);
}

/* Two requests in one second differ. */
static void
nonces(void)
{
	struct oauth1 o = { .consumer_key = "k", .consumer_secret = "s" };
	struct http_request a, b;
	struct err e = { 0 };

	http_request_init(&a, "GET");
	http_request_init(&b, "GET");
	str_puts(&a.url, "http://a.example/");
	str_puts(&b.url, "http://a.example/");
	tap_ok(oauth1_query(&o, &a, &e) && oauth1_query(&o, &b, &e)
	    && strcmp(str_text(&a.url), str_text(&b.url)) != 0, "no nonce comes twice");
	http_request_free(&a);
	http_request_free(&b);
}

int
main(void)
{
	vectors();
	signatures();
	refusals();
	nonces();
	return tap_done();
}
