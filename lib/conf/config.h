/*
 * config.h: the files of crt.yaml that are in force, and their structured parts.
 *
 * The file named by -c or CRT_CONFIG and no other; else /etc/crt/crt.yaml, each
 * /etc/crt/conf.d/NAME.yaml by name, and $XDG_CONFIG_HOME/crt/crt.yaml (without
 * that variable ~/.config/crt/crt.yaml).  A later file beats an earlier one; in
 * a file the section of a command beats the keys at the top.
 */
#ifndef CRT_CONFIG_H
#define CRT_CONFIG_H

#include "conf/option.h"
#include "conf/yaml.h"

#define CONFIG_SYSTEM "/etc/crt"
#define CONFIG_STATE "/var/lib/crt"	/* what belongs to the configuration of the system */
#define CONFIG_FILES_MAX 100

/* "smtp.url": the node of the latest file that has it, or NULL. */
const struct yaml *config_node(const struct common *, const char *path);

/* Its text, or NULL. */
const char *config_text(const struct common *, const char *path);

/* scandir(3) of the NAME.yaml of a folder, in the order of their bytes, whatever the locale. */
struct dirent;
int config_scan(const char *folder, struct dirent ***);

/* ---- for conf/command.c ---- */

struct option_values;

/* named NULL: the default files, which need not exist, system's in that folder. */
bool config_read(struct config **, const char *named, const char *system, struct err *) MUSTUSE;
void config_close(struct config *);		/* NULL is fine */

/* Folder of the last file read; "" if there is none. */
const char *config_home(const struct config *);

/* Each section as its own command reads it; secrets: the files that hold them, too. */
bool config_check(const struct config *, bool secrets, struct err *) MUSTUSE;

/* Checks every key of every file, sets what the choices know. */
bool config_apply(const struct config *, struct option_values *, struct err *) MUSTUSE;

/* The same for another command: keys outside of its section may be unknown to it. */
bool config_apply_section(const struct config *, struct option_values *, struct err *) MUSTUSE;

#endif
