/* option_origin.h: where the value of an option came from, and the files that options name. */
#ifndef CRT_CONF_OPTION_ORIGIN_H
#define CRT_CONF_OPTION_ORIGIN_H

#include "option/option_values.h"

/* Where the value came from: "crt.yaml:3: smtp_url", "CRT_SMTP_URL in the environment",
   "option "--smtp-url"", or "smtp_url in the section send: of crt.yaml" if it has its default. */
#define OPTION_ORIGIN_MAX 4400
const char *option_value_origin(const struct option_values *, const struct option_value *,
    char out[OPTION_ORIGIN_MAX]);

/* Adds to an error that names an option where its value came from. Always false. */
bool option_values_explain_error(struct option_values *, struct err *);

/* Checks that each file that a key, a variable, or an option names can be read: those called
   NAME-file. ERR_FILE or ERR_CONFIG, with the origin of the name. */
bool option_values_files(struct option_values *, struct err *) MUSTUSE;

/* Reads the files of the secrets, now that their names are final. */
bool option_values_secrets(struct option_values *, struct err *) MUSTUSE;

#endif
