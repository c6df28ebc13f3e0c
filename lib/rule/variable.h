/* variable.h: the variables that the templates of messages can read. */
#ifndef CRT_VARIABLE_H
#define CRT_VARIABLE_H

#include "base/base.h"

/* "cart.items.title", "customer": a dotted path that the context can have.  The views
   size, first and last count for what they stand on. */
bool variable_known(const char *dotted);

/* For a search of the nearest: NULL past the end. */
const char *variable_at(size_t i);

/* The text without its views; false when it is too long to be one of ours. */
#define VARIABLE_MAX 64
bool variable_plain(const char *dotted, char out[VARIABLE_MAX]);

#endif
