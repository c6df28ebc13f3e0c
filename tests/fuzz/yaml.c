/* yaml.c: any bytes as a YAML file: an error with a place, or a tree within its limits. */
#include <stdlib.h>
#include <string.h>

#include "yaml/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static size_t nodes;

static void
walk(const struct yaml *n, int depth)
{
	if (depth > YAML_DEPTH_MAX || ++nodes > YAML_NODES_MAX || yaml_line(n) < 1
	    || yaml_column(n) < 1)
		abort();
	for (const char *c = yaml_text(n); c && *c; c++)
		if (((unsigned char)*c < 0x20 && *c != '\t' && *c != '\n') || *c == 0x7f)
			abort();
	for (size_t i = 0; i < yaml_count(n); i++) {
		const char *key = yaml_key_at(n, i);

		if ((key != NULL) != (yaml_kind(n) == YAML_MAP)
		    || (key && yaml_get(n, key) != yaml_at(n, i)))
			abort();
		walk(yaml_at(n, i), depth + 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = { 0 };
	struct yaml *root;

	nodes = 0;
	if (yaml_read("f", (const char *)data, size, &root, &e))
		walk(root, 0);
	else if (root || e.kind != ERR_CONFIG || e.text[0] == '\0')
		abort();
	yaml_close(root);
	return 0;
}
