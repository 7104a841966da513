#include "host/load.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/thread.h"
#include "base/vec.h"
#include "format/decode.h"
#include "host/messages.h"
#include "host/progress.h"
#include "host/source.h"
#include "profile/combine.h"
#include "profile/sample_types.h"

/* How many profiles are combined at a time. The same number as in the reference, because it shows in the order of samples. */
enum { GROUP = 128 };

/* How many sources are named, each the first with its sample types, if some do not fit together. */
enum { TYPED_SOURCES = 3 };

struct typed_source {
    const char *name;
    char types[320];
};

/* How many files of a side that could not be read are named. The others are counted. */
enum { NAMED = 10 };

/* A file that is being read, or that was read and waits for its turn. */
struct reading {
    struct profile p;
    int status;
    struct err err;
    bool later; /* read it only when its turn has come */
};

/* The sources, or the base. */
struct side {
    const char *what; /* for messages */
    size_t first, n;  /* the range of its names among all */
    struct combiner *combiner;
    size_t loaded, failed;
    struct err last; /* why the last unreadable file could not be read */
    struct typed_source typed[TYPED_SOURCES];
    size_t n_typed;
};

struct loader {
    const struct load_plan *plan;
    struct side side[2];
    struct progress progress;
    uint64_t large; /* the size in bytes from which a file gets a thread of its own for inflating */
    size_t ahead;
    struct reading *ring; /* [i % ahead] */
    bool read[GROUP];     /* which of the group's files have been read */
    bool failed;
    struct err *err;
};

