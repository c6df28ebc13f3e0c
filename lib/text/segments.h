/*
 * segments.h: the segments of a text message, by which it is paid.
 *
 * A message of the GSM alphabet has 160 characters in one segment, or 153 in each of several;
 * any other has 70 or 67 UTF-16 units. Pure; the table is etc/data/gsm7.tsv.
 */
#ifndef CRT_TEXT_SEGMENTS_H
#define CRT_TEXT_SEGMENTS_H

#include "base/base.h"

#define SEGMENTS_CHARS_MAX 1600		/* of a message; providers refuse more */

struct segments {
	size_t n;			/* segments; 1 for an empty message */
	size_t units;			/* septets, or UTF-16 units */
	size_t units_max;		/* for which these segments have room */
	size_t chars;			/* as a person counts them: code points */
	bool unicode;			/* UCS-2 */
	size_t first;			/* bytes before the first character that is not in the alphabet */
};

/* text: UTF-8. smart: the provider first puts similar characters of the alphabet in the place of
   others, as Twilio does. */
struct segments segments_of(const char *text, size_t n, bool smart);

#endif
