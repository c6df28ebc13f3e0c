/* link_end.c: when a cart's link ends, from its record and the settings of its store. */
#include <string.h>

#include "fold/fold.h"
#include "store/setting.h"
#include "tap.h"

#define AT "2026-11-20T09:00:00Z"
#define LINK "\"url\":\"https://shop.example/c\","

static const struct {
	const char *settings, *cart, *want, *what;	/* want "": no known end */
} cases[] = {
	/* Seen to fail: the shop kept a quote for 90 days, and its link counted as ended after 30. */
	{ "{}", LINK "\"url_lasts\":\"cart_life\"", "2026-12-20T09:00:00Z", "a cart, 30 days" },
	{ "{\"cart_life\":\"90d\"}", LINK "\"url_lasts\":\"cart_life\"", "2027-02-18T09:00:00Z",
	    "a cart, as long as the store has set" },
	{ "{\"hold_stock\":\"2h\"}", LINK "\"url_lasts\":\"cart_life\"", "2026-12-20T09:00:00Z",
	    "a cart is not an order" },
	{ "{}", LINK "\"url_lasts\":\"hold_stock\"", "2026-11-20T10:00:00Z", "an order, 60 minutes" },
	{ "{\"hold_stock\":\"2h\"}", LINK "\"url_lasts\":\"hold_stock\"", "2026-11-20T11:00:00Z",
	    "an order, as long as the store has set" },
	{ "{\"hold_stock\":\"off\"}", LINK "\"url_lasts\":\"hold_stock\"", "",
	    "an order of a shop that cancels none" },
	{ "{}", LINK "\"url_lasts\":\"hold_stock\",\"updated\":\"2026-11-20T08:30:00Z\"",
	    "2026-11-20T09:30:00Z", "counted from the shopper's last change" },
	{ "{}", LINK "\"url_lasts\":\"cart_life\",\"url_until\":\"2026-11-21T00:00:00Z\"",
	    "2026-11-21T00:00:00Z", "a time that is known comes first" },
	{ "{}", "\"url_lasts\":\"cart_life\",", "", "no link has no end" },
	{ "{}", LINK, "", "a link that nothing ends" },
	{ "{}", LINK "\"url_lasts\":\"moon\"", "", "an unknown setting" },
};

static void
end_of(const char *settings, const char *cart, struct str *out)
{
	struct store store = { .paused = false };
	struct arena arena = { 0 };
	struct str line = STR_MAX(4096);
	struct err e = { 0 };
	struct record r = { 0 };
	char text[CLOCK_TEXT];
	struct fold f;
	crt_time now = 0;
	json_t *said;

	if (!value_read(&said, settings, strlen(settings), &e) || !clock_read(AT, &now))
		str_puts(out, e.text);
	settings_read(&store, said);
	str_printf(&line, "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/stores/acme\","
	    "\"type\":\"crt.cart.updated\",\"time\":\"" AT "\",\"data\":{\"cart\":{%s%s"
	    "\"id\":\"c\",\"items\":[{\"sku\":\"a\"}]}}}", cart,
	    cart[strlen(cart) - 1] == ',' ? "" : ",");
	fold_open(&f, &arena, NULL, now);
	if (!record_read(&r, str_text(&line), line.len, &arena, &e)
	    || !fold_add(&f, &store, &r, str_text(&line), line.len, &e))
		str_puts(out, e.text);
	else if (f.carts->url_until != RECORD_NO_TIME)
		str_puts(out, clock_print(f.carts->url_until, text));
	value_free(r.json);
	value_free(said);
	settings_free(&store);
	arena_free(&arena);
	str_free(&line);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct str got = STR_MAX(512);

		end_of(cases[i].settings, cases[i].cart, &got);
		tap_is(str_text(&got), cases[i].want, cases[i].what);
		str_free(&got);
	}
	return tap_done();
}