static bool is_regular(const char *name, uint64_t *size)
{
    struct stat st;
    if (strcmp(name, "-") == 0 || stat(name, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *size = (uint64_t)st.st_size;
    return true;
}

/* Whether the source exists and cannot be read twice, like a pipe. */
static bool is_stream(const char *name)
{
    struct stat st;
    return strcmp(name, "-") == 0 || (stat(name, &st) == 0 && !S_ISREG(st.st_mode));
}

static void override_binary(struct profile *p, const struct load_plan *plan)
{
    profile_ensure_mapping(p);
    if (plan->binary)
        p->map[0].file = strtab_intern_cstr(&p->strings, plan->binary);
    if (*plan->build_id && p->map[0].build_id.i == 0)
        p->map[0].build_id = strtab_intern_cstr(&p->strings, plan->build_id);
}

static void read_now(struct loader *l, struct reading *r, size_t i, bool no_thread)
{
    const char *name = l->plan->name[i];
    struct progress_file file;
    progress_file_begin(&file, &l->progress, i + 1, name);
    struct input_how how = {l->plan->max_bytes, no_thread, &file.watcher};
    r->status = source_load(&r->p, name, &how, &r->err);
    progress_file_end(&file);
    if (r->status == 0) {
        override_binary(&r->p, l->plan);
        if (l->plan->keeps_sources)
            profile_set_source(&r->p, (uint32_t)i);
        if (l->plan->facts)
            source_facts_take(&l->plan->facts[i], &r->p); /* a file that is read twice says the same again */
    } else {
        if (l->plan->facts)
            l->plan->facts[i].loaded = false; /* it may have been readable the first time */
        err_wrap(&r->err, "%s", name);
    }
}

/* Pipes are not read ahead, because a silent one would delay the end after something else has failed. */
static void read_ahead(struct loader *l, struct reading *r, size_t i)
{
    uint64_t size;
    r->later = !is_regular(l->plan->name[i], &size);
    if (!r->later)
        read_now(l, r, i, size < l->large);
}

/* ---- Sample types ---- */

/* Remembers the first source that has the sample types of `p`. */
static void note_types(struct side *side, const char *name, const struct profile *p)
{
    struct buf types;
    bool known = false;
    if (side->n_typed == TYPED_SOURCES)
        return;
    buf_init(&types);
    profile_put_types(&types, p);
    for (size_t i = 0; i < side->n_typed && !known; i++)
        known = strcmp(side->typed[i].types, buf_cstr(&types)) == 0;
    if (!known) {
        struct typed_source *t = &side->typed[side->n_typed++];
        t->name = name;
        snprintf(t->types, sizeof t->types, "%s", buf_cstr(&types));
    }
    buf_release(&types);
}

static int end_group(struct side *side, struct err *err)
{
    if (combiner_end(side->combiner, err) == 0)
        return 0;
    struct buf types;
    buf_init(&types);
    for (size_t i = 0; i < side->n_typed; i++)
        buf_printf(&types, "%s%s has %s", i ? ", " : "", side->typed[i].name, side->typed[i].types);
    if (side->n_typed > 1)
        err_add(err, "%s", buf_cstr(&types));
    buf_release(&types);
    return -1;
}

/* ---- Reading a group again, whose files turned out to have different types ---- */

struct again {
    struct loader *l;
    struct side *side;
    size_t index[GROUP];  /* which files */
    struct reading *ring; /* [i % ahead] */
};

static void produce_again(void *arg, size_t i)
{
    struct again *a = arg;
    read_now(a->l, &a->ring[i % a->l->ahead], a->index[i], true);
}

static bool consume_again(void *arg, size_t i)
{
    struct again *a = arg;
    struct reading *r = &a->ring[i % a->l->ahead];
    if (r->status == 0) {
        combiner_add(a->side->combiner, &r->p);
        return true;
    }
    message("cpprof: %s", r->err.msg); /* but it could be read the first time */
    a->side->loaded--;
    return true;
}

/* Begins the group anew, and reads those of its files before number `end` that could be read. */
static void read_again(struct loader *l, struct side *side, size_t first, size_t end)
{
    struct again a = {.l = l, .side = side};
    size_t n = 0, cap = 0;
    for (size_t i = first; i < end; i++)
        if (l->read[i - first])
            a.index[n++] = i;
    a.ring = vec_reserve(NULL, &cap, l->ahead, sizeof *a.ring);
    combiner_begin(side->combiner, true);
    thread_pipeline(n, l->ahead, produce_again, consume_again, &a);
    free(a.ring);
}

/* ---- One after the other ---- */

static void begin_group(struct loader *l, struct side *side, size_t first)
{
    bool hold = false;
    size_t end = side->first + side->n - first < GROUP ? side->first + side->n : first + GROUP;
    for (size_t i = first; i < end; i++)
        hold |= is_stream(l->plan->name[i]);
    combiner_begin(side->combiner, hold);
    memset(l->read, 0, sizeof l->read);
}

static void take(struct loader *l, struct side *side, struct reading *r, size_t i)
{
    size_t at = (i - side->first) % GROUP;
    if (r->status) {
        side->last = r->err;
        if (side->n > 1 && side->failed++ < NAMED)
            message("cpprof: %s", r->err.msg);
        return;
    }
    side->loaded++;
    note_types(side, l->plan->name[i], &r->p);
    if (!combiner_add(side->combiner, &r->p)) {
        read_again(l, side, i - at, i);
        combiner_add(side->combiner, &r->p);
    }
    l->read[at] = true;
}

static int end_side(struct side *side, struct err *err)
{
    if (side->failed > NAMED)
        message("cpprof: and %zu more that could not be read", side->failed - NAMED);
    if (side->loaded == 0 && side->n == 1)
        *err = side->last;
    if (side->loaded == 0)
        return side->n == 1 ? -1 : err_set(err, "none of the %zu %s profiles could be read", side->n, side->what);
    if (side->loaded != side->n)
        message("Fetched %zu %s profiles out of %zu", side->loaded, side->what, side->n);
    return 0;
}

static struct side *side_of(struct loader *l, size_t i)
{
    return &l->side[i >= l->side[1].first];
}

static void produce(void *arg, size_t i)
{
    struct loader *l = arg;
    read_ahead(l, &l->ring[i % l->ahead], i);
}

static bool consume(void *arg, size_t i)
{
    struct loader *l = arg;
    struct reading *r = &l->ring[i % l->ahead];
    struct side *side = side_of(l, i);
    size_t place = i - side->first;
    if (l->failed) {
        if (!r->later && r->status == 0)
            profile_release(&r->p);
        return false;
    }
    if (r->later)
        read_now(l, r, i, false);
    if (place % GROUP == 0)
        begin_group(l, side, i);
    take(l, side, r, i);
    if (place % GROUP == GROUP - 1 || place + 1 == side->n)
        l->failed = end_group(side, l->err) != 0;
    if (!l->failed && place + 1 == side->n)
        l->failed = end_side(side, l->err) != 0;
    return !l->failed;
}

/* If there are few files, one that is more than a processor's share of all bytes is large. Many files keep all processors busy. */
static uint64_t large_size(const struct load_plan *plan)
{
    size_t n = plan->n_sources + plan->n_bases;
    uint64_t all = 0, size;
    if (n > GROUP)
        return UINT64_MAX;
    for (size_t i = 0; i < n; i++)
        if (is_regular(plan->name[i], &size))
            all += size;
    return n == 1 ? 0 : all / thread_count() + 1;
}

int load_profiles(struct profile *p, struct profile *base, const struct load_plan *plan, struct err *err)
{
    size_t n = plan->n_sources + plan->n_bases, cap = 0;
    struct loader l = {.plan = plan, .large = large_size(plan), .ahead = thread_count() + 1, .err = err};
    l.side[0] = (struct side){.what = "source", .n = plan->n_sources, .combiner = combiner_new()};
    l.side[1] = (struct side){.what = "base", .first = plan->n_sources, .n = plan->n_bases, .combiner = combiner_new()};
    l.ring = vec_reserve(NULL, &cap, l.ahead, sizeof *l.ring);
    progress_init(&l.progress, n);
    thread_pipeline(n, l.ahead, produce, consume, &l);
    progress_end(&l.progress);
    if (!l.failed) {
        combiner_take(l.side[0].combiner, p);
        if (plan->n_bases)
            combiner_take(l.side[1].combiner, base);
    }
    for (int i = 0; i < 2; i++)
        combiner_free(l.side[i].combiner);
    free(l.ring);
    return l.failed ? -1 : 0;
}
