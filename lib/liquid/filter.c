/* filter.c: the table of filters. */
#include <string.h>

#include "liquid/parse.h"

const struct liquid_filter *
liquid_filter_find(const char *s, size_t n)
{
	static const struct liquid_filter *const tables[] = {
		liquid_text_filters, liquid_cut_filters, liquid_code_filters, liquid_list_filters,
		liquid_pick_filters, liquid_number_filters, liquid_date_filters,
		liquid_money_filters, liquid_word_filters, liquid_link_filters,
	};
	const struct liquid_filter *f;
	size_t i;

	for (i = 0; i < COUNT(tables); i++)
		for (f = tables[i]; f->name; f++)
			if (liquid_word_is(s, n, f->name))
				return f;
	return NULL;
}

/* Filters that take named arguments, in this order. */
int
liquid_filter_key(const struct liquid_filter *f, const char *s, size_t n)
{
	static const struct { const char *filter, *keys[LIQUID_NAMED_MAX]; } named[] = {
		{ "default", { "allow_false", "" } },
		{ "image_url", { "width", "height" } },
		{ "image_tag", { "alt", "width" } },
	};
	size_t i;
	int k;

	for (i = 0; i < COUNT(named); i++)
		for (k = 0; k < LIQUID_NAMED_MAX && !strcmp(f->name, named[i].filter); k++)
			if (liquid_word_is(s, n, named[i].keys[k]))
				return k;
	return -1;
}
