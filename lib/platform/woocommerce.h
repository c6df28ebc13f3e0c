/* woocommerce.h: what the parts of the WooCommerce adapter ask of each other. */
#ifndef CRT_PLATFORM_WOOCOMMERCE_H
#define CRT_PLATFORM_WOOCOMMERCE_H

#include "platform/adapter.h"

/* Numbers that stand for nothing are "0". */
const char *woocommerce_id(const json_t *, const char *path);

/* Was the person in it made unrecognisable by the shop's own eraser? */
bool woocommerce_erased(const json_t *order);

/* Data of cart.updated. */
bool woocommerce_cart(struct build *) MUSTUSE;

/* The person of an order. */
bool woocommerce_person(struct build *) MUSTUSE;
bool woocommerce_device(struct build *) MUSTUSE;

bool woocommerce_order_created(struct build *);
bool woocommerce_order_changed(struct build *);
bool woocommerce_order_deleted(struct build *);
bool woocommerce_customer(struct build *);
bool woocommerce_customer_deleted(struct build *);

#endif
