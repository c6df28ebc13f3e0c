/* keys.h: set options from the keys of one configuration file. */
#ifndef CRT_KEYS_H
#define CRT_KEYS_H

#include "option/option_values.h"
#include "yaml/yaml.h"

/* all: the options of all verbs, to recognize keys; only c is set. top: keys outside of
   sections must be known too, to this command or to another. */
bool keys_apply(struct option_values *c, struct option_values *all, const struct yaml *root,
    bool top, struct err *) MUSTUSE;

/* The section of a command: "send" of crt-send. */
const char *keys_section(const struct command *);

#endif
