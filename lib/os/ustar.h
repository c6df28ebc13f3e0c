/*
 * ustar.h: archives of small files that every tar reads (POSIX.1-2017, pax, "ustar Interchange
 * Format").
 */
#ifndef CRT_OS_USTAR_H
#define CRT_OS_USTAR_H

#include "base/clock.h"
#include "base/str.h"

#define USTAR_NAME_MAX 100		/* bytes of a file's name */

/* Appends a file that only its owner can read. A longer name, or a file of 8 GiB, marks the
   archive full. */
void ustar_file(struct str *, const char *name, const void *bytes, size_t n, crt_time);
void ustar_end(struct str *);

#endif
