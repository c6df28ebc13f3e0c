/* wish.c: what may be said of a store, word by word. */
#include <stdlib.h>

#include "flow/wish.h"
#include "tap.h"

static void
takes(const char *key, const char *value)
{
	struct err e = { 0 };
	struct wish w;

	wish_open(&w);
	if (!tap_ok(wish_set(&w, NULL, key, value, &e), value))
		printf("# %s: %s\n", key, e.text);
	wish_close(&w);
}

static void
refuses(const char *key, const char *value, const char *why)
{
	struct err e = { 0 };
	struct wish w;

	wish_open(&w);
	if (!tap_ok(!wish_set(&w, NULL, key, value, &e) && e.kind == ERR_CONFIG
	    && strstr(e.text, why), value))
		printf("# %s: %s\n", key, e.text);
	wish_close(&w);
}

static void
slugs(void)
{
	static const char *const bad[] = { "", "-a", "A", "a b", "a_b", "ä", "../a",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct err e = { 0 };
	struct wish w;
	size_t i;

	wish_open(&w);
	for (i = 0; i < COUNT(bad); i++)
		tap_ok(!wish_slug(&w, bad[i], &e) && w.slug == NULL, bad[i]);
	tap_ok(wish_slug(&w, "0-a", &e) && wish_slug(&w, "kettle-co", &e), "kettle-co");
	tap_is(w.slug, "kettle-co", "the last one counts");
	wish_close(&w);
}

static void
whole(void)
{
	static const char *const said[][2] = { { "platform", "shopify" },
	    { "store_url", "https://a.example" }, { "name", "A" }, { "currency", "EUR" } };
	struct err e = { 0 };
	struct wish w;
	size_t i;

	wish_open(&w);
	tap_ok(!wish_whole(&w, &e), "nothing was said");
	tap_ok(wish_slug(&w, "a", &e), "a slug");
	for (i = 0; i < COUNT(said); i++) {
		tap_ok(!wish_whole(&w, &e) && strstr(e.text, said[i][0]), said[i][0]);
		tap_ok(wish_set(&w, NULL, said[i][0], said[i][1], &e), said[i][1]);
	}
	tap_ok(wish_whole(&w, &e), "everything was said");
	tap_is(w.column[WISH_PLATFORM], "SHOPIFY", "the platform as the database has it");
	tap_ok(wish_set(&w, NULL, "wait", "1h", &e) && wish_set(&w, NULL, "wait", "2h", &e),
	    "a setting twice");
	tap_is(value_text(value_get(w.settings, "wait")), "2h", "the last one counts");
	wish_close(&w);
}

int
main(void)
{
	char longest[WISH_TEXT_MAX + 2];

	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = '\0';
	slugs();
	whole();
	takes("platform", "woocommerce");
	takes("currency", "KWD");
	takes("store_url", "http://localhost:8080/shop?a=1");
	takes("locale", "pt-BR");
	takes("name", "さくら文具店");
	takes("from", "Acme <shop@acme.example>");
	takes("reply_to", "");
	takes("orders_max_age", "off");
	refuses("platform", "SHOPIFY", "platform takes");
	refuses("currency", "", "currency is empty");
	refuses("currency", "XXXX", "no ISO 4217 currency");
	refuses("currency", "EURO", "no ISO 4217 currency");
	refuses("store_url", "https://", "store_url takes");
	refuses("store_url", "https://a.example/ b", "store_url takes");
	refuses("store_url", "https://user@a.example", "store_url takes");
	refuses("store_url", "javascript:alert(1)", "store_url takes");
	refuses("store_url", "https://a.example\r\nX: y", "control byte");
	refuses("locale", "e", "locale takes");
	refuses("locale", "de DE", "locale takes");
	refuses("name", "A\nB", "control byte");
	refuses("name", longest, "longer than");
	refuses("reply_to", longest, "no text of at most");
	refuses("reply_to", "a\xff", "no text of at most");
	refuses("from", "Acme <a@acme.example>\r\nBcc: b@c.example", "setting from takes an address");
	refuses("from", "A\tB <shop@acme.example>", "setting from takes an address");
	refuses("from", "Acme <shop@acme.example", "setting from takes an address");
	refuses("from", "Acme", "setting from takes an address");
	refuses("address", "1 High Street\r\nX: y", "without control bytes");
	refuses("organization", "Big Shop", "organization takes");
	refuses("wait", "soon", "setting wait takes");
	refuses("nothing", "1", "there is no setting");
	return tap_done();
}
