/* due_links.h: the links of a message: to the cart, to its items, and to unsubscribe. */
#ifndef CRT_CAMPAIGN_DUE_LINKS_H
#define CRT_CAMPAIGN_DUE_LINKS_H

#include "crypto/keyring.h"
#include "db/db.h"
#include "store/store.h"

#define DUE_LINK_MAX 4096

struct due_links {
	struct str cart, unsubscribe, preferences;	/* preferences is "" without links_url */
	struct str hidden, open;	/* "" for a store that records no clicks, or no openings */
	const char *items;		/* the cart's items as JSON, or NULL */
	size_t nitems;			/* bytes */
	struct str rewritten;
};

void due_links_open(struct due_links *);
void due_links_free(struct due_links *);

/* Sets the links of a row of sql_message_due, valid as long as the row. A store that records
   clicks gets links through its links_url. */
bool due_links_make(struct due_links *, const struct keyring *, const struct store *,
    const struct db_row *, struct err *) MUSTUSE;

/* The same without any link of crt's own. */
void due_links_plain(struct due_links *, const struct store *, const struct db_row *);

#endif
