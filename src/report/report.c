#include "report/report.h"

#include <string.h>

#include "measure/number.h"

#define REPORT(name) extern const struct report_def report_##name;
#include "report/reports.def"
#undef REPORT

#define REPORT(name) &report_##name,
const struct report_def *const report_defs[] = {
#include "report/reports.def"
};
#undef REPORT

const size_t n_report_defs = sizeof report_defs / sizeof *report_defs;

const struct report_def *report_find(const char *name)
{
    for (size_t i = 0; i < n_report_defs; i++)
        if (strcmp(report_defs[i]->name, name) == 0 ||
            (report_defs[i]->alias && strcmp(report_defs[i]->alias, name) == 0))
            return report_defs[i];
    return NULL;
}

/* Whether the name of the file is NAME.EXTENSION. */
static bool has_extension(const char *file, const char *extension)
{
    size_t n = strlen(file), len = strlen(extension);
    return n > len + 1 && file[n - len - 1] == '.' && file[n - len - 2] != '/' &&
           strcmp(file + n - len, extension) == 0;
}

const struct report_def *report_of_file(const char *file)
{
    for (size_t i = 0; i < n_report_defs; i++)
        if (report_defs[i]->viewer == VIEWER_NONE && report_defs[i]->extension &&
            has_extension(file, report_defs[i]->extension))
            return report_defs[i];
    return NULL;
}

const char *report_example(enum option_group group)
{
    static const char *const example[N_OPTION_GROUPS] = {
        [GROUP_COMPARE] = "cpprof -top -diff_base=before.pb.gz after.pb.gz",
        [GROUP_CHECK] = "cpprof -check -diff_base=@old.list -max_flat=10%,1%total @new.list",
        [GROUP_VALUES] = "cpprof -top -alloc_space heap.pb.gz",
        [GROUP_LEVEL] = "cpprof -top -lines cpu.pb.gz",
        [GROUP_FILTER] = "cpprof -top -focus='handler' -tagfocus='route=/set' cpu.pb.gz",
        [GROUP_SHOW] = "cpprof -png -nodecount=30 -output=graph.png cpu.pb.gz",
        [GROUP_SOURCE] = "curl -s localhost:6060/debug/pprof/heap | cpprof -top -"};
    return example[group];
}

enum style report_heat(int64_t value, int64_t total)
{
    double share = total ? (double)value / (double)number_abs(total) : 0;
    return value == 0      ? STYLE_DIM
           : value < 0     ? STYLE_LESS
           : share >= 0.10 ? STYLE_HOT
           : share >= 0.02 ? STYLE_WARM
                           : STYLE_PLAIN;
}
