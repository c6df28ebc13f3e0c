/* hook.c: convert webhook bodies, which only name an object. */
#include "platform/bigcommerce/bigcommerce.h"

#define SECONDS_MAX (CLOCK_MAX / CLOCK_SECOND)

/* created_at is the event's time in Unix seconds. Retries of a delivery repeat it. */
static bool
bigcommerce_hook_created(struct build *b)
{
	const char *s = build_text(b->body, "created_at");
	int64_t n = 0;

	if (s == NULL)
		return false;
	for (; *s >= '0' && *s <= '9' && n <= SECONDS_MAX; s++)
		n = n * 10 + (*s - '0');
	if (*s || n > SECONDS_MAX) {
		build_leave(b->body, "created_at", LEFT_TIME);
		return false;
	}
	b->time = n * CLOCK_SECOND;
	return true;
}

/* Channel events have a cart_id or an order_id where store events have an id. */
static const char *
bigcommerce_hook_either(const struct build *b, const char *path, const char *other)
{
	const char *id = build_id(b->body, path);

	return id ? id : build_id(b->body, other);
}

static const char *
cart_id(const struct build *b)
{
	return bigcommerce_hook_either(b, "data.cart_id", "data.id");
}

static const char *
order_id(const struct build *b)
{
	return bigcommerce_hook_either(b, "data.order_id", "data.id");
}

/*
 * Requests a fetch. Two events of one second have the same body. The delivery's own id, which
 * retries keep, distinguishes them.
 */
static bool
bigcommerce_hook_need(struct build *b, const char *endpoint, const char *id)
{
	b->type = "fetch.wanted";
	if (id == NULL)
		return err_set(b->err, ERR_INPUT, "the delivery names no %s", endpoint);
	value_set_text(b->data, "endpoint", endpoint);
	build_set_key(b->data, "fetch_wanted", "id", id);
	if (!value_get(b->data, "id"))
		return err_set(b->err, ERR_INPUT, "the id of the %s is too long or contains a"
		    " control byte", endpoint);
	bigcommerce_hook_created(b);
	return true;
}

bool
bigcommerce_hook_cart(struct build *b)
{
	return build_subject(b, "cart", cart_id(b))
	    && bigcommerce_hook_need(b, BIGCOMMERCE_CART, cart_id(b));
}

bool
bigcommerce_hook_line(struct build *b)
{
	const char *id = bigcommerce_hook_either(b, "data.cart_id", "data.cartId");

	return build_subject(b, "cart", id) && bigcommerce_hook_need(b, BIGCOMMERCE_CART, id);
}

/* The cart no longer exists; its order identifies it. */
bool
bigcommerce_hook_converted(struct build *b)
{
	const char *id = bigcommerce_hook_either(b, "data.order_id", "data.orderId");

	return build_subject(b, "order", id) && bigcommerce_hook_need(b, BIGCOMMERCE_ORDER, id);
}

bool
bigcommerce_hook_order(struct build *b)
{
	return build_subject(b, "order", order_id(b))
	    && bigcommerce_hook_need(b, BIGCOMMERCE_ORDER, order_id(b));
}

bool
bigcommerce_hook_customer(struct build *b)
{
	const char *id = build_id(b->body, "data.id");

	return build_subject(b, "customer", id) && bigcommerce_hook_need(b, BIGCOMMERCE_CUSTOMER, id);
}

bool
bigcommerce_hook_subscriber(struct build *b)
{
	return bigcommerce_hook_need(b, BIGCOMMERCE_SUBSCRIBER, build_id(b->body, "data.id"));
}

static bool
bigcommerce_hook_gone(struct build *b, const char *type, const char *kind, const char *id)
{
	b->dated = bigcommerce_hook_created(b);
	return build_gone(b, type, kind, id);
}

bool
bigcommerce_hook_cart_deleted(struct build *b)
{
	return bigcommerce_hook_gone(b, "cart.deleted", "cart", cart_id(b));
}

bool
bigcommerce_hook_customer_deleted(struct build *b)
{
	return bigcommerce_hook_gone(b, "customer.deleted", "customer", build_id(b->body, "data.id"));
}
