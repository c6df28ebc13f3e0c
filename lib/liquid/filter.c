/* filter.c: the table of filters. */
#include "liquid/parse.h"

const struct liquid_filter *
liquid_filter_find(const char *s, size_t n)
{
	static const struct liquid_filter *const tables[] = {
		liquid_text_filters, liquid_cut_filters, liquid_code_filters, liquid_list_filters,
		liquid_pick_filters, liquid_number_filters, liquid_date_filters,
	};
	const struct liquid_filter *f;
	size_t i;

	for (i = 0; i < COUNT(tables); i++)
		for (f = tables[i]; f->name; f++)
			if (liquid_word_is(s, n, f->name))
				return f;
	return NULL;
}
