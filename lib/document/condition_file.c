/* condition_file.c: read the conditions in a file, and place their errors. */
#include "document/document.h"
#include "document/condition_file.h"

json_t *
condition_file_json(const struct yaml *v)
{
	bool map = yaml_kind(v) == YAML_MAP;
	json_t *all;
	size_t i;

	if (yaml_kind(v) != YAML_LIST && !map)
		return value_new_text(yaml_text(v) ? yaml_text(v) : "");
	all = map ? value_map() : value_list();
	for (i = 0; i < yaml_count(v); i++)
		if (map)
			value_set(all, yaml_key_at(v, i), condition_file_json(yaml_at(v, i)));
		else
			value_add(all, condition_file_json(yaml_at(v, i)));
	return all;
}

static bool
condition_file_fail(const struct yaml *at, const struct condition_fault *fault,
    const struct err *why, struct err *e)
{
	const char *keys[CONDITION_KEYS_MAX + 1] = { NULL };
	size_t i;

	for (i = 0; i < fault->n; i++)
		at = fault->way[i].key[0] ? yaml_get(at, fault->way[i].key)
		    : yaml_kind(at) == YAML_LIST ? yaml_at(at, fault->way[i].at) : at;
	for (i = 0; i < fault->keys.n; i++)
		keys[i] = fault->keys.name[i];
	if (fault->keys.n)
		return yaml_only(at, keys, e);
	yaml_fail(at, e, "%s", why->text);
	return fault->hint && err_hint(e, "%s", fault->hint);
}

bool
condition_file_read(struct condition *c, const struct yaml *map, struct err *e)
{
	json_t *json = map ? condition_file_json(map) : value_map();
	struct condition_fault fault;
	struct err why = { 0 };
	bool ok = condition_read(c, json, &fault, &why);

	value_free(json);
	return ok || condition_file_fail(map, &fault, &why, e);
}
