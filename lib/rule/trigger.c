/* trigger.c: test whether an episode meets a campaign's trigger. */
#include <string.h>

#include "rule/campaign.h"

static size_t
trigger_character(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* "*" matches any text, "?" one character. Only the last "*" is retried, so the work is at
   most the product of the lengths. */
static bool
trigger_matches(const char *pattern, const char *s)
{
	const char *star = NULL, *from = NULL;

	while (*s) {
		if (*pattern == '*') {
			star = ++pattern;
			from = s;
		} else if (*pattern == '?') {
			pattern++;
			s += trigger_character(s);
		} else if (*pattern == *s) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star;
			s = from += trigger_character(from);
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

static bool
any_item(const struct campaign_words *skus, const json_t *items)
{
	size_t i, k;

	for (i = 0; i < value_count(items); i++) {
		const char *sku = value_text(value_get(value_at(items, i), "sku"));

		for (k = 0; sku && k < skus->n; k++)
			if (trigger_matches(skus->list[k], sku))
				return true;
	}
	return false;
}

static bool
trigger_listed(const struct campaign_words *w, const char *word)
{
	size_t i;

	for (i = 0; word && i < w->n; i++)
		if (!strcasecmp(w->list[i], word))
			return true;
	return false;
}

static bool
trigger_refusal(enum campaign_refusal *why, enum campaign_refusal refusal)
{
	*why = refusal;
	return true;
}

/* Amounts in different currencies are not compared (P8). */
static bool
value_refuses(const struct campaign_trigger *t, const struct campaign_facts *f,
    enum campaign_refusal *why)
{
	if (!t->has_min && !t->has_max)
		return false;
	if (f->has_value && (f->currency == NULL || strcmp(f->currency, t->currency)))
		return trigger_refusal(why, REFUSAL_CURRENCY);
	return (!f->has_value || (t->has_min && f->value < t->min)
	    || (t->has_max && f->value > t->max)) && trigger_refusal(why, REFUSAL_CART_VALUE);
}

bool
campaign_refuses(const struct campaign *c, const struct campaign_facts *f,
    enum campaign_refusal *why)
{
	const struct campaign_trigger *t = &c->trigger;

	if (value_refuses(t, f, why))
		return true;
	if (t->has_orders && f->orders > t->orders)
		return trigger_refusal(why, REFUSAL_ORDERS);
	if (t->countries.n && !trigger_listed(&t->countries, f->country))
		return trigger_refusal(why, REFUSAL_COUNTRY);
	return t->skus.n && !any_item(&t->skus, f->items) && trigger_refusal(why, REFUSAL_ITEMS);
}
