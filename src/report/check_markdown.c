/*
 * The result of a check as a comment on a change: the verdict, ten findings, and the rest folded. GitHub limits a comment to
 * 65,536 characters. The first line is a mark by which a bot finds its earlier comment in order to replace it.
 */
#include "report/check_text.h"
#include "report/table.h"

enum { MOST_BYTES = 65536, ROOM_FOR_THE_END = 400, SHOWN = 10, CALLERS = 3, LONGEST_NAME = 200 };

/* The longest verdict, before it is escaped, and the least room that a section is begun in. */
enum { LONGEST_VERDICT = 4096, LONGEST_SECTION_VERDICT = 512, LEAST_SECTION = 8192 };

/* Cuts a long name, so that it takes no room from other rows. */
static void put_cut_name(struct buf *out, struct str name)
{
    struct str part = name;
    if (name.len > LONGEST_NAME)
        for (part.len = LONGEST_NAME; part.len > LONGEST_NAME - 3 && ((unsigned char)name.p[part.len] & 0xc0) == 0x80;)
            part.len--; /* do not cut within a character */
    markdown_put_name(out, part);
    buf_puts(out, part.len < name.len ? "…" : "");
}

static void put_finding_row(struct buf *out, const struct check_result *r, const struct finding *f)
{
    struct buf growth, limit;
    buf_init(&growth);
    buf_init(&limit);
    check_put_growth(&growth, r, f->value); /* its unit is a name from the profile, so it is escaped below */
    limit_print(&limit, f->limit);
    buf_printf(out, "| %s | %s | ", finding_states[f->state], finding_kinds[f->kind]);
    if (f->row)
        put_cut_name(out, f->name);
    buf_puts(out, " | ");
    markdown_put_name(out, buf_str(&growth));
    buf_puts(out, " | ");
    put_cut_name(out, buf_str(&limit));
    buf_puts(out, " | ");
    for (size_t i = f->path_len > CALLERS ? f->path_len - 1 - CALLERS : 0; i + 1 < f->path_len; i++) {
        put_cut_name(out, f->path[i]);
        buf_puts(out, i + 2 < f->path_len ? " → " : "");
    }
    buf_puts(out, " |\n");
    buf_release(&growth);
    buf_release(&limit);
}

static void put_titles(struct buf *out)
{
    buf_puts(out, "\n| | | function | change | limit | callers |\n| --- | --- | --- | --- | --- | --- |\n");
}

/* Writes findings `from` to `to` - 1, as long as `out` stays below `most` bytes. @return how many were written */
static size_t put_finding_rows(struct buf *out, const struct check_result *r, size_t from, size_t to, size_t most)
{
    const struct check *c = r->check;
    struct buf row;
    size_t i = from;
    buf_init(&row);
    for (; i < to; i++) {
        buf_clear(&row);
        put_finding_row(&row, r, &c->finding[i]);
        if (out->len + row.len > most - ROOM_FOR_THE_END)
            break;
        buf_put(out, row.data, row.len);
    }
    buf_release(&row);
    return i - from;
}

/* A warning may quote a limit, so it is written as code. */
static void put_warnings(struct buf *out, const struct check *c, size_t most)
{
    struct buf line;
    buf_init(&line);
    for (size_t i = 0; i < c->n_warnings; i++) {
        buf_clear(&line);
        buf_puts(&line, i ? "\n" : "\nNote: ");
        markdown_put_name(&line, c->warning[i]);
        buf_putc(&line, '\n');
        if (out->len + line.len < most - ROOM_FOR_THE_END)
            buf_put_str(out, buf_str(&line));
    }
    buf_release(&line);
}

/* Writes the findings and warnings, as long as `out` stays below `most` bytes. */
static void put_result(struct buf *out, const struct check_result *r, size_t most)
{
    const struct check *c = r->check;
    size_t shown = c->n < SHOWN ? c->n : SHOWN, put = 0;
    if (c->n) {
        put_titles(out);
        put = put_finding_rows(out, r, 0, shown, most);
    }
    if (put == shown && c->n > shown) {
        buf_printf(out, "\n<details><summary>%zu more</summary>\n", c->n - shown);
        put_titles(out);
        put += put_finding_rows(out, r, shown, c->n, most);
        buf_puts(out, "\n</details>\n");
    }
    if (put < c->n)
        buf_printf(out, "\n%zu more are left out here.\n", c->n - put);
    put_warnings(out, c, most);
}

/* Writes a verdict as a paragraph, cut to `longest` bytes before it is escaped. */
static void put_verdict_paragraph(struct buf *out, const struct buf *verdict, size_t longest)
{
    buf_puts(out, "\n\n");
    markdown_put_name(out, (struct str){verdict->data, (uint32_t)(verdict->len > longest ? longest : verdict->len)});
    buf_putc(out, '\n');
}

/* One of several sample types. */
static void put_section(struct buf *out, const struct check_result *r, size_t most)
{
    struct buf verdict;
    buf_init(&verdict);
    check_put_verdict(&verdict, r);
    buf_puts(out, "\n#### ");
    put_cut_name(out, str_of(r->a->sample_type));
    buf_printf(out, ": %s", verdict_word(r->check->verdict));
    put_verdict_paragraph(out, &verdict, LONGEST_SECTION_VERDICT);
    put_result(out, r, most);
    buf_release(&verdict);
}

/* Each section gets an equal part of the room that is left. */
static void put_sections(struct buf *out, const struct check_results *all)
{
    for (size_t i = 0; i < all->n; i++) {
        size_t left = MOST_BYTES - out->len, part = left / (all->n - i);
        if (left < LEAST_SECTION + ROOM_FOR_THE_END) {
            buf_printf(out, "\n%zu more sample types are left out here.\n", all->n - i);
            return;
        }
        put_section(out, &all->item[i], out->len + (part < LEAST_SECTION ? LEAST_SECTION : part));
    }
}

void check_write_markdown(const struct check_results *all, struct buf *out)
{
    struct buf text, summary;
    buf_init(&text);
    buf_init(&summary);
    check_put_summary(&summary, all);
    buf_printf(&text, "<!-- cpprof-check -->\n### cpprof: %s", verdict_word(all->verdict));
    put_verdict_paragraph(&text, &summary, LONGEST_VERDICT);
    if (all->n > 1)
        put_sections(&text, all);
    else
        put_result(&text, &all->item[0], MOST_BYTES);
    buf_put(out, text.data, text.len);
    buf_release(&summary);
    buf_release(&text);
}
