/* prompt.h: read secrets from the terminal without echo, or line by line from a pipe. */
#ifndef CRT_OPTION_PROMPT_H
#define CRT_OPTION_PROMPT_H

#include "base/err.h"

#define PROMPT_MAX 8192		/* bytes of a line */

/* Reads one line from the terminal without echo, or from other standard input, of which it reads
   no byte more. NULL: there is none, or the user interrupted it (ERR_USAGE). Free it with
   secret_free. */
char *prompt_secret(const char *name, const char *meaning, struct err *);
bool prompt_possible(void);

#endif
