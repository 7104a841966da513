/*
 * Programs that show a report: browsers, picture viewers, KCachegrind.
 */
#ifndef CPPROF_HOST_VIEWER_H
#define CPPROF_HOST_VIEWER_H

#include <stdbool.h>

#include "base/err.h"
#include "host/tempfile.h"
#include "report/medium.h"

/**
 * Creates a file for a viewer to open, in the folder for temporary files.
 * @return the file, which the caller hands to viewer_show() or removes; or NULL with `err` set
 */
struct tempfile *viewer_new_file(const char *extension, struct err *err);

/**
 * Shows the file with the first program that can be started; for a browser, $BROWSER is tried first. With `wait`, the file is
 * removed when the program ends. Without it (in the shell), the program is left running, and the file is removed when cpprof
 * ends. Either way the function takes `file` over.
 * @return 0; or -1 with `err` set: no program could be started, or it failed
 */
int viewer_show(enum viewer viewer, struct tempfile *file, bool wait, struct err *err);

#endif
