/* tap.h: one line of TAP for each check; the plan comes last. */
#ifndef CRT_TAP_H
#define CRT_TAP_H

#include <stdio.h>
#include <string.h>

#include "base/base.h"

static int tap_count, tap_failed;

static inline bool
tap_ok(bool good, const char *what)
{
	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	for (; *what; what++)
		putchar((unsigned char)*what < ' ' ? '?' : *what);
	putchar('\n');
	tap_failed += !good;
	return good;
}

static inline bool
tap_is(const char *got, const char *want, const char *what)
{
	if (tap_ok(strcmp(got, want) == 0, what))
		return true;
	printf("#   got: %s\n#  want: %s\n", got, want);
	return false;
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif
