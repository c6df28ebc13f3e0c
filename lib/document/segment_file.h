/*
 * segment_file.h: the format of a segment's file.
 *
 *	segment: loyal
 *	store: acme
 *	conditions:
 *	  customer: { orders: { min: 3 }, days_since_order: { max: 90 } }
 *
 * Its conditions are those of a trigger that test the customer only.
 */
#ifndef CRT_DOCUMENT_SEGMENT_FILE_H
#define CRT_DOCUMENT_SEGMENT_FILE_H

#include "condition/condition.h"
#include "document/document.h"

struct segment_file {
	const char *name, *store;	/* of the document */
	struct condition conditions;
};

/* Borrows the document, which must outlive the file. Free it after a failure too. */
bool segment_file_read(struct segment_file *, const struct document *, struct err *) MUSTUSE;
void segment_file_free(struct segment_file *);

#endif
