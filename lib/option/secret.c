/* secret.c: read secrets from files that only their owner can read. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "option/secret.h"
#include "os/act.h"
#include "os/guard.h"
#include "os/owner.h"

static bool
secret_check_mode(int fd, const char *file, mode_t refused, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_set(e, ERR_FILE, "secret \"%s\": %s", file, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_FILE, "secret \"%s\" is not a file", file);
	if (st.st_mode & refused) {
		err_set(e, ERR_CONFIG, "secret \"%s\" can be read by others (mode %04o)", file,
		    (unsigned)(st.st_mode & 07777));
		return err_hint(e, "chmod 600 %s", file);
	}
	return true;
}

/* A JSON object over several lines, such as the key of a service account. */
static bool
secret_is_document(const char *text)
{
	return text[0] == '{' && strchr("\r\n", text[1]);
}

/* Reads at most SECRET_MAX bytes from fd: the first line or, with whole, everything and its
   size. */
static bool
secret_take(int fd, const char *file, char **value, size_t *whole, struct err *e)
{
	char *text = mem_get(SECRET_MAX + 2);
	size_t n = 0, line;
	ssize_t got = 0;

	guard_memory();
	while (n <= SECRET_MAX && (got = read(fd, text + n, SECRET_MAX + 1 - n)) > 0)
		n += (size_t)got;
	line = whole || secret_is_document(text) ? n : strcspn(text, "\r\n");
	if (whole)
		*whole = n;
	explicit_bzero(text + line, SECRET_MAX + 2 - line);
	*value = text;
	if (got >= 0 && text[0] && n <= SECRET_MAX)
		return true;
	secret_free(text);
	*value = NULL;
	return err_set(e, ERR_CONFIG, got < 0 ? "secret \"%s\" cannot be read"
	    : n > SECRET_MAX ? "secret \"%s\" is too long" : "secret \"%s\" is empty", file);
}

static bool
secret_read_mode(const char *file, mode_t refused, char **value, size_t *whole, struct err *e)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool ok;

	*value = NULL;
	if (fd < 0 && act_name() && !owner_check(file, e))
		return false;
	if (fd < 0) {
		int why = errno;

		err_set(e, ERR_FILE, "secret \"%s\": %s", file, strerror(why));
		return err_hint(e, why == ENOENT ? "create the file with mode 0600, or correct its path"
		    : "let this user read the file and enter the folders above it");
	}
	ok = secret_check_mode(fd, file, refused, e) && secret_take(fd, file, value, whole, e);
	close(fd);
	return ok;
}

bool
secret_read(const char *file, char **value, struct err *e)
{
	return secret_read_mode(file, 077, value, NULL, e);
}

bool
secret_read_whole(const char *file, char **value, size_t *n, struct err *e)
{
	return secret_read_mode(file, 077, value, n, e);
}

char *
secret_credential(const char *name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	struct str path = STR_MAX(PATH_MAX);
	size_t n = strlen(name);
	char *found = NULL;

	if (folder == NULL || *folder == '\0')
		return NULL;
	if (n > 5 && (strcmp(name + n - 5, "-file") == 0 || strcmp(name + n - 5, "_file") == 0))
		n -= 5;
	str_printf(&path, "%s/%.*s", folder, (int)n, name);
	if (!str_full(&path) && access(str_text(&path), F_OK) == 0)
		found = mem_dup(str_text(&path));
	str_free(&path);
	return found;
}

bool
secret_find(const char *name, const char *file, char **value, struct err *e)
{
	char *credential;
	bool ok;

	if (file && *file)
		return secret_read(file, value, e);
	*value = NULL;
	credential = secret_credential(name);
	ok = credential == NULL || secret_read_mode(credential, 007, value, NULL, e);
	free(credential);
	return ok;
}

void
secret_free(char *value)
{
	if (value)
		explicit_bzero(value, strlen(value));
	free(value);
}
