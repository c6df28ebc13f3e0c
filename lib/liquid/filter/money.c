/* money.c: filters that write amounts of money. */
#include "liquid/parse.h"
#include "locale/money_text.h"

/* Format {"amount", "currency"} for the locale; nil prints nothing. */
static bool
filter_money_as(struct liquid_run *r, struct liquid_value *v, enum money_form form)
{
	struct liquid_value amount, currency;
	struct err why = { 0 };
	struct str *s;

	if (v->kind == LIQUID_NIL)
		return true;
	if (v->kind != LIQUID_MAP)
		return liquid_fail(r, "\"money\" needs an amount with a currency");
	if (!liquid_member(r, v, "amount", &amount)
	    || !liquid_member(r, v, "currency", &currency))
		return false;
	if (amount.kind == LIQUID_NIL && currency.kind == LIQUID_NIL) {
		*v = amount;
		return true;
	}
	if (amount.kind == LIQUID_INT && !liquid_to_text(r, &amount))
		return false;
	if (amount.kind != LIQUID_TEXT || currency.kind != LIQUID_TEXT)
		return liquid_fail(r, "\"money\" needs an amount with a currency, both as text");
	s = liquid_scratch(r);
	if (!money_text_as(s, amount.text, currency.text, r->opt->locale, form, &why))
		return liquid_fail(r, "%s", why.text);
	return liquid_keep(r, v);
}

static bool
filter_money(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a UNUSED,
    size_t n UNUSED)
{
	return filter_money_as(r, v, MONEY_PLAIN);
}

static bool
filter_money_with_currency(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_money_as(r, v, MONEY_CODE);
}

static bool
filter_money_without_currency(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_money_as(r, v, MONEY_BARE);
}

static bool
filter_money_without_zeros(struct liquid_run *r, struct liquid_value *v,
    struct liquid_value *a UNUSED, size_t n UNUSED)
{
	return filter_money_as(r, v, MONEY_SHORT);
}

const struct liquid_filter liquid_money_filters[] = {
	{ "money", 0, 0, filter_money },
	{ "money_with_currency", 0, 0, filter_money_with_currency },
	{ "money_without_currency", 0, 0, filter_money_without_currency },
	{ "money_without_trailing_zeros", 0, 0, filter_money_without_zeros },
	{ NULL, 0, 0, NULL },
};
