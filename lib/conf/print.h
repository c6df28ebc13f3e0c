/* print.h: print each setting and its origin (--print-config). */
#ifndef CRT_PRINT_H
#define CRT_PRINT_H

#include "option/option_values.h"

/* Prints an equivalent crt.yaml, with secrets and passwords as ***. */
void print_config(const struct option_values *);

#endif
