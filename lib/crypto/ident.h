/*
 * ident.h: uuids (RFC 9562), random by time or derived from a foreign id.
 *
 * crt's own objects get version 7. Objects that a platform names get version 8, computed from
 * store and name, so no lookup is needed.
 */
#ifndef CRT_IDENT_H
#define CRT_IDENT_H

#include "base/clock.h"

#define IDENT_BYTES 16
#define IDENT_TEXT  37		/* enough for ident_print */

/* Increases within a process whatever the times given: milliseconds never step back, and run
   ahead after 2,048 ids in one. Thread-safe. */
void ident_random(unsigned char uuid[IDENT_BYTES], crt_time now);

/* The first 16 bytes of SHA-256(store || kind || 0 || external), marked as version 8. */
void ident_derive(unsigned char uuid[IDENT_BYTES], const unsigned char store[IDENT_BYTES],
    const char *kind, const char *external, size_t n);

/* "0198c5a0-...": 36 lower-case characters. */
const char *ident_print(const unsigned char uuid[IDENT_BYTES], char text[IDENT_TEXT]);

/* Reads that form, in either case. */
bool ident_read(const char *text, unsigned char uuid[IDENT_BYTES]) MUSTUSE;

#endif
