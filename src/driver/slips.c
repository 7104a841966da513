#include "driver/slips.h"

#include <unistd.h>

#include "host/messages.h"

enum { MOST_NAMED = 3 };

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool looks_like_option(const char *arg)
{
    return arg[0] == '-' && arg[1] != '\0';
}

void hint_at_late_options(const struct command_line *c)
{
    struct buf names;
    size_t n = 0;
    if (c->n_sources == 0 || looks_like_option(c->source[0])) /* then "--" came before it */
        return;
    buf_init(&names);
    for (size_t i = 1; i < c->n_sources; i++)
        if (looks_like_option(c->source[i]) && !exists(c->source[i]) && n++ < MOST_NAMED)
            buf_printf(&names, "%s%s", n > 1 ? ", " : "", c->source[i]);
    if (n)
        message("hint: options end at the first profile, so %s%s taken for %s: write options before it",
                buf_cstr(&names),
                n > MOST_NAMED ? " and others were"
                : n > 1        ? " were"
                               : " was",
                n > 1 ? "files" : "a file");
    buf_release(&names);
}

void hint_at_replaced_base(const struct command_line *c)
{
    if (c->replaced && c->replaced->group == GROUP_COMPARE)
        message("hint: only the last -%s counts: to compare with several profiles, list them in a file and write "
                "-%s=@FILE",
                c->replaced->name, c->replaced->name);
}

int fail_no_source(const struct command_line *c, struct err *err)
{
    if (c->taken && exists(c->taken))
        return err_set(err, "no profile source specified: -%s took \"%s\" as its %s", c->taken_by, c->taken,
                       c->taken_as);
    return err_set(err, "no profile source specified (see cpprof -help)");
}

void hint_at_reports(void)
{
    message(
        "hint: no report was asked for, and standard input has no commands: name one, such as -%s (see cpprof -help)",
        report_defs[0]->name);
}
