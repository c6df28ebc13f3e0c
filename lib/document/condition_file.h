/* condition_file.h: the conditions in a file (condition/condition.h). */
#ifndef CRT_DOCUMENT_CONDITION_FILE_H
#define CRT_DOCUMENT_CONDITION_FILE_H

#include "condition/condition.h"
#include "yaml/yaml.h"

/* NULL: no conditions. ERR_CONFIG: the error has its place in the file. Free the tree after a
   failure too. */
bool condition_file_read(struct condition *, const struct yaml *map, struct err *) MUSTUSE;

/* Any part of a file as JSON; all scalars stay texts. */
json_t *condition_file_json(const struct yaml *);

#endif
