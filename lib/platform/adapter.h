/*
 * adapter.h: a platform's topics, and the way of a delivery.  Seen by lib/platform only.
 */
#ifndef CRT_PLATFORM_ADAPTER_H
#define CRT_PLATFORM_ADAPTER_H

#include "payload/build.h"
#include "platform/platform.h"

/* A topic, or with a * at its end all that start so.  No function: about says why it is ignored.
   With one: PLATFORM_ORDER, or NULL where it is about anything else. */
struct adapter_topic {
	const char *topic;
	bool (*make)(struct build *);
	const char *about;
};

struct adapter {
	const char *platform;
	const char *const *topic_headers;	/* ended by NULL */
	const char *const *delivery_headers;
	const struct adapter_topic *topics;
	size_t count;
	const char *const *made_headers;	/* when the platform made the delivery; NULL: none says */
	const char *const *naming;	/* paths that tell whose an order is; ended by NULL */
};

/* The whole way of one delivery: topic, body, record.  fn NULL: nothing comes of it but whether
   it is understood. */
bool adapter_run(const struct adapter *, const struct platform_delivery *,
    platform_record_fn *, void *arg, const char **ignored, struct err *) MUSTUSE;

/* The first of these headers that is there, or NULL. */
const char *adapter_header(const struct platform_delivery *, const char *const *names);

#define PLATFORM(name) extern const struct platform platform_##name;
#include "store/platform.def"
#undef PLATFORM

#endif
