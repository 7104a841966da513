#include "driver/gate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/self_test.h"

enum { LARGEST_BUDGET = 1 << 20 };

static int read_budget(struct limits *l, const char *name, struct err *err)
{
    FILE *f = fopen(name, "re");
    char *text = malloc(LARGEST_BUDGET + 1);
    if (!text)
        err_out_of_memory();
    size_t len = f ? fread(text, 1, LARGEST_BUDGET + 1, f) : 0;
    int status = !f || ferror(f)        ? err_set_errno(err, errno, "%s", name)
                 : len > LARGEST_BUDGET ? err_set(err, "%s: larger than 1 MB", name)
                                        : 0;
    if (status == 0 && (status = limits_read(l, text, len, err)))
        err_wrap(err, "%s", name);
    if (f)
        fclose(f);
    free(text);
    return status;
}

static int set_all(struct limits *l, const char *key, const struct option_list *list, struct err *err)
{
    for (size_t i = 0; i < list->n; i++)
        if (limits_set(l, key, list->item[i], err))
            return -1;
    return 0;
}

static int set_one(struct limits *l, const char *key, const char *text, struct err *err)
{
    return *text ? limits_set(l, key, text, err) : 0;
}

int gate_limits(struct limits *l, const struct options *o, struct err *err)
{
    limits_init(l);
    if (set_one(l, "max_total", o->max_total, err) || set_one(l, "max_flat", o->max_flat, err) ||
        set_one(l, "max_cum", o->max_cum, err) || set_one(l, "max_new", o->max_new, err) ||
        set_one(l, "z", o->z, err) || set_all(l, "limit", &o->limit, err) || set_all(l, "exempt", &o->exempt, err) ||
        (*o->budget && read_budget(l, o->budget, err))) {
        limits_release(l);
        return -1;
    }
    limits_complete(l);
    return 0;
}

const char *gate_report(const char *text, char format[16], struct err *err)
{
    size_t len = strcspn(text, ":");
    if (len == 0 || len >= 16 || text[len] != ':' || text[len + 1] == '\0')
        return err_set(err, "-report: \"%s\" is not of the form FORMAT:FILE", text), NULL;
    memcpy(format, text, len);
    format[len] = '\0';
    return text + len + 1;
}

void gate_self_test(struct session *s)
{
    limits_release(&s->limits); /* the user's have been read and are no reason for it to pass */
    limits_init(&s->limits);
    limits_complete(&s->limits);
    self_test_profile(&s->profile);
    s->n_sources = s->n_bases = 1;
    s->facts = calloc(SELF_TEST_SOURCES, sizeof *s->facts);
    if (!s->facts)
        err_out_of_memory();
    s->facts[SELF_TEST_NEW].loaded = s->facts[SELF_TEST_OLD].loaded = true;
}
