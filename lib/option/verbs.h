/* verbs.h: find the verb of a command line. */
#ifndef CRT_OPTION_VERBS_H
#define CRT_OPTION_VERBS_H

#include "option/argv.h"

/* From the operands before "--"; *used of them form the verb's name. Without any: the verb
   named "", or NULL if there is none. */
bool verbs_find(const struct command *, const struct argv *, const struct verb **,
    size_t *used, struct err *) MUSTUSE;

/* Hints at the nearest verb, if one is near, because the first operand names no file. */
void verbs_hint(const struct command *, char **operands, struct err *);

/* Checks the number of operands after the verb's name. */
bool verbs_operands(const struct verb *, size_t n, char **operands, struct err *) MUSTUSE;

/* Another verb that has this option, or NULL. */
const struct verb *verbs_with(const struct command *, const char *option);

#endif
