/*
 * password_rule.h: passwords that a stranger would try first.
 *
 * A list of leaked passwords is large and grows old. These rules find what such lists have in
 * common: one of few words with digits around it, a row of keys, a repetition, or the user's own
 * names.
 */
#ifndef CRT_ACCESS_PASSWORD_RULE_H
#define CRT_ACCESS_PASSWORD_RULE_H

#include "base/err.h"

/* ERR_USAGE: the password is easy to guess; it is not quoted. email and slug: of the user and the
   organization, or NULL. */
bool password_rule(const char *password, const char *email, const char *slug, struct err *)
    MUSTUSE;

#endif
