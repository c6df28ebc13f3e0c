/* phone_text.h: what people write around and between telephone numbers. */
#ifndef CRT_PHONE_TEXT_H
#define CRT_PHONE_TEXT_H

#include "base/base.h"

/* Without blanks and labels at both ends, "Tel.: 030 901820 (work)"; cut off in place. */
char *phone_text_bare(char *);

/* Where what may stand between two numbers begins, and in *after what follows it; NULL: no more. */
const char *phone_text_split(const char *, const char **after);

#endif
