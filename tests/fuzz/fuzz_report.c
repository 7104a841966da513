/*
 * Makes a report of bytes, as from the command line. The first byte chooses the report and, by its upper two bits, the format. The
 * second byte chooses a row of options, and the rest is the profile.
 */
#include "fuzz.h"

#include "check_format.h"

#include "command_line.h"
#include "option_rows.h"
#include "report/table.h"

enum { MOST_PARSED = 1 << 20 }; /* the most bytes of a report that are checked, because more take long */

/* Reports that draw nothing (which is slow, see fuzz_picture.c), start no program and have the format. */
static const struct report_def *choose_report(unsigned number, enum format format)
{
    const struct report_def *chosen[64];
    size_t n = 0;
    for (size_t i = 0; i < n_report_defs && n < ROWS_OF(chosen); i++)
        if (report_defs[i]->medium < MEDIUM_DRAWN && report_defs[i]->viewer == VIEWER_NONE &&
            (report_defs[i]->formats & FORMAT_BIT(format)))
            chosen[n++] = report_defs[i];
    return chosen[number % n];
}

/* Checks that the output is valid in the format. */
static void check(int fd, enum format format, const struct report_def *report)
{
    off_t len = lseek(fd, 0, SEEK_END);
    if (len <= 0 || len > MOST_PARSED)
        return;
    char *data = mmap(NULL, (size_t)len, PROT_READ, MAP_PRIVATE, fd, 0);
    fuzz_expect(data != MAP_FAILED, "a file in memory can be read");
    fuzz_expect(is_in_format(format_name(format), report->formats == FORMATS_LINES, data, (size_t)len),
                "a report is in its format");
    munmap(data, (size_t)len);
}

static void run(int argc, const char **argv, int out, enum format format)
{
    struct command_line c;
    struct err err;
    fuzz_expect(cli_parse(&c, argc, (char **)argv, &err) == 0, "the options are options");
    if (run_parsed(&c, &err) == 0)
        check(out, format, c.report);
}

FUZZ_WITH_THREADS(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum format formats[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_MARKDOWN};
    struct fuzz_input in = {(const char *)data, size};
    unsigned choice = fuzz_byte(&in);
    enum format format = formats[choice >> 6];
    const struct report_def *report = choose_report(choice & 63, format);
    const char *const *row = option_rows[fuzz_byte(&in) % N_OPTION_ROWS];
    struct fuzz_file file = fuzz_file_make(in.p, in.len), out = fuzz_file_make("", 0);
    char flag[64], named[MOST_IN_OPTION_ROW][64], output[64], format_flag[32];
    const char *argv[16] = {"cpprof", flag, output, "-max_input=64MB"};
    int argc = 4;
    snprintf(flag, sizeof flag, "-%s%s", report->name, report->argument ? "=." : "");
    snprintf(output, sizeof output, "-output=/dev/fd/%d", out.fd);
    snprintf(format_flag, sizeof format_flag, "-format=%s", format_name(format));
    for (size_t i = 0; i < MOST_IN_OPTION_ROW && row[i]; i++) {
        snprintf(named[i], sizeof named[i], "%s%s", row[i], row[i][strlen(row[i]) - 1] == '=' ? file.path : "");
        argv[argc++] = named[i];
    }
    argv[argc++] = format_flag; /* after that of the row, so that it counts */
    argv[argc++] = file.path;
    run(argc, argv, out.fd, format);
    fuzz_file_close(&file);
    fuzz_file_close(&out);
    return 0;
}
