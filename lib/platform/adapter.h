/* adapter.h: a platform's topics, and the conversion of a delivery. Internal to lib/platform. */
#ifndef CRT_PLATFORM_ADAPTER_H
#define CRT_PLATFORM_ADAPTER_H

#include "payload/build.h"
#include "platform/platform.h"

/* A topic; with a "*" at its end, all that begin so. Without a function, about is the reason
   why it is ignored. With one, about is PLATFORM_ORDER for orders, else NULL. */
struct adapter_topic {
	const char *topic;
	bool (*make)(struct build *);
	const char *about;
};

struct adapter {
	const char *platform;
	const char *const *topic_headers;	/* NULL-terminated */
	const char *const *delivery_headers;
	const struct adapter_topic *topics;
	size_t count;
	const char *const *made_headers;	/* headers with the time of the delivery; NULL: none */
	const char *const *person_paths;	/* paths that identify an order's person; NULL-terminated */
};

/* Converts one delivery: topic, body, record. fn NULL: only checks that it is understood. */
bool adapter_run(const struct adapter *, const struct platform_delivery *,
    record_line_fn *, void *arg, const char **ignored, struct err *) MUSTUSE;

/* The first of these headers that is present, or NULL. */
const char *adapter_header(const struct platform_delivery *, const char *const *names);

#define PLATFORM(name) extern const struct platform platform_##name;
#include "store/platform.def"
#undef PLATFORM
#define PROVIDER(name) extern const struct platform platform_##name;
#include "platform/provider.def"
#undef PROVIDER

#endif
