/* shop.c: look up endpoints, and compare a shop's settings with its store's. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "store/store.h"
#include "platform/shop.h"

#define ZONE_NAME_MAX 64
#define DURATION_TEXT 32

void
shop_open(struct shop *s, const struct platform *p, const struct store *of)
{
	*s = (struct shop){ .platform = p, .slug = of->slug, .url = of->url, .currency = of->currency,
	    .timezone = of->timezone, .cart_life = of->cart_life, .hold_stock = of->hold_stock,
	    .token = STR_MAX(HTTP_FIELDS_MAX) };
}

void
shop_close(struct shop *s)
{
	str_wipe(&s->token);
	s->credentials = NULL;
}

const struct endpoint *
endpoint_find(const struct platform_api *api, const char *name)
{
	size_t i;

	for (i = 0; i < api->count; i++)
		if (!strcmp(api->endpoints[i].name, name))
			return &api->endpoints[i];
	return NULL;
}

bool
shop_explain(const struct platform_api *api, const struct http_response *a, struct err *e)
{
	return api->explain == NULL || a->status == 429 || a->status >= 500 || api->explain(a, e);
}

bool
shop_status(const struct http_response *a, struct err *e)
{
	struct str to = STR_MAX(HTTP_FIELDS_MAX);

	err_set(e, ERR_UNAVAILABLE, "status %d", a->status);
	if (a->status == 403)
		err_set(e, ERR_DENIED,
		    "status 403: the credentials lack a right, or a firewall blocks the request");
	if (a->status < 400 && http_response_field(a, "location", &to)) {
		str_cut(&to, strcspn(str_text(&to), "?#"));
		err_set(e, ERR_UNAVAILABLE, "status %d: the shop has moved to \"%.200s\"", a->status,
		    str_text(&to));
		err_hint(e, "if that is the shop's address now, give the store this store_url");
	}
	str_free(&to);
	return false;
}

bool
shop_currency(const struct shop *s, const char *code, struct err *e)
{
	if (code == NULL || strlen(code) != 3 || !str_clean(code, 3) || !strcmp(code, s->currency))
		return true;
	err_set(e, ERR_CONFIG, "the shop's currency is %s, the store's is %s", code, s->currency);
	return err_hint(e, "crt-sync store set %.64s currency=%s", s->slug, code);
}

bool
shop_timezone(const struct shop *s, const char *zone, struct err *e)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+-:";
	bool nameless = zone && strchr(zone, ':');

	if (zone == NULL || zone[strspn(zone, letters)] || strlen(zone) > ZONE_NAME_MAX
	    || !strcasecmp(zone, s->timezone)
	    || (s->same_zone && s->same_zone(s, zone, s->zone_arg)))
		return true;
	err_set(e, ERR_CONFIG, "the shop's time zone is %s, the store's is %.64s", zone, s->timezone);
	if (nameless)
		return err_hint(e, "name a city as the shop's time zone, or: crt-sync store set %.64s"
		    " timezone=ZONE", s->slug);
	return err_hint(e, "crt-sync store set %.64s timezone=%s", s->slug, zone);
}

/* In the largest unit without a remainder. */
static const char *
shop_print_duration(crt_time t, char out[DURATION_TEXT])
{
	if (t == 0)
		return "off";
	if (t % CLOCK_DAY == 0)
		snprintf(out, DURATION_TEXT, "%lldd", (long long)(t / CLOCK_DAY));
	else if (t % CLOCK_MINUTE == 0)
		snprintf(out, DURATION_TEXT, "%lldm", (long long)(t / CLOCK_MINUTE));
	else
		snprintf(out, DURATION_TEXT, "%llds", (long long)(t / CLOCK_SECOND));
	return out;
}

bool
shop_duration(const struct shop *s, const char *setting, const char *what, crt_time shop,
    crt_time store, struct err *e)
{
	char theirs[DURATION_TEXT], ours[DURATION_TEXT];

	if (shop == store)
		return true;
	err_set(e, ERR_CONFIG, "the shop's %s is %s, the store's %s is %s", what,
	    shop_print_duration(shop, theirs), setting, shop_print_duration(store, ours));
	return err_hint(e, "crt-sync store set %.64s %s=%s", s->slug, setting,
	    shop_print_duration(shop, theirs));
}

bool
shop_may_read(const struct shop *s, int status, const char *what, struct err *e)
{
	if (status != 401 && status != 403)
		return true;
	err_set(e, ERR_DENIED, "the credentials may not read %s", what);
	return err_hint(e, "add the right or create a new key, then run:"
	    " crt-sync store set %.64s --credentials FILE", s->slug);
}
