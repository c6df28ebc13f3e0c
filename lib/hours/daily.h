/* daily.h: hours of every day, such as those of push messages. */
#ifndef CRT_RULE_DAILY_H
#define CRT_RULE_DAILY_H

#include <stdbool.h>

struct daily {
	int opens, closes;		/* in minutes of the day; equal: always */
};

/* "08:00-21:00", or "off" for always. */
bool daily_read(const char *text, struct daily *);

#endif
