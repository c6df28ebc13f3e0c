/*
 * yaml.h: a YAML file as a tree of texts with their places.
 *
 * One UTF-8 document a file, without anchors, aliases, tags, repeated keys, and control bytes.
 * Scalars stay text: the caller decides what "no" or "010" means. An empty file is an empty
 * map. The whole tree lives until yaml_close(root).
 *
 * Every function accepts NULL, an empty node, so yaml_text(yaml_get(yaml_get(root, "smtp"),
 * "url")) needs no checks in between. Errors are ERR_CONFIG and read "crt.yaml:3:7: what is
 * wrong".
 */
#ifndef CRT_YAML_H
#define CRT_YAML_H

#include "base/err.h"

#define YAML_BYTES_MAX (1024 * 1024)
#define YAML_DEPTH_MAX 32
#define YAML_NODES_MAX 100000
#define YAML_KEYS_MAX 2000		/* of one map */

struct yaml;

enum yaml_kind { YAML_NONE, YAML_TEXT, YAML_LIST, YAML_MAP };

/* "-" is standard input. name is used in messages and is copied. */
bool yaml_read_file(const char *file, struct yaml **root, struct err *) MUSTUSE;
bool yaml_read(const char *name, const char *bytes, size_t n, struct yaml **root,
    struct err *) MUSTUSE;
void yaml_close(struct yaml *root);			/* NULL is fine */

enum yaml_kind yaml_kind(const struct yaml *);
const char *yaml_text(const struct yaml *);		/* NULL if it is not a text */
bool yaml_quoted(const struct yaml *);			/* true for "no", false for no */

/* Items of a list, pairs of a map; 0 for a text. */
size_t yaml_count(const struct yaml *);
const struct yaml *yaml_at(const struct yaml *, size_t);	/* NULL past the end */
const char *yaml_key_at(const struct yaml *, size_t);		/* NULL in a list */
const struct yaml *yaml_get(const struct yaml *, const char *key);

/* "smtp.url": a path through maps. */
const struct yaml *yaml_path(const struct yaml *, const char *path);

/* Its text as a path relative to the folder of its file; the caller frees it. NULL when it
   is not a text. */
char *yaml_as_file(const struct yaml *);

const char *yaml_file(const struct yaml *);
int yaml_line(const struct yaml *);			/* from 1 */
int yaml_column(const struct yaml *);

/* "file:line:column: " and the text. Always false. */
bool yaml_fail(const struct yaml *, struct err *, const char *fmt, ...) PRINTF(3, 4);
/* The same at the key of a pair. */
bool yaml_fail_key(const struct yaml *map, size_t pair, struct err *, const char *fmt, ...)
    PRINTF(4, 5);

/* Checks that it is a map with no other keys than these (NULL-terminated). The hint of a
   failure is the nearest of them. */
bool yaml_only(const struct yaml *, const char *const *keys, struct err *) MUSTUSE;

#endif
