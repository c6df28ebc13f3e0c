/* variable.h: the variables that message templates can read. */
#ifndef CRT_VARIABLE_H
#define CRT_VARIABLE_H

#include "base/base.h"

/* A dotted path of the context, such as "cart.items.title" or "customer". The properties
   size, first, and last count for the value before them. */
bool variable_known(const char *dotted);

/* To search for the nearest name; NULL past the end. */
const char *variable_at(size_t i);

/* The path without such properties. False: longer than any variable. */
#define VARIABLE_MAX 64
bool variable_plain(const char *dotted, char out[VARIABLE_MAX]);

#endif
