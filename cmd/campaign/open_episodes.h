/* open_episodes.h: the open episodes of a campaign's store, page by page. */
#ifndef CRT_CMD_OPEN_EPISODES_H
#define CRT_CMD_OPEN_EPISODES_H

#include "campaign/active.h"
#include "query.h"

/* A row of sql_episode_open, with the facts of a trigger, which know the campaign's segments. */
typedef bool open_episode_fn(void *arg, const struct db_row *, const char *id,
    struct condition_facts *, struct err *);

struct open_episodes {
	struct db *db;
	const struct active_campaign *campaign;
	const char *carts;		/* a PostgreSQL array of ids; NULL: all */
	open_episode_fn *fn;
	void *arg;
	/* for open_episodes_page */
	char last[IDENT_TEXT];
	size_t n;
	int pages;
};

/* Locks one page of them until the caller's transaction ends. more: there may be another. */
bool open_episodes_page(struct open_episodes *, bool *more, struct err *) MUSTUSE;

#endif
