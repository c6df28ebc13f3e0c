/* log.c: write log lines to standard error. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/show.h"

#define LINE_MAX_BYTES 4096
#define JSON_MAX_BYTES (8 * LINE_MAX_BYTES)	/* a byte may become \u0000 */
#define PROGRESS_EVERY (CLOCK_SECOND / 10)
#define PROGRESS_AFTER (2 * CLOCK_SECOND)

static struct {
	const char *command;
	enum log_level level;
	enum log_format format;
	bool terminal, progress;
	crt_time started, shown;
} state = { .command = "crt", .level = LOG_WARN, .format = LOG_TEXT };

static _Thread_local char its_run[40];

const char *const log_levels[] = { "error", "warning", "info", "debug", NULL };

void
log_open(const char *command, enum log_level level, enum log_format format)
{
	state.command = command;
	state.level = level;
	state.terminal = isatty(STDERR_FILENO);
	state.format = format != LOG_AUTO ? format
	    : state.terminal ? LOG_TEXT : LOG_JSON;
	state.started = clock_steady();
}

void
log_run(const char *run)
{
	snprintf(its_run, sizeof its_run, "%s", run);
}

static void
log_wipe(void)
{
	if (state.progress)
		fputs("\r\033[K", stderr);
	state.progress = false;
}

static void
json_text(struct str *s, const char *text)
{
	uint32_t c;
	size_t n;

	str_putc(s, '"');
	for (; *text; text += n ? n : 1) {
		n = show_code(text, strlen(text), &c);
		if (n == 0 || show_steers(c))
			str_printf(s, "\\u%04x", n ? (unsigned)c : 0xfffdU);
		else if (c == '"' || c == '\\')
			str_printf(s, "\\%c", *text);
		else
			str_add(s, text, n);
	}
	str_putc(s, '"');
}

static void
log_member(struct str *s, const char *key, const char *text)
{
	str_printf(s, ",\"%s\":", key);
	json_text(s, text);
}

static void
put_json(enum log_level level, const char *store, const char *text, const char *hint)
{
	struct str s = STR_MAX(JSON_MAX_BYTES);
	char when[CLOCK_TEXT];

	str_printf(&s, "{\"time\":\"%s\"", clock_print(clock_now(), when));
	log_member(&s, "level", log_levels[level]);
	log_member(&s, "command", state.command);
	if (its_run[0])
		log_member(&s, "run", its_run);
	if (store)
		log_member(&s, "store", store);
	log_member(&s, "message", text);
	if (hint)
		log_member(&s, "hint", hint);
	fprintf(stderr, "%s}\n", str_text(&s));
	str_free(&s);
}

static void
log_put(enum log_level level, const char *store, const char *text, const char *hint)
{
	struct str s = STR_MAX(JSON_MAX_BYTES);

	log_wipe();
	if (state.format == LOG_JSON) {
		put_json(level, store, text, hint);
		return;
	}
	str_printf(&s, "%s: %s", state.command, level == LOG_WARN ? "warning: " : "");
	if (store) {
		str_puts(&s, "store ");
		show_line(&s, store, strlen(store));
		str_puts(&s, ": ");
	}
	show_line(&s, text, strlen(text));
	if (hint) {
		str_puts(&s, "\nhint: ");
		show_line(&s, hint, strlen(hint));
	}
	fprintf(stderr, "%s\n", str_text(&s));
	str_free(&s);
}

void
log_line(enum log_level level, const char *store, const char *fmt, ...)
{
	char text[LINE_MAX_BYTES];
	va_list ap;

	if (level > state.level)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	log_put(level, store, text, NULL);
}

void
log_err(const struct err *e)
{
	log_put(LOG_ERROR, NULL, e->text, e->hint[0] ? e->hint : NULL);
}

void
log_progress(const char *fmt, ...)
{
	crt_time now = clock_steady();
	char text[LINE_MAX_BYTES];
	struct str s = STR_MAX(JSON_MAX_BYTES);
	va_list ap;

	if (!state.terminal || state.level == LOG_ERROR
	    || now - state.started < PROGRESS_AFTER || now - state.shown < PROGRESS_EVERY)
		return;
	state.shown = now;
	log_wipe();
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	show_line(&s, text, strlen(text));
	fputs(str_text(&s), stderr);
	str_free(&s);
	fflush(stderr);
	state.progress = true;
}
