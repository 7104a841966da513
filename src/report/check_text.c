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

void check_put_verdict(struct buf *out, const struct check_result *r)
{
    const struct check *c = r->check;
    buf_puts(out, verdict_word(c->verdict));
    if (c->verdict == VERDICT_INCONCLUSIVE) {
        buf_puts(out, ": ");
        check_put_visibly(out, str_of(c->reason));
        return;
    }
    if (c->verdict == VERDICT_FAIL)
        buf_printf(out, ": %zu limit%s exceeded", c->n_failed, c->n_failed == 1 ? "" : "s");
    else
        buf_printf(out, ": %zu functions within their limits", c->n_compared);
    buf_puts(out, "; ");
    check_put_visibly(out, str_of(r->a->sample_type));
    buf_putc(out, ' ');
    check_put_growth(out, r, r->compared->comparison.total);
}
