/* init_paths.h: the paths and the database that crt init uses if none is named. */
#ifndef CRT_INIT_PATHS_H
#define CRT_INIT_PATHS_H

#include "base/err.h"

/* /var/lib/crt for root, else ${XDG_DATA_HOME:-~/.local/share}/crt.  Free it. */
bool init_data_folder(char **, struct err *) MUSTUSE;

/* The crt.yaml that commands read by default.  Free it. */
bool init_config_file(char **, struct err *) MUSTUSE;

/* Conninfo from PGHOST and the other PG variables; NULL when none is set.  Free it. */
char *init_conninfo(void);

/* "crt init -c FILE" may name a file that does not exist yet.  Its name is stored here,
   and the command continues with an empty file. */
void init_take_config_path(int argc, char **argv);
const char *init_config_path(void);

#endif
