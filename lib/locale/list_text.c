/* list_text.c: what people of a locale write between the items of a list. */
#include "base/base.h"
#include "locale/list_text.h"
#include "locale/number_text.h"

struct list_words {
	const char *locale, *more, *pair, *last;
};
#include "locale_lists.h"

const char *
list_text_before(const char *locale, size_t i, size_t n)
{
	const struct list_words *w = &list_words[0];
	size_t k;
	int part;

	for (part = 1; locale && part >= 0; part--)	/* the locale itself overrides its language */
		for (k = 0; k < COUNT(list_words); k++)
			if (number_locale_is(locale, list_words[k].locale, part))
				w = &list_words[k];
	return i == 0 ? "" : i + 1 < n ? w->more : n == 2 ? w->pair : w->last;
}
