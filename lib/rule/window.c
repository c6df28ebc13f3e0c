/* window.c: how long it takes until a window of the week opens. */
#include <stdio.h>
#include <string.h>

#include "condition/condition.h"
#include "rule/window.h"

const char *const window_days[] = { "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", NULL };

int
window_day(const char *name)
{
	int i;

	for (i = 0; window_days[i]; i++)
		if (!strcmp(window_days[i], name))
			return i;
	return -1;
}

/* Minutes until hours that begin on a day of this week, which may also be those of last week. */
static int
window_wait_for(const struct window_hours *h, int day, int now)
{
	int begin = day * WINDOW_DAY + h->from;
	int length = h->until - h->from + (h->until <= h->from ? WINDOW_DAY : 0);
	int since = (now - begin + WINDOW_WEEK) % WINDOW_WEEK;

	return since < length ? 0 : WINDOW_WEEK - since;
}

int
window_wait(const struct window *w, int now)
{
	static const struct window_hours whole = { 0, WINDOW_DAY };
	int least = WINDOW_WEEK, day, wait;
	size_t i;

	for (day = 0; day < 7; day++)
		for (i = 0; i < (w->n ? w->n : 1); i++) {
			if (w->days && !(w->days >> day & 1))
				continue;
			wait = window_wait_for(w->n ? &w->hours[i] : &whole, day, now);
			least = wait < least ? wait : least;
		}
	return least;
}

static const char *
window_word(const json_t *list, size_t i)
{
	return value_text(value_kind(list) == VALUE_LIST ? value_at(list, i) : list);
}

static size_t
window_words(const json_t *list)
{
	return value_kind(list) == VALUE_LIST ? value_count(list) : list != NULL;
}

bool
window_read(struct window *w, const json_t *v)
{
	const json_t *days = value_get(v, "day"), *hours = value_get(v, "time");
	const char *text;
	size_t i;
	int day;

	*w = (struct window){ .n = window_words(hours) };
	if (w->n > WINDOW_HOURS_MAX || value_kind(v) != VALUE_MAP
	    || value_count(v) != (size_t)((days != NULL) + (hours != NULL)) || value_count(v) == 0)
		return false;
	for (i = 0; i < window_words(days); i++) {
		text = window_word(days, i);
		day = text ? window_day(text) : -1;
		if (day < 0)
			return false;
		w->days |= 1U << day;
	}
	for (i = 0; i < w->n; i++) {
		text = window_word(hours, i);
		if (text == NULL || !condition_hours(text, &w->hours[i].from, &w->hours[i].until))
			return false;
	}
	return (days == NULL || w->days) && (hours == NULL || w->n);
}

json_t *
window_print(const struct window *w)
{
	json_t *v = value_map(), *days = value_list(), *hours = value_list();
	char text[32];
	size_t i;

	for (i = 0; window_days[i]; i++)
		if (w->days >> i & 1)
			value_add(days, value_new_text(window_days[i]));
	for (i = 0; i < w->n; i++) {
		snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", w->hours[i].from / 60,
		    w->hours[i].from % 60, w->hours[i].until / 60, w->hours[i].until % 60);
		value_add(hours, value_new_text(text));
	}
	if (w->days)
		value_set(v, "day", value_hold(days));
	if (w->n)
		value_set(v, "time", value_hold(hours));
	value_free(days);
	value_free(hours);
	return v;
}
