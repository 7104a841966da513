/* dot, and the pictures that are drawn from it. */
#include "report/dot.h"

#define HOW_TO_READ                                                                                                    \
    "A box is a function. The larger its text, the more the function has itself (flat); the redder the box,\n"         \
    "the more the function and everything it calls have (cum); green means that cum is negative, as after a\n"         \
    "decrease. An arrow is a call; it is dotted if functions in between were left out. Small boxes below a\n"          \
    "function are tags. -nodecount, -nodefraction and -edgefraction set how much is shown, -focus selects what.\n"
#define HOW_TO_MOVE                                                                                                    \
    "In a browser, the mouse drags the graph and its wheel zooms; 0 or f fits the graph into the window. / or\n"       \
    "Ctrl-F searches the names of functions for a regular expression; n and N go to the next match and back.\n"

#define CALL_GRAPH           .formats = FORMATS_TEXT, .write = dot_write
#define PICTURE(format, how) .uses = USES_FILES, .medium = how, .extension = format, .details = HOW_TO_READ, CALL_GRAPH
#define PANNED                                                                                                         \
    .uses = USES_FILES, .medium = MEDIUM_PANNED, .extension = "svg", .details = HOW_TO_READ HOW_TO_MOVE, CALL_GRAPH

const struct report_def report_dot = {
    .name = "dot", .summary = "The call graph as DOT text", .details = HOW_TO_READ, .extension = "dot", CALL_GRAPH};
const struct report_def report_svg = {
    .name = "svg", .summary = "The call graph as an SVG to pan and zoom in a browser", PANNED};
const struct report_def report_png = {
    .name = "png", .summary = "The call graph as a PNG picture", PICTURE("png", MEDIUM_DRAWN)};
const struct report_def report_gif = {
    .name = "gif", .summary = "The call graph as a GIF picture", PICTURE("gif", MEDIUM_DRAWN)};
const struct report_def report_pdf = {
    .name = "pdf", .summary = "The call graph as a PDF document", PICTURE("pdf", MEDIUM_DRAWN)};
const struct report_def report_ps = {
    .name = "ps", .summary = "The call graph as PostScript", PICTURE("ps", MEDIUM_DRAWN)};

const struct report_def report_web = {
    .name = "web", .summary = "The call graph in a web browser", .viewer = VIEWER_BROWSER, PANNED};
const struct report_def report_eog = {
    .name = "eog", .summary = "The call graph in Eye of GNOME", .viewer = VIEWER_EOG, PICTURE("svg", MEDIUM_DRAWN)};
const struct report_def report_evince = {
    .name = "evince", .summary = "The call graph in Evince", .viewer = VIEWER_EVINCE, PICTURE("pdf", MEDIUM_DRAWN)};
const struct report_def report_gv = {
    .name = "gv", .summary = "The call graph in gv", .viewer = VIEWER_GV, PICTURE("ps", MEDIUM_DRAWN)};
