/*
 * Programs that show a report: browsers, picture viewers, KCachegrind.
 */
#ifndef CPPROF_HOST_VIEWER_H
#define CPPROF_HOST_VIEWER_H

#include <stdbool.h>

#include "base/err.h"
#include "host/tempfile.h"
#include "report/medium.h"

/** A new file for a viewer to open, in the folder for temporary files: to be shown, or removed. NULL with `err` set. */
struct tempfile *viewer_new_file(const char *extension, struct err *err);

/**
 * Shows the file with the first program that can be started, and removes it once that has ended; with `wait` false (the
 * shell), the program is left running and the file is removed when cpprof ends. `file` is no longer the caller's. $BROWSER
 * comes first where a browser is asked for.
 * @return 0; or -1 with `err` set: none could be started, or it failed.
 */
int viewer_show(enum viewer viewer, struct tempfile *file, bool wait, struct err *err);

#endif
