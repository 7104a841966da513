/*
 * The result of a check for systems that show it next to the code: GitHub's workflow commands ("::error file=,line=::"), and
 * JUnit's XML, which GitLab, Jenkins and others read. Source files are named as -trim_path leaves them.
 */
#include <inttypes.h>
#include <string.h>

#include "base/log_command.h"
#include "base/rune.h"
#include "report/check_places.h"
#include "report/table.h"

static void put_message(struct buf *out, const struct check_result *r, const struct finding *f)
{
    buf_put_str(out, f->name);
    buf_puts(out, f->row ? ": " : "the total: ");
    if (r->is_one_of_several) {
        check_put_visibly(out, str_of(r->a->sample_type));
        buf_putc(out, ' ');
    }
    check_put_growth(out, r, f->value);
    buf_puts(out, f->state == FINDING_FAILED  ? " exceeds "
                  : f->state == FINDING_MOVED ? " only moved, would exceed "
                                              : " is exempt, would exceed ");
    limit_print(out, f->limit);
}

/* ---- GitHub ---- */

/* Escapes characters that end a value or a command. See "Workflow commands" in the documentation of GitHub Actions. */
static void put_command_escaped(struct buf *out, struct str text, bool property)
{
    struct buf clean;
    buf_init(&clean);
    table_put_utf8(&clean, text);
    for (size_t i = 0; i < clean.len; i++) {
        unsigned char c = (unsigned char)clean.data[i];
        if (log_command_within(clean.data + i, clean.data + clean.len))
            rune_put_hidden(out, c);
        else if (c < 0x20 || c == 0x7f || c == '%' || (property && (c == ':' || c == ',')))
            buf_printf(out, "%%%02X", c);
        else
            buf_putc(out, (char)c);
    }
    buf_release(&clean);
}

static void put_command(struct buf *out, const char *level, const struct place *p, struct str message)
{
    buf_printf(out, "::%s title=cpprof", level);
    if (p && p->file.len) {
        buf_puts(out, ",file=");
        put_command_escaped(out, p->file, true);
        if (p->line > 0)
            buf_printf(out, ",line=%" PRId64, p->line);
    }
    buf_puts(out, "::");
    put_command_escaped(out, message, false);
    buf_putc(out, '\n');
}

static void put_verdict_command(struct buf *out, enum verdict verdict, const struct buf *text)
{
    put_command(out, verdict == VERDICT_PASS ? "notice" : "error", NULL, buf_str(text));
}

static void put_commands(const struct check_result *r, struct buf *out)
{
    static const char *const level[] = {"error", "notice", "notice"};
    struct check_places places;
    const struct check *c = r->check;
    struct buf text;
    buf_init(&text);
    check_places_init(&places, r);
    check_put_verdict(&text, r);
    put_verdict_command(out, c->verdict, &text);
    for (size_t i = 0; i < c->n; i++) {
        struct place p = check_place_of(&places, &c->finding[i]);
        buf_clear(&text);
        put_message(&text, r, &c->finding[i]);
        put_command(out, level[c->finding[i].state], &p, buf_str(&text));
    }
    for (size_t i = 0; i < c->n_warnings; i++)
        put_command(out, "warning", NULL, c->warning[i]);
    check_places_release(&places);
    buf_release(&text);
}

void check_write_github(const struct check_results *all, struct buf *out)
{
    struct buf summary;
    buf_init(&summary);
    check_put_summary(&summary, all);
    if (all->n > 1)
        put_verdict_command(out, all->verdict, &summary);
    for (size_t i = 0; i < all->n; i++)
        put_commands(&all->item[i], out);
    buf_release(&summary);
}

/* ---- JUnit ---- */

/* The text may begin a line. XML 1.0 allows only these three control characters, and does not allow others even escaped. */
static void put_xml_escaped(struct buf *out, struct str text)
{
    const char *end = text.p + text.len;
    uint32_t c;
    for (const char *s = text.p, *next; s < end; s = next) {
        next = s + rune_read(s, end, &c);
        if (log_command_at(text.p, s, end) || c == '\t' || c == '\n' || c == '\r' ||
            (c < 0x80 && c && strchr("<>&\"'", (int)c)))
            buf_printf(out, "&#%u;", (unsigned)c);
        else if (rune_is_hidden(c))
            rune_put_hidden(out, c);
        else
            rune_put(out, c == 0xfffe || c == 0xffff ? 0xfffd : c);
    }
}

