/* woocommerce_check.c: what "store test" warns of in a WooCommerce shop that lets crt in. */
#include "platform/woocommerce.h"

/*
 * Source: WooCommerce 10.4.4.  The rights of a key are looked at before the route's own
 * checks, so a change of a webhook that cannot be there changes nothing and tells them:
 * status 401 where the key may only read, 404 where it may write.
 */

static bool
ask_currency(const struct shop *s, struct http_request *r, struct err *e)
{
	woocommerce_begin(r, s, "GET", "data/currencies/current");
	return woocommerce_finish(r, s, e);
}

static bool
hear_currency(const struct shop *s, int status UNUSED, const struct http_answer *a, struct err *e)
{
	struct err none = { 0 };
	const char *text;
	json_t *v = NULL;
	size_t n;
	bool same;

	if (a == NULL || !woocommerce_read(a, &v, &text, &n, &none))
		return true;
	same = shop_currency(s, build_said(v, "code"), e);
	value_free(v);
	return same;
}

static bool
ask_write(const struct shop *s, struct http_request *r, struct err *e)
{
	woocommerce_begin(r, s, "PUT", "webhooks/0");
	str_puts(&r->body, "{}");
	return woocommerce_finish(r, s, e);
}

static bool
hear_write(const struct shop *s, int status, const struct http_answer *a UNUSED, struct err *e)
{
	if (status != 401 && status != 403)
		return true;
	err_set(e, ERR_DENIED, "the key may only read; webhooks need a key that may write");
	return err_hint(e, "make a key with the right to read and write, then: crt-sync store set %.64s"
	    " --credentials FILE", s->slug);
}

const struct shop_check woocommerce_checks[2] = {
	{ ask_currency, hear_currency, false }, { ask_write, hear_write, true },
};
