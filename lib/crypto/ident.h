/*
 * ident.h: uuids (RFC 9562), random by time or derived from a foreign id.
 *
 * Our own things get version 7; things that a platform names get version 8,
 * computed from store and name, so that nothing need be looked up.
 */
#ifndef CRT_IDENT_H
#define CRT_IDENT_H

#include "base/clock.h"

#define IDENT_BYTES 16
#define IDENT_TEXT  37		/* enough for ident_print */

/* Later ones are greater within a process, in whatever order the times come:
   milliseconds never step back and run ahead where 2,048 share one.  Any thread. */
void ident_random(unsigned char uuid[IDENT_BYTES], crt_time now);

/* First 16 bytes of SHA-256(store || kind || 0 || external), marked as version 8. */
void ident_derive(unsigned char uuid[IDENT_BYTES], const unsigned char store[IDENT_BYTES],
    const char *kind, const char *external, size_t n);

/* "0198c5a0-...": 36 lower-case characters. */
const char *ident_print(const unsigned char uuid[IDENT_BYTES], char text[IDENT_TEXT]);

/* The same form only, either case. */
bool ident_read(const char *text, unsigned char uuid[IDENT_BYTES]) MUSTUSE;

#endif