static void put_failure(struct buf *out, const struct check_places *places, const struct finding *f)
{
    struct buf text;
    struct place p = check_place_of(places, f);
    buf_init(&text);
    put_message(&text, places->r, f);
    buf_puts(out, "<failure message=\"");
    put_xml_escaped(out, buf_str(&text));
    buf_puts(out, "\">");
    if (p.file.len) {
        put_xml_escaped(out, p.file);
        buf_printf(out, ":%" PRId64 "\n", p.line);
    }
    for (size_t i = 0; i < f->path_len; i++) {
        put_xml_escaped(out, f->path[i]);
        buf_putc(out, '\n');
    }
    buf_puts(out, "</failure>");
    buf_release(&text);
}

/* The number of tests of a result, of each kind. */
struct counts {
    size_t tests, failures, errors, skipped;
};

/* Writes "cpprof", or "cpprof.cpu" if there are several sample types. */
static void put_suite_name(struct buf *out, const struct check_result *r)
{
    buf_puts(out, "cpprof");
    if (!r->is_one_of_several)
        return;
    buf_putc(out, '.');
    put_xml_escaped(out, str_of(r->a->sample_type));
}

static void put_case(struct buf *out, const struct check_places *places, const struct finding *f)
{
    buf_puts(out, "<testcase classname=\"");
    put_suite_name(out, places->r);
    buf_printf(out, ".%s\" name=\"", finding_kinds[f->kind]);
    put_xml_escaped(out, f->row ? f->name : str_of("total"));
    buf_puts(out, "\">");
    if (f->state == FINDING_FAILED)
        put_failure(out, places, f);
    else
        buf_printf(out, "<skipped message=\"%s\"/>", finding_states[f->state]);
    buf_puts(out, "</testcase>\n");
}

static void put_verdict_case(struct buf *out, const struct check_result *r, struct str verdict)
{
    buf_puts(out, "<testcase classname=\"");
    put_suite_name(out, r);
    buf_puts(out, "\" name=\"verdict\">");
    if (r->check->verdict == VERDICT_INCONCLUSIVE) {
        buf_puts(out, "<error message=\"");
        put_xml_escaped(out, verdict);
        buf_puts(out, "\"/>");
    }
    buf_puts(out, "</testcase>\n");
}

/* The verdict and the warnings, for people. A name in them is on one line. */
static void put_output(struct buf *out, const struct check *c, struct str verdict)
{
    buf_puts(out, "<system-out>");
    put_xml_escaped(out, verdict);
    for (size_t i = 0; i < c->n_warnings; i++) {
        buf_puts(out, "\nwarning: ");
        put_xml_escaped(out, c->warning[i]);
    }
    buf_puts(out, "</system-out>\n");
}

/*
 * There is a test for each finding, so that as many fail as limits are exceeded. If none does, the first test is the verdict:
 * there is always one, and it is an error if the check is inconclusive.
 */
static struct counts count_tests(const struct check *c)
{
    return (struct counts){.tests = c->n + (c->verdict != VERDICT_FAIL),
                           .failures = c->n_failed,
                           .errors = c->verdict == VERDICT_INCONCLUSIVE,
                           .skipped = c->n - c->n_failed};
}

static void put_counts(struct buf *out, struct counts n)
{
    buf_printf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", n.tests, n.failures,
               n.errors, n.skipped);
}

static void put_suite(struct buf *out, const struct check_result *r)
{
    struct check_places places;
    const struct check *c = r->check;
    struct buf verdict;
    buf_init(&verdict);
    check_put_verdict(&verdict, r);
    check_places_init(&places, r);
    buf_puts(out, "<testsuite name=\"");
    put_suite_name(out, r);
    put_counts(out, count_tests(c));
    if (c->verdict != VERDICT_FAIL)
        put_verdict_case(out, r, buf_str(&verdict));
    for (size_t i = 0; i < c->n; i++)
        put_case(out, &places, &c->finding[i]);
    put_output(out, c, buf_str(&verdict));
    buf_puts(out, "</testsuite>\n");
    check_places_release(&places);
    buf_release(&verdict);
}

void check_write_junit(const struct check_results *all, struct buf *out)
{
    struct counts sum = {0};
    for (size_t i = 0; i < all->n; i++) {
        struct counts n = count_tests(all->item[i].check);
        sum = (struct counts){sum.tests + n.tests, sum.failures + n.failures, sum.errors + n.errors,
                              sum.skipped + n.skipped};
    }
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (all->n > 1) {
        buf_puts(out, "<testsuites name=\"cpprof");
        put_counts(out, sum);
    }
    for (size_t i = 0; i < all->n; i++)
        put_suite(out, &all->item[i]);
    buf_puts(out, all->n > 1 ? "</testsuites>\n" : "");
}
