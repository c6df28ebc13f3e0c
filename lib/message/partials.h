/* partials.h: the partials that templates of a store can name. */
#ifndef CRT_CAMPAIGN_PARTIALS_H
#define CRT_CAMPAIGN_PARTIALS_H

#include "base/mem.h"
#include "db/db.h"
#include "liquid/liquid.h"

#define PARTIALS_MAX 1000		/* of a store, with those of all stores */

struct partials {
	struct arena arena;
	struct partial *list;		/* the store's own first */
	size_t n;
};

/* store: its id; NULL: only those of all stores. Close it after a failure too. */
bool partials_open(struct partials *, struct db *, const char *store, struct err *) MUSTUSE;
void partials_close(struct partials *);

/* What a part of a template in a language sees: of each partial the html or the text, in the
   language itself, else in its first part, else in any. */
struct partials_view {
	const struct partials *all;
	const char *locale;
	bool html;
	struct liquid_partials liquid;
};

/* layout: of a template that names none; NULL or "": no layout. The view must not move. */
void partials_see(struct partials_view *, const struct partials *, const char *locale, bool html,
    const char *layout);

#endif
