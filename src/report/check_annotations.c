/*
 * The result of a check for systems that show it next to the code: GitHub's workflow commands ("::error file=,line=::"), and
 * JUnit's XML, which GitLab, Jenkins and others read. Source files are named as -trim_path leaves them.
 */
#include <inttypes.h>
#include <string.h>

#include "base/log_command.h"
#include "base/path.h"
#include "base/rune.h"
#include "report/check_text.h"
#include "report/table.h"

/* ---- Where a function is ---- */

struct place {
    struct str file;
    int64_t line;
};

/* The places of all functions, found once for all findings. */
struct places {
    const struct check_result *r;
    const struct function **of_name; /* by string id: the first function of that name that has a file; or NULL */
    int64_t *first_line;             /* by function: its first line that has samples; 0: not known */
    size_t n_names;
};

static const struct view *view_of(const struct check_result *r)
{
    return r->compared ? r->compared->view : &r->a->view;
}

static struct places find_places(const struct check_result *r)
{
    const struct view *v = view_of(r);
    struct places p = {.r = r, .n_names = r->compared ? strtab_count(&r->compared->comparison.series.strings) : 0};
    p.of_name = arena_new(&r->a->arena, const struct function *, p.n_names);
    p.first_line = arena_new(&r->a->arena, int64_t, v->n_funcs);
    for (size_t i = 0; i < v->n_funcs && p.n_names; i++)
        if (v->func[i].filename.i && !p.of_name[v->func[i].name.i])
            p.of_name[v->func[i].name.i] = &v->func[i];
    for (size_t i = 0; i < v->n_lines; i++) {
        int64_t *first = &p.first_line[v->line[i].function.i];
        if (v->line[i].line > 0 && (*first == 0 || v->line[i].line < *first))
            *first = v->line[i].line;
    }
    return p;
}

static struct place place_of(const struct places *p, const struct finding *f)
{
    const struct view *v = view_of(p->r);
    const struct source_names *names = &p->r->a->query->names;
    const struct comparison *c = f->row ? &p->r->compared->comparison : NULL;
    const struct node_info *info = c ? comparison_node(c, f->row->info) : NULL;
    if (info && info->file.i)
        return (struct place){strtab_get(&c->series.strings, info->file), info->line ? info->line : info->start_line};
    const struct function *func = info && info->name.i < p->n_names ? p->of_name[info->name.i] : NULL;
    if (!func)
        return (struct place){str_of(""), 0};
    return (struct place){path_trim(view_str(v, func->filename), names->trim_path, names->source_path),
                          func->start_line ? func->start_line : p->first_line[func - v->func]};
}

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

void check_write_github(const struct check_result *r, struct buf *out)
{
    static const char *const level[] = {"error", "notice", "notice"};
    const struct places places = find_places(r);
    const struct check *c = r->check;
    struct buf text;
    buf_init(&text);
    check_put_verdict(&text, r);
    put_command(out, c->verdict == VERDICT_PASS ? "notice" : "error", NULL, buf_str(&text));
    for (size_t i = 0; i < c->n; i++) {
        struct place p = place_of(&places, &c->finding[i]);
        buf_clear(&text);
        put_message(&text, r, &c->finding[i]);
        put_command(out, level[c->finding[i].state], &p, buf_str(&text));
    }
    for (size_t i = 0; i < c->n_warnings; i++)
        put_command(out, "warning", NULL, c->warning[i]);
    buf_release(&text);
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

static void put_failure(struct buf *out, const struct places *places, const struct finding *f)
{
    struct buf text;
    struct place p = place_of(places, f);
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

static void put_case(struct buf *out, const struct places *places, const struct finding *f)
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

/* The first test is the verdict, so that there is always one. A test for each finding follows. */
void check_write_junit(const struct check_result *r, struct buf *out)
{
    const struct places places = find_places(r);
    const struct check *c = r->check;
    struct buf verdict;
    buf_init(&verdict);
    check_put_verdict(&verdict, r);
    bool unsure = c->verdict == VERDICT_INCONCLUSIVE;
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_printf(out, "<testsuite name=\"cpprof\" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%zu\">\n",
               c->n + 1, c->n_failed + (c->n_failed > 0), unsure, c->n - c->n_failed);
    buf_puts(out, "<testcase classname=\"cpprof\" name=\"verdict\">");
    if (c->verdict != VERDICT_PASS) {
        buf_puts(out, unsure ? "<error message=\"" : "<failure message=\"");
        put_xml_escaped(out, buf_str(&verdict));
        buf_puts(out, "\"/>");
    }
    buf_puts(out, "</testcase>\n");
    for (size_t i = 0; i < c->n; i++)
        put_case(out, &places, &c->finding[i]);
    buf_puts(out, "</testsuite>\n");
    buf_release(&verdict);
}
