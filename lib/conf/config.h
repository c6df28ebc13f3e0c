/*
 * config.h: the configuration files in effect and their structured parts.
 *
 * With -c or CRT_CONFIG, only that file. Else /etc/crt/crt.yaml, each /etc/crt/conf.d/NAME.yaml
 * by name, and $XDG_CONFIG_HOME/crt/crt.yaml (by default ~/.config/crt/crt.yaml). A later file
 * overrides an earlier one. In a file, the section of a command overrides the keys at the top.
 */
#ifndef CRT_CONFIG_H
#define CRT_CONFIG_H

#include "option/option.h"
#include "yaml/yaml.h"

#define CONFIG_SYSTEM "/etc/crt"
#define CONFIG_STATE "/var/lib/crt"	/* state folder of the system's configuration */
#define CONFIG_FILES_MAX 100

/* "smtp.url": the node of the latest file that contains it, or NULL. */
const struct yaml *config_node(const struct common *, const char *path);

/* Its text, or NULL. */
const char *config_text(const struct common *, const char *path);

/* ---- internal to conf/command.c ---- */

struct option_values;

/* named NULL: the default files, which need not exist; system is the folder of the system's. */
bool config_read(struct config **, const char *named, const char *system, struct err *) MUSTUSE;
void config_close(struct config *);		/* NULL is fine */

/* Folder of the file that -c names; else of the user's crt.yaml; else of the system's, also when
   only files of its conf.d exist. "" if no file was read. */
const char *config_home(const struct config *);

/* Checks each section by its command's options, and the files that it names. */
bool config_check(const struct config *, struct err *) MUSTUSE;

/* Checks every key of every file, and sets the options that c knows. */
bool config_apply(const struct config *, struct option_values *, struct err *) MUSTUSE;

/* The same for another command: keys outside of its section may be unknown. */
bool config_apply_section(const struct config *, struct option_values *, struct err *) MUSTUSE;

#endif
