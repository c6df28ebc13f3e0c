/* help.h: the help that a command prints from its own declaration. */
#ifndef CRT_OPTION_HELP_H
#define CRT_OPTION_HELP_H

#include "option/option_values.h"

void help_version(const struct command *);

/* verb NULL: the command has verbs and none was named. */
void help_print(const struct command *, const struct verb *);

/*
 * For the scripts of gen/, tab-separated:
 *  command NAME BRIEF
 *  verb    NAME OPERANDS MIN MAX BRIEF
 *  option  VERB LETTER NAME KIND ARG DEFAULT WORDS MIN MAX HELP SCOPE
 *
 * VERB is "*" for the options of every command. WORDS are separated by "|". SCOPE is "cli",
 * "reply", "environ", or "key" (enum option_scope).
 */
void help_dump(const struct command *);

/* The name of an enum option_kind, such as "flag". */
const char *help_kind(enum option_kind);

#endif
