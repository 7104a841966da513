/*
 * What happens to the bytes that a report writes. This header does not mention reports, so code that delivers bytes need not
 * know any.
 */
#ifndef CPPROF_REPORT_MEDIUM_H
#define CPPROF_REPORT_MEDIUM_H

enum medium {
    MEDIUM_TEXT,  /* shown on a terminal */
    MEDIUM_BYTES, /* not for a terminal, so written to a file */
    MEDIUM_DRAWN, /* DOT text, drawn in the picture format that the extension names */
    MEDIUM_PANNED /* DOT text, drawn as SVG with a script for panning and zooming */
};

/** The program that shows the file, unless the user names a file to write to. */
enum viewer { VIEWER_NONE, VIEWER_BROWSER, VIEWER_EOG, VIEWER_EVINCE, VIEWER_GV, VIEWER_KCACHEGRIND };

#endif
