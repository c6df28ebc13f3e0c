/* poll.h: streams of Magento and their pages; see magento_poll.c. */
#ifndef CRT_PLATFORM_MAGENTO_POLL_H
#define CRT_PLATFORM_MAGENTO_POLL_H

#include "platform/magento/magento.h"

#define MAGENTO_PAGE	  100	/* things of one page */
#define MAGENTO_TIME	  19	/* bytes of "2026-11-22 09:41:07" */
#define MAGENTO_ID	  20	/* digits */

/* What a stream asks for, and what it is given. */
struct magento_stream {
	const char *path, *topic, *id;
	bool of_view;		/* a store view's own: customers are the website's */
};

/* Where a pass stands: "gteq TIME", "gt TIME", "eq TIME ID"; id "": not by ids. */
struct magento_place {
	const char *how;
	char time[MAGENTO_TIME + 1], id[MAGENTO_ID + 1];
};

bool magento_place_read(const struct poll_request *, struct magento_place *, struct err *) MUSTUSE;

/* As Magento writes it, and nothing else. */
bool magento_time_read(const char *, crt_time *) MUSTUSE;

/* A number of a few digits; NULL is none. */
bool magento_is_id(const char *) MUSTUSE;

#endif
