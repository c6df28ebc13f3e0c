/* tree.h: the memory layout of a YAML tree; internal to yaml.c and tree.c. */
#ifndef CRT_YAML_TREE_H
#define CRT_YAML_TREE_H

#include "base/mem.h"
#include "yaml/yaml.h"

struct yaml_document {
	struct arena memory;
	const char *file;
};

struct yaml_pair {
	const char *key;		/* NULL in a list */
	int line, column;		/* of the key */
	const struct yaml *value;
};

struct yaml {
	enum yaml_kind kind;
	bool quoted;
	int line, column;
	struct yaml_document *document;
	const char *text;
	size_t count;
	struct yaml_pair *pairs;
};

#endif
