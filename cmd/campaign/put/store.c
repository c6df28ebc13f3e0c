/* store.c: find the store that a file names. */
#include "put.h"
#include "text/nearest.h"

bool
put_store(struct run *r, const struct piece *p, const char *slug, const struct store **out,
    struct err *e)
{
	struct nearest near = { .wanted = slug };
	size_t i;

	*out = stores_find(&r->stores, slug);
	if (*out)
		return true;
	yaml_fail(yaml_get(p->document.root, "store"), e, "there is no store \"%s\"%s", slug,
	    r->common->stores.n ? " among those of -s" : "");
	for (i = 0; i < r->stores.n; i++)
		nearest_try(&near, r->stores.list[i].slug);
	return err_hint(e, nearest_name(&near) ? "the nearest is %s"
	    : "list the stores: crt-sync store list", nearest_name(&near));
}
