/* poll.h: streams of Magento and their pages; see poll.c. */
#ifndef CRT_PLATFORM_MAGENTO_POLL_H
#define CRT_PLATFORM_MAGENTO_POLL_H

#include "platform/magento/magento.h"

#define MAGENTO_PAGE	  100	/* objects per page */
#define MAGENTO_TIME	  19	/* bytes of "2026-11-22 09:41:07" */
#define MAGENTO_ID	  20	/* digits */

/* A stream's path and search fields. */
struct magento_stream {
	const char *path, *topic, *id;
	bool of_view;		/* belongs to a store view; customers belong to the website */
};

/* A pass's position: "gteq TIME", "gt TIME", "eq TIME ID"; id "": not by ids. */
struct magento_place {
	const char *how;
	char time[MAGENTO_TIME + 1], id[MAGENTO_ID + 1];
};

bool magento_place_read(const struct poll_request *, struct magento_place *, struct err *) MUSTUSE;

/* Reads Magento's form only. */
bool magento_time_read(const char *, crt_time *) MUSTUSE;

/* Whether it is a number of a few digits. False for NULL. */
bool magento_is_id(const char *) MUSTUSE;

#endif
