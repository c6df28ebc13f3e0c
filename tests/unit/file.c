/* file.c: files are written completely or not at all, and folders for them are made. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "tap.h"

static char top[] = "/tmp/crt-file-XXXXXX";

static const char *
at(const char *name)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/%s", top, name);
	return path;
}

static mode_t
mode(const char *name)
{
	struct stat st;

	return stat(at(name), &st) < 0 ? 0 : st.st_mode & 07777;
}

int
main(void)
{
	struct err e = { 0 };
	char text[8] = "";
	FILE *f;

	if (mkdtemp(top) == NULL)
		return 1;
	umask(022);
	tap_ok(file_make(at("one"), "abc", 3, 0640, &e) && mode("one") == 0640, "made with its mode");
	tap_ok(!file_make(at("one"), "xyz", 3, 0600, &e) && e.kind == ERR_CONFIG, "never replaced");
	f = fopen(at("one"), "r");
	tap_ok(f && fread(text, 1, 7, f) == 3 && !strcmp(text, "abc"), "what was there stays");
	if (f)
		fclose(f);
	tap_ok(!file_make(at("no/where"), "x", 1, 0600, &e) && strstr(e.text, "no/where"),
	    "not without its folder");
	tap_ok(file_folders(at("a//b/c/"), 0700, &e) && mode("a/b/c") == 0700 && mode("a") == 0700,
	    "folders, all of them");
	tap_ok(file_folders(at("a/b"), 0700, &e), "those that are there are no failure");
	tap_ok(file_folders_above(at("d/e/file"), 0755, &e) && mode("d/e") == 0755 &&
	    mode("d/e/file") == 0, "the folder of a file");
	tap_ok(!file_folders(at("one/x"), 0700, &e), "a file is no folder");
	tap_ok(file_folders("/", 0700, &e) && file_folders_above("name", 0700, &e),
	    "nothing to do for the root and for a bare name");
	unlink(at("one"));
	rmdir(at("a/b/c")), rmdir(at("a/b")), rmdir(at("a")), rmdir(at("d/e")), rmdir(at("d"));
	tap_ok(rmdir(top) == 0, "no other file is left");
	return tap_done();
}
