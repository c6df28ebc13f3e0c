/* phone_text.h: strip labels from telephone numbers and split lists of them. */
#ifndef CRT_PERSON_PHONE_TEXT_H
#define CRT_PERSON_PHONE_TEXT_H

#include "base/base.h"

/* Strips blanks and labels at both ends of "Tel.: 030 901820 (work)", in place. */
char *phone_text_bare(char *);

/* Finds a separator between two numbers: returns its start, and the text after it in *after.
   NULL: none. */
const char *phone_text_split(const char *, const char **after);

#endif
