#include "driver/fetch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/url.h"
#include "base/vec.h"
#include "driver/notice.h"
#include "driver/progress.h"
#include "profile/decode.h"
#include "profile/combine.h"
#include "profile/merge.h"
#include "profile/prune.h"

/* So many profiles are merged at a time, as the reference does: it shows in the order of samples. */
enum { AT_ONCE = 128 };

/* Whether the file begins as an executable: ELF, Mach-O or PE. */
static bool is_executable(const char *path)
{
    static const char magic[][4] = {{0x7f, 'E', 'L', 'F'}, "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe",
                                    "\xcf\xfa\xed\xfe",    "\xca\xfe\xba\xbe", "\xbe\xba\xfe\xca"};
    char head[4];
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) /* a pipe must not be opened twice */
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    if (n != sizeof head)
        return false;
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (memcmp(head, magic[i], sizeof head) == 0)
            return true;
    return memcmp(head, "MZ", 2) == 0;
}

/* What the user said of the main binary. */
struct binary {
    const char *path, *build_id;
};

static void override_binary(struct profile *p, const struct binary *b)
{
    profile_ensure_mapping(p);
    if (b->path)
        p->map[0].file = strtab_intern_cstr(&p->strings, b->path);
    if (*b->build_id && p->map[0].build_id.i == 0)
        p->map[0].build_id = strtab_intern_cstr(&p->strings, b->build_id);
}

/* Loads up to AT_ONCE sources. @return how many could be; the cause of the last that could not is in `err`. */
static size_t load_some(struct profile *p, char *const *source, size_t n, const struct binary *b,
                        struct progress *progress, struct err *err)
{
    size_t loaded = 0;
    for (size_t i = 0; i < n; i++) {
        progress_file(progress, source[i]);
        if (profile_load(&p[loaded], source[i], &(struct input_how){.watcher = &progress->watcher}, err) == 0) {
            override_binary(&p[loaded++], b);
            continue;
        }
        err_wrap(err, "%s", source[i]);
        if (n > 1)
            notice("cpprof: %s", err->msg);
    }
    return loaded;
}

/* Loads and merges the sources. @return 0, or -1 with `err` set. `what` is for the message. */
static int load_all(struct profile *out, char *const *source, size_t n, const struct binary *b, const char *what,
                    struct err *err)
{
    size_t loaded = 0, cap = 0;
    struct profile *p = vec_reserve(NULL, &cap, AT_ONCE, sizeof *p);
    int status = 0;
    struct progress progress;
    progress_init(&progress, n);
    for (size_t at = 0; at < n && status == 0; at += AT_ONCE) {
        struct profile both[2], *chunk = loaded ? &both[1] : out;
        size_t n_some = load_some(p, source + at, n - at < AT_ONCE ? n - at : AT_ONCE, b, &progress, err);
        if (n_some == 0)
            continue;
        both[0] = *out;
        status = profile_combine(chunk, p, n_some, err);
        if (status == 0 && loaded)
            status = profile_combine(out, both, 2, err);
        else if (status && loaded)
            profile_release(&both[0]);
        loaded += n_some;
    }
    progress_end(&progress);
    free(p);
    if (status)
        return -1;
    if (loaded == 0)
        return n == 1 ? -1 : err_set(err, "none of the %zu %s profiles could be read", n, what);
    if (loaded != n)
        notice("Fetched %zu %s profiles out of %zu", loaded, what, n);
    return 0;
}

/* Subtracts the base. It is released, whatever happens; `p` only on failure. */
static int subtract(struct profile *p, struct profile *base, const struct options *o, bool mark, struct err *err)
{
    struct profile both[2], merged;
    if (mark)
        profile_label_all(base, profile_base_key, "true");
    if (o->normalize && profile_normalize(p, base, err)) {
        profile_release(p);
        profile_release(base);
        return -1;
    }
    profile_negate(base);
    both[0] = *p;
    both[1] = *base;
    if (profile_combine(&merged, both, 2, err))
        return -1;
    *p = merged;
    return 0;
}

static void add_comment(struct profile *p, const char *text)
{
    size_t cap = p->n_comments;
    p->comment = vec_reserve(p->comment, &cap, p->n_comments + 1, sizeof *p->comment);
    p->comment[p->n_comments++] = strtab_intern_cstr(&p->strings, text);
}

static int load(struct profile *p, const struct command_line *c, struct err *err)
{
    const struct options *o = &c->options;
    struct profile base;
    char *const *source = c->source;
    size_t n = c->n_sources;
    struct binary binary = {NULL, o->buildid};
    char *base_name = (char *)(*o->diff_base ? o->diff_base : o->base);
    if (n == 0)
        return err_set(err, "no profile source specified (see cpprof -help)");
    if (*o->base && *o->diff_base)
        return err_set(err, "-base and -diff_base flags cannot both be specified");
    if (o->normalize && !*base_name)
        return err_set(err, "must have base profile to normalize by");
    if (n > 1 && is_executable(source[0])) {
        binary.path = *source++;
        n--;
    }
    if (load_all(p, source, n, &binary, "source", err))
        return -1;
    if (*base_name) {
        if (load_all(&base, &base_name, 1, &binary, "base", err)) {
            profile_release(p);
            return -1;
        }
        if (subtract(p, &base, o, *o->diff_base != '\0', err))
            return -1;
    }
    if (o->all_frames)
        p->drop_frames = p->keep_frames = (str_id){0};
    if (*o->add_comment)
        add_comment(p, o->add_comment);
    return 0;
}

/* A mapping may be of a URL, where a profiler was asked over the network. That is no file name, and reports do not show it. */
static void forget_urls(struct profile *p)
{
    for (size_t i = 0; i < p->n_maps; i++)
        if (p->map[i].build_id.i == 0 && url_is_absolute(profile_str(p, p->map[i].file)))
            p->map[i].file = (str_id){0};
}

int session_load(struct session *s, const struct command_line *c, struct err *err)
{
    if (load(&s->profile, c, err))
        return -1;
    forget_urls(&s->profile);
    arena_init(&s->arena);
    view_init(&s->view, &s->profile, &s->arena);
    prune_uninteresting(&s->view);
    return 0;
}

void session_release(struct session *s)
{
    view_release(&s->view);
    arena_release(&s->arena);
    profile_release(&s->profile);
}
