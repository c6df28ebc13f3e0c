/* name.h: whether a message may greet a person by a name. */
#ifndef CRT_RULE_NAME_H
#define CRT_RULE_NAME_H

#include "base/base.h"

/* False for a name with control characters, and for one that mail programs would show as a link,
   such as "Win at evil.example". Anybody
   can write any name and any address into a checkout, so that the shop sends their text there. */
bool name_greets(const char *name);

#endif
