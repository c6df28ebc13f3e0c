/* date.c: the filter date. */
#include <string.h>
#include <strings.h>

#include "liquid/parse.h"
#include "locale/date_text.h"
#include "hours/zone.h"

/* Read what Ruby's Liquid accepts as a date: now, seconds, or a text with a date. */
static bool
filter_date_to_date(struct liquid_run *r, const struct liquid_value *v, struct date_text *d)
{
	int64_t seconds = 0;

	*d = (struct date_text){ .zoned = true };
	if (v->kind == LIQUID_TEXT && ((v->n == 3 && !strncasecmp(v->text, "now", 3))
	    || (v->n == 5 && !strncasecmp(v->text, "today", 5)))) {
		d->at = r->opt->now;
		return true;
	}
	if (v->kind == LIQUID_INT)
		seconds = v->i;
	else if (v->kind != LIQUID_TEXT)
		return false;
	else if (v->n == 0 || *v->text < '0' || *v->text > '9'
	    || !liquid_read_int(v->text, v->n, &seconds))
		return date_text_read(v->text, v->n, d);
	if (seconds > CLOCK_MAX / CLOCK_SECOND || seconds < CLOCK_MIN / CLOCK_SECOND)
		return false;
	d->at = seconds * CLOCK_SECOND;
	return true;
}

/* Convert from the zone of the text, or the run's, to the run's. */
static void
filter_date_into_zone(const struct zone *z, struct date_text *d)
{
	if (z == NULL)
		return;
	if (!d->zoned)
		d->at = zone_time(z, d->at);
	d->offset = zone_offset(z, d->at);
}

/* "long" and the like are forms of the locale; any other format is one of strftime. */
static const char *
filter_date_format(const struct liquid_run *r, const struct liquid_value *v, size_t *n)
{
	static const char *const forms[] = { [DATE_LONG] = "long", [DATE_SHORT] = "short",
	    [DATE_WEEKDAY] = "weekday", [DATE_TIME] = "time", [DATE_MOMENT] = "moment" };
	const char *format;
	size_t i;

	for (i = 0; i < COUNT(forms); i++)
		if (liquid_word_is(v->text, v->n, forms[i])) {
			format = date_form(r->opt->locale, (enum date_form)i);
			*n = strlen(format);
			return format;
		}
	*n = v->n;
	return v->text;
}

/* A value that is no date is not changed. */
static bool
filter_date(struct liquid_run *r, struct liquid_value *v, struct liquid_value *a, size_t n UNUSED)
{
	struct date_text d;
	const char *format;
	size_t len;

	if (!liquid_to_text(r, a))
		return false;
	if (a->n == 0 || !filter_date_to_date(r, v, &d))
		return true;
	filter_date_into_zone(r->opt->zone, &d);
	format = filter_date_format(r, a, &len);
	date_text_print(liquid_scratch(r), &d, format, len, r->opt->locale);
	return liquid_keep(r, v);
}

const struct liquid_filter liquid_date_filters[] = {
	{ "date", 1, 1, filter_date },
	{ NULL, 0, 0, NULL },
};
