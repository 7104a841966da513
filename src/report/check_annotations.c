/*
 * The result of a check for systems that show it next to the code: GitHub's workflow commands ("::error file=,line=::"), and
 * JUnit's XML, which GitLab, Jenkins and others read. Source files are named as -trim_path leaves them.
 */
#include <inttypes.h>
#include <string.h>

#include "base/rune.h"
#include "report/check_places.h"
#include "report/table.h"

static void put_message(struct buf *out, const struct check_result *r, const struct finding *f)
{
    buf_put_str(out, f->name);
    buf_puts(out, f->row ? ": " : "the total: ");
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
        if (c < 0x20 || c == 0x7f || c == '%' || (property && (c == ':' || c == ',')))
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

void check_write_github(const struct check_result *r, struct buf *out)
{
    static const char *const level[] = {"error", "notice", "notice"};
    struct check_places places;
    const struct check *c = r->check;
    struct buf text;
    buf_init(&text);
    check_places_init(&places, r);
    check_put_verdict(&text, r);
    put_command(out, c->verdict == VERDICT_PASS ? "notice" : "error", NULL, buf_str(&text));
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

/* ---- JUnit ---- */

/* XML 1.0 allows only these three control characters, and does not allow others even escaped. */
static void put_xml_escaped(struct buf *out, struct str text)
{
    const char *end = text.p + text.len;
    uint32_t c;
    for (const char *s = text.p; s < end;) {
        s += rune_read(s, end, &c);
        if (c == '\t' || c == '\n' || c == '\r' || (c < 0x80 && c && strchr("<>&\"'", (int)c)))
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

static void put_case(struct buf *out, const struct check_places *places, const struct finding *f)
{
    buf_printf(out, "<testcase classname=\"cpprof.%s\" name=\"", finding_kinds[f->kind]);
    put_xml_escaped(out, f->row ? f->name : str_of("total"));
    buf_puts(out, "\">");
    if (f->state == FINDING_FAILED)
        put_failure(out, places, f);
    else
        buf_printf(out, "<skipped message=\"%s\"/>", finding_states[f->state]);
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
 * A test for each finding, so that as many fail as limits are exceeded. If none does, the first test is the verdict: there is
 * always one, and it is an error if the check is inconclusive.
 */
void check_write_junit(const struct check_result *r, struct buf *out)
{
    struct check_places places;
    const struct check *c = r->check;
    struct buf verdict;
    buf_init(&verdict);
    check_places_init(&places, r);
    check_put_verdict(&verdict, r);
    bool unsure = c->verdict == VERDICT_INCONCLUSIVE, failed = c->verdict == VERDICT_FAIL;
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_printf(out, "<testsuite name=\"cpprof\" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%zu\">\n",
               c->n + !failed, c->n_failed, unsure, c->n - c->n_failed);
    if (!failed)
        buf_puts(out, "<testcase classname=\"cpprof\" name=\"verdict\">");
    if (unsure) {
        buf_puts(out, "<error message=\"");
        put_xml_escaped(out, buf_str(&verdict));
        buf_puts(out, "\"/>");
    }
    buf_puts(out, failed ? "" : "</testcase>\n");
    for (size_t i = 0; i < c->n; i++)
        put_case(out, &places, &c->finding[i]);
    put_output(out, c, buf_str(&verdict));
    buf_puts(out, "</testsuite>\n");
    check_places_release(&places);
    buf_release(&verdict);
}
