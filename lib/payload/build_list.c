/* build_list.c: read lists of a body: a cart's items, codes, ids of orders. */
#include <string.h>

#include "payload/build.h"

static bool
build_list_is_number(const char *key)
{
	return *key && key[strspn(key, "0123456789")] == '\0';
}

/* {"3":...,"5":...}: PHP's form of a list with gaps. */
static bool
build_list_has_gaps(const json_t *v)
{
	void *m;

	if (value_kind(v) != VALUE_MAP)
		return false;
	for (m = value_first(v); m; m = value_next(v, m))
		if (!build_list_is_number(value_key(m)))
			return false;
	return true;
}

/* Replaces the map in the body by its list. */
static const json_t *
build_list_without_gaps(const json_t *within, const char *path, const json_t *map)
{
	const char *dot = strrchr(path, '.');
	struct str parent = STR_MAX(LEFT_PATH);
	json_t *list = value_list();
	void *m;

	for (m = value_first(map); m; m = value_next(map, m))
		value_add(list, value_hold(value_of(m)));
	if (dot)
		str_add(&parent, path, (size_t)(dot - path));
	value_set(value_path(within, str_text(&parent)), dot ? dot + 1 : path, list);
	str_free(&parent);
	return list;
}

bool
build_list(const json_t *v, const char *path, size_t max, const json_t **list, size_t *n)
{
	*list = value_path(v, path);
	*n = 0;
	if (build_list_has_gaps(*list))
		*list = build_list_without_gaps(v, path, *list);
	if (value_kind(*list) != VALUE_LIST) {
		bool none = value_kind(*list) <= VALUE_NULL && !build_uncertain(v, path);

		build_text(v, path);	/* notes what stands in its place */
		if (value_kind(*list) > VALUE_NULL)
			build_leave(v, path, LEFT_LIST);
		*list = NULL;
		return none;
	}
	*n = value_count(*list);
	if (*n <= max)
		return true;
	*n = max;
	build_leave(v, path, LEFT_LIST);
	return false;
}

/* Whether the built item can be identified. Otherwise it is left out. */
static bool
build_list_is_given(const json_t *v, const char *path, const json_t *made)
{
	if (BUILD_FIRST(made, "id", "sku", "title"))
		return true;
	build_leave(v, path, LEFT_OBJECT);
	return false;
}

/* Adds one element; false: nothing in it can be read. */
static bool
build_add_item(json_t *items, const json_t *v, const char *path, json_t *made)
{
	bool given = build_list_is_given(v, path, made);

	if (given)
		value_add(items, value_hold(made));
	return given;
}

/* Without a readable element the items stay unknown, unless another list has some. */
static void
build_items_unknown(json_t *cart)
{
	if (value_count(value_get(cart, "items")) == 0)
		value_set(cart, "items", value_new_null());
}

void
build_items(struct build *b, const json_t *v, const char *path, build_item_fn *fill,
    const void *arg, json_t *cart)
{
	json_t *items = value_get(cart, "items");
	size_t i, n, read = 0, had = value_count(items);
	const json_t *list;

	build_list(v, path, PLATFORM_ITEMS_MAX, &list, &n);
	if (value_kind(items) != VALUE_LIST)
		items = value_list();
	else
		value_hold(items);
	for (i = 0; i < n && value_count(items) < PLATFORM_ITEMS_MAX; i++) {
		json_t *made = value_map();

		read += !fill(b, value_at(list, i), arg, made) || build_add_item(items, v, path, made);
		value_free(made);
	}
	if (i < n)
		build_leave(v, path, LEFT_LIST);
	if (value_count(items) > had || value_get(cart, "items") == NULL)
		value_set(cart, "items", value_hold(items));
	value_free(items);
	if (n ? !read : list == NULL)
		build_items_unknown(cart);
}

static json_t *
build_list_texts(const json_t *list, size_t n, const char *member)
{
	json_t *out = value_list();
	size_t i;

	for (i = 0; i < n; i++) {
		const json_t *m = value_at(list, i);
		const char *text = member ? build_text(m, member) : value_text(m);

		if (text && *text)
			value_add(out, value_new_text(text));
	}
	return out;
}

/* Whether it fits the member of record.def. */
static bool
build_list_fits(const json_t *v, const char *part, const char *member)
{
	struct str s = STR_MAX(build_limit(part, member));
	bool ok;

	value_print(&s, v, false);
	ok = !str_full(&s);
	str_free(&s);
	return ok;
}

void
build_set_codes(struct build *b, json_t *map, const char *path, const char *member)
{
	const json_t *list;
	json_t *codes;
	size_t n;

	build_list(b->body, path, PLATFORM_CODES_MAX, &list, &n);
	codes = build_list_texts(list, n, member);
	if (!build_list_fits(codes, "cart", "discount_codes"))
		build_leave(b->body, path, LEFT_LONG);
	else if (value_count(codes))
		value_set(map, "discount_codes", value_hold(codes));
	value_free(codes);
}

bool
build_set_ids(struct build *b, json_t *map, const char *key, const char *path)
{
	const json_t *list;
	json_t *ids;
	size_t n;
	bool ok;

	if (!build_list(b->body, path, PLATFORM_ORDERS_MAX, &list, &n))
		return err_set(b->err, ERR_INPUT, "\"%s\" is not a list of at most %d", path,
		    PLATFORM_ORDERS_MAX);
	ids = build_list_texts(list, n, NULL);
	ok = build_list_fits(ids, "privacy_requested", "orders")
	    || err_set(b->err, ERR_INPUT, "\"%s\" is too long", path);
	if (ok && value_count(ids))
		value_set(map, key, value_hold(ids));
	value_free(ids);
	return ok;
}
