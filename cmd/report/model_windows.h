/* model_windows.h: the attribution models, and the windows of single ones. */
#ifndef CRT_REPORT_MODEL_WINDOWS_H
#define CRT_REPORT_MODEL_WINDOWS_H

#include "base/err.h"
#include "db/array.h"

extern const char *const attribution_models[];	/* in the order of the columns */

/* Adds the models of MODEL=DURATION,... and their windows as intervals. NULL adds none. */
bool model_windows_read(const char *list, struct array *models, struct array *windows,
    struct err *) MUSTUSE;

#endif
