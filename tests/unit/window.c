/* window.c: how long it takes until a window of the week opens. */
#include "rule/window.h"
#include "tap.h"

#define HOUR 60

static void
test_wait(void)
{
	static const struct {
		const char *window;
		int now, wait;
	} cases[] = {
		{ "{\"day\":\"TUE\",\"time\":\"08:30-10:00\"}", 11 * HOUR, 21 * HOUR + 30 },
		{ "{\"day\":\"TUE\",\"time\":\"08:30-10:00\"}", 32 * HOUR + 29, 1 },
		{ "{\"day\":\"TUE\",\"time\":\"08:30-10:00\"}", 32 * HOUR + 30, 0 },
		{ "{\"day\":\"TUE\",\"time\":\"08:30-10:00\"}", 34 * HOUR - 1, 0 },
		{ "{\"day\":\"TUE\",\"time\":\"08:30-10:00\"}", 34 * HOUR, WINDOW_WEEK - 90 },
		/* over midnight, from Sunday to Monday */
		{ "{\"day\":[\"SUN\"],\"time\":[\"22:00-02:00\"]}", HOUR, 0 },
		{ "{\"day\":[\"SUN\"],\"time\":[\"22:00-02:00\"]}", 2 * HOUR, 164 * HOUR },
		{ "{\"day\":[\"SUN\"],\"time\":[\"22:00-02:00\"]}", 166 * HOUR, 0 },
		{ "{\"time\":[\"09:00-12:00\",\"13:00-24:00\"]}", 12 * HOUR, HOUR },
		{ "{\"time\":[\"09:00-12:00\",\"13:00-24:00\"]}", 24 * HOUR - 1, 0 },
		{ "{\"time\":[\"09:00-12:00\",\"13:00-24:00\"]}", 24 * HOUR, 9 * HOUR },
		{ "{\"day\":[\"SAT\",\"MON\"]}", 24 * HOUR, 96 * HOUR },
		{ "{\"day\":[\"SAT\",\"MON\"]}", 24 * HOUR - 1, 0 },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct err e = { 0 };
		struct window w;
		json_t *v = NULL;

		tap_ok(value_read(&v, cases[i].window, strlen(cases[i].window), &e)
		    && window_read(&w, v) && window_wait(&w, cases[i].now) == cases[i].wait,
		    cases[i].window);
		value_free(v);
	}
}

static void
test_refused(void)
{
	static const char *const cases[] = { "{}", "[]", "{\"day\":[]}", "{\"day\":\"MO\"}",
	    "{\"time\":\"9-10\"}", "{\"time\":[\"09:00-09:00\"]}", "{\"days\":\"MON\"}",
	    "{\"day\":[1]}", "{\"day\":\"MON\",\"hour\":1}" };
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct err e = { 0 };
		struct window w;
		json_t *v = NULL;

		tap_ok(value_read(&v, cases[i], strlen(cases[i]), &e) && !window_read(&w, v), cases[i]);
		value_free(v);
	}
}

int
main(void)
{
	test_wait();
	test_refused();
	return tap_done();
}
