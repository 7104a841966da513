/* dot and the pictures that are drawn from it. */
#include "report/dot.h"

static const char how_to_read[] =
    "A box is a function: the larger its text, the more it has itself (flat); the redder, the more with\n"
    "all it calls (cum); green where it became less. An arrow is a call, dotted where functions between\n"
    "were left out. Small boxes below are tags. -nodecount, -nodefraction and -edgefraction say how much\n"
    "is shown, -focus what.\n";

#define CALL_GRAPH           .details = how_to_read, .formats = FORMATS_TEXT, .write = dot_write
#define PICTURE(format, how) .uses = USES_FILES, .medium = how, .extension = format, CALL_GRAPH

const struct report_def report_dot = {.name = "dot", .summary = "The call graph as DOT text", CALL_GRAPH};
const struct report_def report_svg = {
    .name = "svg", .summary = "The call graph as an SVG to pan and zoom in a browser", PICTURE("svg", MEDIUM_PANNED)};
const struct report_def report_png = {
    .name = "png", .summary = "The call graph as a PNG picture", PICTURE("png", MEDIUM_DRAWN)};
const struct report_def report_gif = {
    .name = "gif", .summary = "The call graph as a GIF picture", PICTURE("gif", MEDIUM_DRAWN)};
const struct report_def report_pdf = {
    .name = "pdf", .summary = "The call graph as a PDF document", PICTURE("pdf", MEDIUM_DRAWN)};
const struct report_def report_ps = {
    .name = "ps", .summary = "The call graph as PostScript", PICTURE("ps", MEDIUM_DRAWN)};

const struct report_def report_web = {.name = "web",
                                      .summary = "The call graph in a web browser",
                                      .viewer = VIEWER_BROWSER,
                                      PICTURE("svg", MEDIUM_PANNED)};
const struct report_def report_eog = {
    .name = "eog", .summary = "The call graph in Eye of GNOME", .viewer = VIEWER_EOG, PICTURE("svg", MEDIUM_DRAWN)};
const struct report_def report_evince = {
    .name = "evince", .summary = "The call graph in Evince", .viewer = VIEWER_EVINCE, PICTURE("pdf", MEDIUM_DRAWN)};
const struct report_def report_gv = {
    .name = "gv", .summary = "The call graph in gv", .viewer = VIEWER_GV, PICTURE("ps", MEDIUM_DRAWN)};
