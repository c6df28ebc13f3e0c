/* list_text.h: what people of a locale write between the items of a list. */
#ifndef CRT_LOCALE_LIST_TEXT_H
#define CRT_LOCALE_LIST_TEXT_H

#include <stddef.h>

/* What stands before item i of n, counted from 0: "" "red" ", " "green" ", and " "blue". */
const char *list_text_before(const char *locale, size_t i, size_t n);

#endif
