/* model_windows.c: the attribution models, and the windows of single ones. */
#include <string.h>

#include "model_windows.h"
#include "report.h"

#define MODELS_MAX 7		/* a model has one window */
#define WINDOW_TEXT 24

const char *const attribution_models[] = { "last_click", "last_touch", "any_touch", "linear",
	"position", "time_decay", "view_through", NULL };

static const char *
model_known(const char *name, size_t len)
{
	size_t i;

	for (i = 0; attribution_models[i]; i++)
		if (strlen(attribution_models[i]) == len
		    && memcmp(attribution_models[i], name, len) == 0)
			return attribution_models[i];
	return NULL;
}

/* The window behind the equals sign. */
static bool
model_window(const char *text, size_t len, crt_time *out)
{
	char copy[WINDOW_TEXT];

	if (len >= sizeof copy)
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return clock_read_duration(copy, out);
}

bool
model_windows_read(const char *list, struct array *models, struct array *windows, struct err *e)
{
	char period[REPORT_PERIOD];
	const char *seen[MODELS_MAX];
	size_t n = 0, i;

	while (list) {
		size_t len = strcspn(list += strspn(list, " "), ","), name = strcspn(list, "=,");
		const char *model = model_known(list, name);
		crt_time window;

		if (model == NULL) {
			err_set(e, ERR_USAGE, "--model-windows: there is no model \"%.*s\"", (int)name, list);
			return err_hint(e, "the models are those of the columns, such as last_click");
		}
		if (name == len || !model_window(list + name + 1, len - name - 1, &window))
			return err_set(e, ERR_USAGE, "--model-windows: %s has no duration, such as %s=30d",
			    model, model);
		for (i = 0; i < n; i++)
			if (seen[i] == model)
				return err_set(e, ERR_USAGE, "--model-windows has %s twice", model);
		seen[n++] = model;
		array_add(models, model);
		array_add(windows, report_period(window, period));
		list = list[len] ? list + len + 1 : NULL;
	}
	return true;
}
