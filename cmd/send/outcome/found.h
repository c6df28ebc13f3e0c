/* found.h: collect messages of any stores from the rows of a query. */
#ifndef CRT_CMD_SEND_OUTCOME_FOUND_H
#define CRT_CMD_SEND_OUTCOME_FOUND_H

#include "message/claim.h"

struct found {
	struct arena arena;		/* of the recipients */
	const struct stores *stores;
	struct claimed *list;
	size_t n;
	char provider[32];		/* of the last message */
};

void found_free(struct found *);

db_row_fn found_see;			/* a row of message_unknown.sql or message_held_by.sql */

#endif
