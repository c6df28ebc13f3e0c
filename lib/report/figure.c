/* figure.c: figures as members of a template's context, in the form of a locale. */
#include <math.h>
#include <stdio.h>

#include "locale/number_text.h"
#include "record/money.h"
#include "report/figure.h"

#define FIGURE_BYTES_MAX 64

static void
figure_set(json_t *map, const char *key, struct str *s)
{
	value_set_text(map, key, str_text(s));
	str_free(s);
}

void
figure_int(json_t *map, const char *key, int64_t n, const char *locale)
{
	struct str s = STR_MAX(FIGURE_BYTES_MAX);

	number_text(&s, n, locale);
	figure_set(map, key, &s);
}

static void
figure_percent_set(json_t *map, const char *key, double percent, int decimals, bool plus,
    const char *locale)
{
	struct str s = STR_MAX(FIGURE_BYTES_MAX);

	if (!isfinite(percent))
		return;
	percent_text(&s, percent, decimals, plus, locale);
	figure_set(map, key, &s);
}

void
figure_percent(json_t *map, const char *key, double percent, const char *locale)
{
	figure_percent_set(map, key, percent, 1, false, locale);
}

void
figure_change(json_t *map, const char *key, double percent, const char *locale)
{
	figure_percent_set(map, key, percent, 1, true, locale);
}

void
figure_whole_percent(json_t *map, const char *key, double percent, const char *locale)
{
	figure_percent_set(map, key, percent, 0, false, locale);
}

void
figure_points(json_t *map, const char *key, double points, const char *locale)
{
	struct str s = STR_MAX(FIGURE_BYTES_MAX);

	if (!isfinite(points))
		return;
	decimal_text(&s, points, 1, true, locale);
	figure_set(map, key, &s);
}

json_t *
figure_money(int64_t minor, const char *currency)
{
	json_t *money = value_map();
	char amount[MONEY_TEXT];

	value_set_text(money, "amount", money_print(minor, currency, amount));
	value_set_text(money, "currency", currency);
	return money;
}

json_t *
figure_duration(int64_t seconds)
{
	json_t *d = value_map();
	int64_t minutes = (seconds + 30) / 60;

	if (minutes >= 24 * 60) {
		int64_t hours = (seconds + 1800) / 3600;

		value_set(d, "d", value_new_int(hours / 24));
		value_set(d, "h", value_new_int(hours % 24));
	} else {
		value_set(d, "h", value_new_int(minutes / 60));
		value_set(d, "m", value_new_int(minutes % 60));
	}
	return d;
}

void
figure_shape(json_t *map, const char *key, double x)
{
	char text[32];

	snprintf(text, sizeof text, "%.1f", x);
	value_set_text(map, key, text);
}
