/* magento.h: what the parts of the Magento and Adobe Commerce adapters ask of each other. */
#ifndef CRT_PLATFORM_MAGENTO_H
#define CRT_PLATFORM_MAGENTO_H

#include "platform/adapter.h"

#define MAGENTO_TEXT_MAX 16384	/* bytes of a name with its entities */

/* Numbers that stand for nothing are "0". */
const char *magento_id(const json_t *, const char *path);

/* Yes, as Magento writes it: true, 1, "1". */
bool magento_yes(const json_t *);

/* "2026-11-22 09:41:07" is UTC; 0000-00-00 is no time at all.  *there says whether. */
bool magento_time(struct build *, const json_t *, const char *path, crt_time *, bool *there)
    MUSTUSE;

/* The first of the two that is there is the resource's own time. */
bool magento_happened(struct build *, const json_t *, const char *path, const char *other) MUSTUSE;

/* Appends a text as a person reads it: entities of HTML are characters, tags are nothing. */
void magento_plain(struct str *, const char *html);

/* The one coupon of a cart or an order; NULL: there is none. */
void magento_set_code(json_t *, const char *code);

/*
 * Whose cart or order it is, into data.customer: customer is his account, NULL or
 * empty for a guest; the rest comes from doc itself and from its addresses.
 */
void magento_person(struct build *, const json_t *doc, const json_t *customer);

/* What an order's state, else its status, means; NULL: nobody has said. */
const char *magento_meaning(const json_t *order);

/* Of carts as GET answers them, alone or {"url":,"cart":,"totals":}, and as events hold them. */
bool magento_cart(struct build *);
bool magento_cart_deleted(struct build *);
bool magento_order(struct build *);
bool magento_order_placed(struct build *);
bool magento_customer(struct build *);
bool magento_customer_deleted(struct build *);

#endif
