/* quoted.h: text as quoted-printable (RFC 2045 6.7); for lib/mime only. */
#ifndef CRT_QUOTED_H
#define CRT_QUOTED_H

#include "base/str.h"

/* Append n bytes, line ends of any kind made CRLF, and one after the last line.  Returns
   how many bytes were not ASCII. */
size_t quoted_put(struct str *, const char *text, size_t n);

#endif
