/*
 * The result of a check as a comment on a change: the verdict, ten findings, and the rest folded. GitHub limits a comment to
 * 65,536 characters. The first line is a mark by which a bot finds its earlier comment in order to replace it.
 */
#include "report/check_text.h"
#include "report/table.h"

enum { MOST_BYTES = 65536, ROOM_FOR_THE_END = 400, SHOWN = 10, CALLERS = 3, LONGEST_NAME = 200 };

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

/* Writes findings `from` to `to` - 1, as long as there is room. @return how many were written */
static size_t put_finding_rows(struct buf *out, const struct check_result *r, const struct check *c, size_t from,
                               size_t to)
{
    struct buf row;
    size_t i = from;
    buf_init(&row);
    for (; i < to; i++) {
        buf_clear(&row);
        put_finding_row(&row, r, &c->finding[i]);
        if (out->len + row.len > MOST_BYTES - ROOM_FOR_THE_END)
            break;
        buf_put(out, row.data, row.len);
    }
    buf_release(&row);
    return i - from;
}

static void put_note(struct buf *out, struct str warning)
{
    buf_puts(out, "\nNote: ");
    check_put_visibly(out, warning);
    buf_putc(out, '\n');
}

void check_write_markdown(const struct check_result *r, struct buf *out)
{
    const struct check *c = r->check;
    struct buf text, verdict;
    buf_init(&text);
    buf_init(&verdict);
    buf_puts(&text, "<!-- cpprof-check -->\n### cpprof: ");
    check_put_verdict(&verdict, r);
    buf_puts(&text, verdict_word(c->verdict));
    buf_puts(&text, "\n\n");
    markdown_put_name(&text, (struct str){verdict.data, verdict.len > 4096 ? 4096 : (uint32_t)verdict.len});
    buf_putc(&text, '\n');
    size_t shown = c->n < SHOWN ? c->n : SHOWN, put = 0;
    if (c->n) {
        put_titles(&text);
        put = put_finding_rows(&text, r, c, 0, shown);
    }
    if (put == shown && c->n > shown) {
        buf_printf(&text, "\n<details><summary>%zu more</summary>\n", c->n - shown);
        put_titles(&text);
        put += put_finding_rows(&text, r, c, shown, c->n);
        buf_puts(&text, "\n</details>\n");
    }
    if (put < c->n)
        buf_printf(&text, "\n%zu more are left out here.\n", c->n - put);
    for (size_t i = 0; i < c->n_warnings && text.len + c->warning[i].len < MOST_BYTES - ROOM_FOR_THE_END; i++)
        put_note(&text, c->warning[i]);
    buf_put(out, text.data, text.len);
    buf_release(&verdict);
    buf_release(&text);
}
