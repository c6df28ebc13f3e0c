/* prompt.c: read secrets from the terminal without echo. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "option/prompt.h"

#define INTERRUPT 3	/* ^C */

bool
prompt_possible(void)
{
	return isatty(STDIN_FILENO);
}

/* Reads one line of the terminal, without its end; false at the end of the input. */
static bool
prompt_take_line(char *line, size_t size, ssize_t *n)
{
	*n = read(STDIN_FILENO, line, size);
	if (*n <= 0 || line[*n - 1] == INTERRUPT)
		return false;
	while (*n > 0 && (line[*n - 1] == '\n' || line[*n - 1] == '\r'))
		--*n;
	line[*n] = '\0';
	return true;
}

/* The next line of standard input, if that is not a terminal. */
static char *
prompt_piped_line(struct err *e)
{
	char line[PROMPT_MAX + 2] = "", *text;
	size_t n = 0;

	while (n < sizeof line - 1 && read(STDIN_FILENO, line + n, 1) == 1 && line[n] != '\n')
		n++;
	text = mem_dupn(line, strcspn(line, "\r\n"));
	explicit_bzero(line, sizeof line);
	if (*text)
		return text;
	free(text);
	err_set(e, ERR_USAGE, "standard input is empty");
	return NULL;
}

/*
 * Nothing may end the process while echo is off, since the terminal would stay that way.
 * So ^C and similar keys are read as bytes, and signals wait until echo is on again.
 */
char *
prompt_secret(const char *name, const char *meaning, struct err *e)
{
	char line[PROMPT_MAX + 2], *text = NULL;
	struct termios before, blind;
	sigset_t all, signals;
	ssize_t n = 0;
	bool ok;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return prompt_piped_line(e);
	blind = before;
	blind.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ISIG);
	blind.c_cc[VEOL] = INTERRUPT;
	fprintf(stderr, "%s (%s): ", name, meaning);
	fflush(stderr);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &signals);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &blind);
	ok = prompt_take_line(line, sizeof line - 1, &n);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	sigprocmask(SIG_SETMASK, &signals, NULL);
	fputc('\n', stderr);
	if (!ok)
		err_set(e, ERR_USAGE, "interrupted; nothing was changed");
	else
		text = mem_dupn(line, (size_t)n);
	explicit_bzero(line, sizeof line);
	return text;
}
