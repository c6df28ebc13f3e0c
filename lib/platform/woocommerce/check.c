/* check.c: the warnings of "store test" for WooCommerce. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/woocommerce/woocommerce.h"

#define ZONE_NAME 24
#define HOLD_MINUTES_MAX (366 * 24 * 60)
#define HOURS_MAX 14			/* east of UTC; west at most 12 */

/*
 * Source: WooCommerce 10.4.4. A key's permissions are checked before the route's own checks. So
 * changing a webhook that does not exist changes nothing and shows them: status 401 for a
 * read-only key, 404 for one that may write.
 */

static bool
request_currency(const struct shop_check *c UNUSED, const struct shop *s, struct http_request *r,
    struct err *e)
{
	woocommerce_begin(r, s, "GET", "data/currencies/current");
	return woocommerce_finish(r, s, e);
}

/* NULL: the shop did not respond with JSON, so there is nothing to compare. */
static json_t *
woocommerce_check_read(const struct http_response *a)
{
	struct err none = { 0 };

	return a ? woocommerce_value(a, &none) : NULL;
}

static bool
woocommerce_check_response_currency(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	json_t *v = woocommerce_check_read(a);
	bool same;

	if (v == NULL)
		return true;
	same = shop_currency(s, build_text(v, "code"), e);
	value_free(v);
	return same;
}

/* Requests the index of the REST API, which is open to everybody. */
static bool
request_timezone(const struct shop_check *c UNUSED, const struct shop *s, struct http_request *r,
    struct err *e)
{
	http_request_init(r, "GET");
	http_base(&r->url, s->url);
	str_puts(&r->url, "/wp-json/");
	http_query(&r->url, "_fields", "timezone_string,gmt_offset");
	return woocommerce_finish(r, s, e);
}

/* A city's name, else the hours east of UTC. Whole hours have a zone name, which counts
   westward; others end with .25, .5, or .75 and become UTC+HH:MM. */
static const char *
woocommerce_check_zone_of(const json_t *index, char out[ZONE_NAME])
{
	const char *name = build_perhaps(index, "timezone_string");
	const char *given = build_text(index, "gmt_offset");
	char *end = NULL;
	double offset;
	int quarters;

	if (name)
		return name;
	if (given == NULL || given[strspn(given, "+-.0123456789")])
		return NULL;
	offset = strtod(given, &end) * 4;
	if (end == given || *end || offset < -4 * HOURS_MAX || offset > 4 * HOURS_MAX
	    || offset != (int)offset)
		return NULL;
	quarters = abs((int)offset);
	if (quarters == 0)
		return "UTC";
	if (quarters % 4)
		snprintf(out, ZONE_NAME, "UTC%c%02d:%02d", offset < 0 ? '-' : '+', quarters / 4,
		    quarters % 4 * 15);
	else
		snprintf(out, ZONE_NAME, "Etc/GMT%c%d", offset < 0 ? '+' : '-', quarters / 4);
	return out;
}

static bool
woocommerce_check_response_timezone(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	json_t *v = woocommerce_check_read(a);
	char zone[ZONE_NAME];
	bool same;

	if (v == NULL)
		return true;
	same = shop_timezone(s, woocommerce_check_zone_of(v, zone), e);
	value_free(v);
	return same;
}

static bool
woocommerce_check_request_customers(const struct shop_check *c UNUSED, const struct shop *s,
    struct http_request *r, struct err *e)
{
	woocommerce_begin(r, s, "GET", "customers");
	request_number(r, "per_page", 1);
	http_query(&r->url, "_fields", "id");
	return woocommerce_finish(r, s, e);
}

static bool
woocommerce_check_response_customers(const struct shop_check *c UNUSED, const struct shop *s,
    int status, const struct http_response *a UNUSED, struct err *e)
{
	return shop_may_read(s, status, "customers", e);
}

static bool
request_write(const struct shop_check *c UNUSED, const struct shop *s, struct http_request *r,
    struct err *e)
{
	woocommerce_begin(r, s, "PUT", "webhooks/0");
	str_puts(&r->body, "{}");
	return woocommerce_finish(r, s, e);
}

static bool
response_write(const struct shop_check *c UNUSED, const struct shop *s, int status,
    const struct http_response *a UNUSED, struct err *e)
{
	if (status != 401 && status != 403)
		return true;
	err_set(e, ERR_DENIED, "the key is read-only; webhooks need write access");
	return err_hint(e, "create a key with read and write access, then run: crt-sync store set %.64s"
	    " --credentials FILE", s->slug);
}

/* Requests the settings of the group "products", which only a shop manager may read. */
static bool
woocommerce_check_request_hold(const struct shop_check *c UNUSED, const struct shop *s,
    struct http_request *r, struct err *e)
{
	woocommerce_begin(r, s, "GET", "settings/products");
	http_query(&r->url, "_fields", "id,value");
	return woocommerce_finish(r, s, e);
}

static const json_t *
woocommerce_check_setting(const json_t *list, const char *id)
{
	size_t i;

	for (i = 0; i < value_count(list); i++)
		if (build_reads(value_at(list, i), "id", id))
			return value_at(list, i);
	return NULL;
}

/* Without stock management, or with an empty field, no stock is held. False: not readable. */
static bool
woocommerce_check_hold(const json_t *list, crt_time *hold)
{
	const json_t *minutes = woocommerce_check_setting(list, "woocommerce_hold_stock_minutes");
	const char *text = build_text(minutes, "value");
	long long n = 0;

	if (minutes == NULL || (text && (!request_digits(&text, HOLD_MINUTES_MAX, &n) || *text)))
		return false;
	if (build_reads(woocommerce_check_setting(list, "woocommerce_manage_stock"), "value", "no"))
		n = 0;
	*hold = n * CLOCK_MINUTE;
	return true;
}

static bool
woocommerce_check_response_hold(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	json_t *v = woocommerce_check_read(a);
	crt_time hold;
	bool same;

	if (v == NULL)
		return true;
	same = !woocommerce_check_hold(v, &hold)
	    || shop_duration(s, "hold_stock", "Hold stock", hold, s->hold_stock, e);
	value_free(v);
	return same;
}

const struct shop_check woocommerce_checks[5] = {
	{ request_currency, woocommerce_check_response_currency, false, NULL },
	    { request_timezone, woocommerce_check_response_timezone, false, NULL },
	{ woocommerce_check_request_customers, woocommerce_check_response_customers, false, NULL },
	    { request_write, response_write, true, NULL },
	{ woocommerce_check_request_hold, woocommerce_check_response_hold, false, NULL },
};
