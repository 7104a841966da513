/*
 * What becomes of the bytes that a report writes. It says nothing of reports, so that whoever delivers bytes need not know any.
 */
#ifndef CPPROF_REPORT_MEDIUM_H
#define CPPROF_REPORT_MEDIUM_H

enum medium {
    MEDIUM_TEXT,  /* shown on a terminal */
    MEDIUM_BYTES, /* not for a terminal: a file */
    MEDIUM_DRAWN, /* DOT text, which is drawn in the picture format of the file's extension */
    MEDIUM_PANNED /* drawn as SVG, with a script for panning and zooming */
};

/** The program that shows the file, where it is not written to one that the user names. */
enum viewer { VIEWER_NONE, VIEWER_BROWSER, VIEWER_EOG, VIEWER_EVINCE, VIEWER_GV, VIEWER_KCACHEGRIND };

#endif
