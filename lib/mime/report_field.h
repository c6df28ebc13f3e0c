/* report_field.h: fields and codes in the parts of a report; only for lib/mime. */
#ifndef CRT_REPORT_FIELD_H
#define CRT_REPORT_FIELD_H

#include "base/base.h"

/* Copies the value of the next field of that name at or after *at, unfolded, and sets *at behind
   it. text ends with a NUL. False: there is none. */
bool report_field(const char **at, const char *name, char *out, size_t size);

/* "rfc822; someone@a.example": what follows the type. */
const char *report_typed(const char *value);

/* The first enhanced status code of class 4 or 5 in a text (RFC 3463); "" if there is none. */
void report_status_in(const char *text, char *out, size_t size);

/* Copies a text in printable UTF-8 with single spaces. */
void report_copy(char *out, size_t size, const char *text);

#endif
