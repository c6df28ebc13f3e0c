/*
 * window.h: the hours of the week at which a step may be sent.
 *
 * Pure. Minutes count from Monday 00:00, by the clocks where the person is.
 */
#ifndef CRT_RULE_WINDOW_H
#define CRT_RULE_WINDOW_H

#include "json/value.h"

#define WINDOW_HOURS_MAX 10
#define WINDOW_DAY  (24 * 60)		/* minutes */
#define WINDOW_WEEK (7 * WINDOW_DAY)

struct window {
	unsigned days;			/* bit 0 is Monday; 0: every day */
	struct window_hours {
		int from, until;	/* minutes of the day; until may be less: the next day */
	} hours[WINDOW_HOURS_MAX];
	size_t n;			/* 0: all hours */
};

/* The day by its abbreviation, such as MON; -1: it is none. */
int window_day(const char *name);
extern const char *const window_days[];	/* "MON", ..., and NULL */

/* Minutes until the window is open: 0 if it is. The days are those on which hours begin. */
int window_wait(const struct window *, int week_minute);

/* {"day":["MON"],"time":["09:00-17:00"]}: one of them may be missing, and a list of one a text. */
bool window_read(struct window *, const json_t *) MUSTUSE;
json_t *window_print(const struct window *);

#endif
