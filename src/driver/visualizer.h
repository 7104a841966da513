/*
 * Programs that show a report: browsers, picture viewers, KCachegrind.
 */
#ifndef CPPROF_DRIVER_VISUALIZER_H
#define CPPROF_DRIVER_VISUALIZER_H

#include "base/err.h"
#include "driver/unfinished.h"
#include "report/report.h"

/** A new file for a viewer to open, in the folder for temporary files: to be shown, or removed. NULL with `err` set. */
struct unfinished *visualizer_new_file(const char *extension, struct err *err);

/**
 * Shows the file with the first program that can be started, and removes it once that has ended; with `wait` false (the
 * shell), the program is left running and the file is removed when cpprof ends. `file` is no longer the caller's. $BROWSER
 * comes first where a browser is asked for.
 * @return 0; or -1 with `err` set: none could be started, or it failed.
 */
int visualizer_show(enum report_viewer viewer, struct unfinished *file, bool wait, struct err *err);

#endif
