/* reply.h: what a person's reply to a text message means. */
#ifndef CRT_PERSON_REPLY_H
#define CRT_PERSON_REPLY_H

#include "base/base.h"

#define REPLY_MAX 8192		/* bytes that are read: 1600 characters and more */

/* REFUSAL: not a keyword, but the person seems to want no more messages. */
enum reply { REPLY_OTHER, REPLY_OPTOUT, REPLY_OPTIN, REPLY_HELP, REPLY_REFUSAL };

/* Pure. The rows of etc/data/replies.tsv; case, accents, and punctuation do not count. */
enum reply reply_meaning(const char *text, size_t n);

/* The same. *language: of the row, such as "de"; NULL for REPLY_OTHER. */
enum reply reply_find(const char *text, size_t n, const char **language);

#endif
