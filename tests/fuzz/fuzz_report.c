/*
 * From bytes to a report, as the command line has it. The first byte chooses the report, the second a row of options, and the
 * rest is the profile.
 */
#include "fuzz.h"

#include "driver/fetch.h"
#include "driver/pipeline.h"
#include "option_rows.h"

/* Reports that are not drawn (that is slow, see fuzz_picture.c) and start no program. */
static const struct report_def *choose_report(unsigned number)
{
    const struct report_def *chosen[64];
    size_t n = 0;
    for (size_t i = 0; i < n_report_defs && n < ROWS_OF(chosen); i++)
        if (!report_defs[i]->renderer && report_defs[i]->viewer == VIEWER_NONE)
            chosen[n++] = report_defs[i];
    return chosen[number % n];
}

static void run(int argc, const char **argv)
{
    struct command_line c;
    struct session s;
    struct err err;
    fuzz_expect(cli_parse(&c, argc, (char **)argv, &err) == 0, "the options are options");
    if (session_load(&s, &c, &err))
        return;
    pipeline_run(&s, &c.options, c.report, c.argument, false, &err);
    session_release(&s);
}

FUZZ_WITH_THREADS(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size};
    const struct report_def *report = choose_report(fuzz_byte(&in));
    const char *const *row = option_rows[fuzz_byte(&in) % N_OPTION_ROWS];
    struct fuzz_file file = fuzz_file_make(in.p, in.len);
    char flag[64], named[MOST_IN_OPTION_ROW][64];
    const char *argv[16] = {"cpprof", flag, "-output=/dev/null", "-max_input=64MB"};
    int argc = option_find("max_input") ? 4 : 3;
    snprintf(flag, sizeof flag, "-%s%s", report->name, report->argument ? "=." : "");
    for (size_t i = 0; i < MOST_IN_OPTION_ROW && row[i]; i++) {
        snprintf(named[i], sizeof named[i], "%s%s", row[i], row[i][strlen(row[i]) - 1] == '=' ? file.path : "");
        argv[argc++] = named[i];
    }
    argv[argc++] = file.path;
    run(argc, argv);
    fuzz_file_close(&file);
    return 0;
}
