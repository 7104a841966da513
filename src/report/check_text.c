#include "report/check_text.h"

#include "base/log_command.h"
#include "base/rune.h"
#include "measure/number.h"

const char *const finding_states[] = {"failed", "moved", "exempt"}, *const finding_kinds[] = {"total", "flat", "cum",
                                                                                              "new"};

const char *verdict_word(enum verdict v)
{
    return v == VERDICT_PASS ? "PASS" : v == VERDICT_FAIL ? "FAIL" : "INCONCLUSIVE";
}

void check_put_limit(struct buf *out, const struct limit *l)
{
    struct buf text;
    buf_init(&text);
    limit_print(&text, l);
    check_put_visibly(out, buf_str(&text));
    buf_release(&text);
}

void check_put_growth(struct buf *out, const struct check_result *r, const struct side_value *v)
{
    int64_t delta = side_delta(v);
    value_format_put(&r->a->format, out, v[OLD].value);
    buf_puts(out, " -> ");
    value_format_put(&r->a->format, out, v[NEW].value);
    buf_puts(out, delta > 0 ? ", +" : ", ");
    value_format_put(&r->a->format, out, delta);
    buf_puts(out, " (");
    if (v[OLD].value)
        buf_printf(out, "%+.2f%%, ", side_percent(v));
    buf_puts(out, "error ");
    value_format_put(&r->a->format, out, number_from_double(side_error(v)));
    buf_putc(out, ')');
}

void check_put_visibly(struct buf *out, struct str name)
{
    const char *end = name.p + name.len;
    uint32_t c;
    for (const char *p = name.p; p < end;) {
        size_t n = rune_read(p, end, &c);
        if (rune_is_hidden(c) || log_command_within(p, end))
            rune_put_hidden(out, c);
        else
            buf_put(out, p, n);
        p += n;
    }
}

/* What was checked, as the subject of "within its limit". @return how many things that is */
static size_t put_checked(struct buf *out, const struct check *c)
{
    buf_puts(out, c->checks_total ? "the total" : "");
    if (c->n_checked > 0)
        buf_printf(out, "%s%zu %s", c->checks_total ? " and " : "", c->n_checked, noun_for(c->row, c->n_checked));
    return c->n_checked + c->checks_total;
}

static void put_within(struct buf *out, const struct check *c)
{
    size_t n = put_checked(out, c);
    if (n > 0)
        buf_puts(out, n == 1 ? " within its limit" : " within their limits");
    else
        buf_printf(out,
                   c->n_exempt > 0 ? "every %s with a limit is exempt"
                   : c->checks_new ? "no %s is new"
                                   : "no %s has a limit",
                   c->row.one);
}

/* A filter decides what is checked, so the verdict names it. */
static void put_filters(struct buf *out, const struct analysis *a)
{
    for (size_t i = 0; i < a->n_active_filters; i++) {
        buf_puts(out, i ? ", " : ", filtered by ");
        check_put_visibly(out, str_of(a->active_filters[i]));
    }
}

void check_put_verdict(struct buf *out, const struct check_result *r)
{
    const struct check *c = r->check;
    buf_puts(out, verdict_word(c->verdict));
    if (c->verdict == VERDICT_INCONCLUSIVE) {
        buf_puts(out, ": ");
        check_put_visibly(out, str_of(c->reason));
        return;
    }
    buf_puts(out, ": ");
    if (c->verdict == VERDICT_FAIL)
        buf_printf(out, "%zu limit%s exceeded", c->n_failed, c->n_failed == 1 ? "" : "s");
    else
        put_within(out, c);
    buf_puts(out, "; ");
    check_put_visibly(out, str_of(r->a->sample_type));
    buf_putc(out, ' ');
    check_put_growth(out, r, r->compared->comparison.total);
    if (r->compared->comparison.measured != r->compared->comparison.total[NEW].value) {
        buf_puts(out, ", normalized from ");
        value_format_put(&r->a->format, out, r->compared->comparison.measured);
    }
    put_filters(out, r->a);
}

void check_put_summary(struct buf *out, const struct check_results *all)
{
    if (all->n == 1) {
        check_put_verdict(out, &all->item[0]);
        return;
    }
    buf_puts(out, verdict_word(all->verdict));
    for (size_t i = 0; i < all->n; i++) {
        buf_puts(out, i ? ", " : ": ");
        check_put_visibly(out, str_of(all->item[i].a->sample_type));
        buf_printf(out, " %s", verdict_word(all->item[i].check->verdict));
    }
}
