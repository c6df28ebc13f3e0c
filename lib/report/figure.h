/*
 * figure.h: figures as members of a template's context, in the form of a locale.
 *
 * A figure that does not exist is null, so a template can test it.
 */
#ifndef CRT_REPORT_FIGURE_H
#define CRT_REPORT_FIGURE_H

#include "json/value.h"

void figure_int(json_t *map, const char *key, int64_t, const char *locale);
void figure_percent(json_t *map, const char *key, double, const char *locale);	/* NaN: null */
void figure_whole_percent(json_t *map, const char *key, double, const char *locale);
void figure_change(json_t *map, const char *key, double, const char *locale);	/* with its sign */
void figure_points(json_t *map, const char *key, double, const char *locale);	/* "+1.2" */

/* {"amount", "currency"}, for the filter money. */
json_t *figure_money(int64_t minor, const char *currency);

/* {"d", "h", "m"}: days and hours, or hours and minutes. */
json_t *figure_duration(int64_t seconds);

/* A number with one decimal, for SVG. */
void figure_shape(json_t *map, const char *key, double);

#endif
