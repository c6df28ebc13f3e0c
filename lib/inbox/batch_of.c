/* batch_of.c: choose which of several batches a record goes to. */
#include "inbox/batch.h"

/* FNV-1a. Its last bytes reach few bits, so the hash is mixed once more (the first step of
   MurmurHash3's fmix64). Otherwise p1 and p2 would always land together. */
#define FNV_BASIS UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)
#define MIX UINT64_C(0xff51afd7ed558ccd)

static const char *
batch_of_first(const char *id, const char *email, const char *phone, const char *other)
{
	return id ? id : email ? email : phone ? phone : other;
}

static const char *
batch_of_known(const struct record_customer *c, const char *other)
{
	return c ? batch_of_first(c->id, c->email, c->phone, other) : other;
}

static const char *
batch_of_named(const struct record_customer_key *c)
{
	return batch_of_first(c->id, c->email, c->phone, "");
}

/* What the record is spread by: the person, else the object. NULL: the order counts. */
static const char *
batch_of_whose(const struct record *r)
{
	const void *d = r->data;

	switch (r->kind) {
	case RECORD_cart_updated:
		return batch_of_known(((const struct record_cart_updated *)d)->customer,
		    ((const struct record_cart_updated *)d)->cart->id);
	case RECORD_cart_deleted:
		return ((const struct record_cart_deleted *)d)->cart->id;
	case RECORD_cart_merged:
		return ((const struct record_cart_merged *)d)->cart->id;
	case RECORD_order_placed: case RECORD_order_updated:
		if (record_unnamed(r)
		    && !batch_of_known(((const struct record_order_placed *)d)->customer, NULL))
			return NULL;	/* the person may only be known from earlier records */
		return batch_of_known(((const struct record_order_placed *)d)->customer,
		    ((const struct record_order_placed *)d)->order->id);
	case RECORD_customer_updated:
		return batch_of_known(((const struct record_customer_updated *)d)->customer, "");
	case RECORD_customer_deleted:
		return batch_of_named(((const struct record_customer_deleted *)d)->customer);
	case RECORD_customer_merged:
		return batch_of_named(((const struct record_customer_merged *)d)->customer);
	case RECORD_consent_changed:
		return batch_of_named(((const struct record_consent_changed *)d)->customer);
	case RECORD_session_event:
		return batch_of_known(((const struct record_session_event *)d)->customer,
		    ((const struct record_session_event *)d)->session);
	default:
		return NULL;
	}
}

size_t
batch_of(const struct record *r, size_t batches)
{
	const char *p = batches > 1 ? batch_of_whose(r) : NULL;
	uint64_t h = FNV_BASIS;

	if (p == NULL)
		return batches - 1;
	for (; *p; p++)
		h = (h ^ (unsigned char)*p) * FNV_PRIME;
	h = (h ^ h >> 33) * MIX;
	return (size_t)((h >> 33) % (batches - 1));
}
