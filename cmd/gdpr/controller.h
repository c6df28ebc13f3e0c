/* controller.h: who controls the data of a store, and how long it is kept, for texts and tables. */
#ifndef CRT_GDPR_CONTROLLER_H
#define CRT_GDPR_CONTROLLER_H

#include "conf/command.h"
#include "json/value.h"
#include "privacy/retain.h"
#include "store/store.h"

/* The address of the contact: reply_to, else from. */
const char *controller_contact(const struct store *);

/* {"name","url","address","contact","platform"}; the caller frees it. */
json_t *controller_facts(const struct store *);

/* The period of a class, as crt.yaml has it; NULL: until the person is erased. */
const char *controller_period(const struct common *, enum retain_class);

#endif
