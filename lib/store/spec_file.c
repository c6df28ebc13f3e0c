/* spec_file.c: read store specs from a YAML file. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "conf/config.h"
#include "store/spec.h"

static const char *const keys[] = { "slug", "organization", "credentials_file",
    "webhook_secret_file",
#define STORE_KEY(key, column, argument, default_value, meaning) #key,
#include "store/store_key.def"
#undef STORE_KEY
#define SETTING(name, kind, default_value, meaning) #name,
#include "store/setting.def"
#undef SETTING
    NULL };

static const char *const top[] = { "stores", NULL };

/* Adds the place in the file to an error, except to a database failure, which is not the
   file's fault. */
static bool
spec_file_explain_error(const struct yaml *node, const struct err *why, struct err *e)
{
	if (why->kind != ERR_CONFIG) {
		*e = *why;
		return false;
	}
	yaml_fail(node, e, "%s", why->text);
	return *why->hint ? err_hint(e, "%s", why->hint) : false;
}

/* A path is relative to the folder of the file that contains it. */
static bool
spec_file_read_path(char **path, const struct yaml *value, struct err *e)
{
	if (*yaml_text(value) == '\0' || !strcmp(yaml_text(value), "-"))
		return err_set(e, ERR_CONFIG, "expected the path of a file");
	*path = yaml_as_file(value);
	return true;
}

static bool
read_pair(struct spec *w, const struct yaml *map, size_t i, struct db *db, struct err *e)
{
	const struct yaml *value = yaml_at(map, i);
	const char *key = yaml_key_at(map, i);
	struct err why = { 0 };
	bool ok;

	if (yaml_text(value) == NULL)
		return yaml_fail(value, e, "%s takes text", key);
	if (!strcmp(key, "slug"))
		ok = spec_slug(w, yaml_text(value), &why);
	else if (!strcmp(key, "credentials_file"))
		ok = spec_file_read_path(&w->credentials_file, value, &why);
	else if (!strcmp(key, "webhook_secret_file"))
		ok = spec_file_read_path(&w->webhook_secret_file, value, &why);
	else
		ok = spec_set(w, db, key, yaml_text(value), &why);
	return ok || spec_file_explain_error(value, &why, e);
}

static bool
read_store(struct spec *w, const struct yaml *map, struct db *db, struct err *e)
{
	struct err why = { 0 };
	size_t i;

	if (!yaml_only(map, keys, e))
		return false;
	for (i = 0; i < yaml_count(map); i++)
		if (!read_pair(w, map, i, db, e))
			return false;
	return spec_whole(w, db, &why) || spec_file_explain_error(map, &why, e);
}

static bool
spec_file_add(struct specs *all, const struct yaml *map, struct db *db, struct err *e)
{
	struct spec *w;
	size_t i;

	if (all->n == SPEC_STORES_MAX)
		return yaml_fail(map, e, "more than %d stores", SPEC_STORES_MAX);
	all->list = mem_more(all->list, all->n, sizeof *w);
	w = &all->list[all->n++];
	spec_open(w);
	if (!read_store(w, map, db, e))
		return false;
	for (i = 0; i + 1 < all->n; i++)
		if (!strcmp(all->list[i].slug, w->slug))
			return yaml_fail(yaml_get(map, "slug"), e, "store \"%s\" appears twice",
			    w->slug);
	return true;
}

static bool
spec_file_read_all(struct specs *all, const struct yaml *root, struct db *db, struct err *e)
{
	const struct yaml *list = yaml_get(root, "stores");
	size_t i;

	if (list == NULL)
		return spec_file_add(all, root, db, e);
	if (!yaml_only(root, top, e))
		return false;
	if (yaml_kind(list) != YAML_LIST)
		return yaml_fail(list, e, "stores takes a list");
	for (i = 0; i < yaml_count(list); i++)
		if (!spec_file_add(all, yaml_at(list, i), db, e))
			return false;
	return true;
}

bool
specs_read(struct specs *all, const char *file, struct db *db, struct err *e)
{
	struct yaml *root = NULL;
	bool ok;

	*all = (struct specs){ 0 };
	ok = yaml_read_file(file, &root, e) && spec_file_read_all(all, root, db, e);
	yaml_close(root);
	return ok;
}

void
specs_close(struct specs *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		spec_close(&all->list[i]);
	free(all->list);
	*all = (struct specs){ 0 };
}
