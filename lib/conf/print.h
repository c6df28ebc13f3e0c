/* print.h: --print-config: each setting and where it comes from. */
#ifndef CRT_PRINT_H
#define CRT_PRINT_H

#include "conf/option_values.h"

/* As a crt.yaml that says the same; secrets and passwords as ***. */
void print_config(const struct option_values *);

#endif
