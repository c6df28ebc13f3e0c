/* verbs.h: which verb a command line means. */
#ifndef CRT_VERBS_H
#define CRT_VERBS_H

#include "conf/argv.h"

/* By the operands before "--"; *used of them are the verb's name.  Without any,
   the verb called "", or NULL if there is none. */
bool verbs_find(const struct command *, const struct argv *, const struct verb **,
    size_t *used, struct err *) MUSTUSE;

/* What stands behind the name is as many operands as the verb wants. */
bool verbs_operands(const struct verb *, size_t n, char **operands, struct err *) MUSTUSE;

/* An option of this name that another verb has: that verb, or NULL. */
const struct verb *verbs_with(const struct command *, const char *option);

#endif
