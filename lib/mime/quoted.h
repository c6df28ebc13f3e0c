/* quoted.h: encode text as quoted-printable (RFC 2045 6.7); only for lib/mime. */
#ifndef CRT_QUOTED_H
#define CRT_QUOTED_H

#include "base/str.h"

/* Appends n bytes, with CRLF line ends and one after the last line. Returns the number of
   non-ASCII bytes. */
size_t quoted_put(struct str *, const char *text, size_t n);

#endif
