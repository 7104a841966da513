#include "render/graphviz.h"

#include <ctype.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <graphviz/gvc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * The functions of Graphviz in use. Those of libcgraph are looked up through libgvc, which depends on it: so the two
 * can never be of different versions, and libcgraph's own version number (6 beside libgvc.so.6, 8 beside libgvc.so.7)
 * does not matter.
 */
#define GRAPHVIZ_FUNCTIONS(X)                                                                                          \
    X(gvContext)                                                                                                       \
    X(gvLayout)                                                                                                        \
    X(gvRenderData)                                                                                                    \
    X(gvFreeRenderData)                                                                                                \
    X(gvFreeLayout)                                                                                                    \
    X(agmemread)                                                                                                       \
    X(agclose)                                                                                                         \
    X(agseterrf)

/** The Graphviz of this machine, once found. */
struct library {
    void *handle;
    GVC_t *context; /* one for all calls, as in the dot program: 2.42 loses 5 KB with every context it frees */
#define MEMBER(name) __typeof__(name) *name;
    GRAPHVIZ_FUNCTIONS(MEMBER)
#undef MEMBER
    void (*agreadline)(int); /* NULL where Graphviz no longer has it */
};

static struct library graphviz;

/**
 * Where everything goes that Graphviz says while it works. Global, because the function that agseterrf takes gets no
 * pointer of ours.
 */
static struct {
    struct buf said;  /* through agerr */
    int printed;      /* a file in memory that stands in for stderr, or -1 */
    int saved_stderr; /* or -1 */
    agusererrf saved_errf;
} ear = {.printed = -1, .saved_stderr = -1};

/* ---- Finding the library ---- */

static void *open_library(void)
{
    static const char *const names[] = {"libgvc.so.6", "libgvc.so.7", "libgvc.so.8", "libgvc.so"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (handle)
            return handle;
    }
    return NULL;
}

/** Puts the address of function `name` into the function pointer at `slot`. */
static bool find_function(void *handle, const char *name, void *slot)
{
    void *address = dlsym(handle, name);
    memcpy(slot, &address, sizeof address);
    return address;
}

static int load(struct err *err)
{
    struct library found = {0};
    if (graphviz.handle)
        return 0;
    found.handle = open_library();
    if (!found.handle)
        return err_set(err, "Graphviz is not installed (libgvc.so.6 not found): install it, "
                            "on Debian with: apt-get install graphviz");
#define FIND(name)                                                                                                     \
    if (!find_function(found.handle, #name, &found.name)) {                                                            \
        dlclose(found.handle);                                                                                         \
        return err_set(err, "this version of Graphviz has no function " #name);                                        \
    }
    GRAPHVIZ_FUNCTIONS(FIND)
#undef FIND
    find_function(found.handle, "agreadline", &found.agreadline);
    graphviz = found;
    return 0;
}

/* ---- What Graphviz says ---- */

static int hear(char *text)
{
    buf_puts(&ear.said, text);
    return 0;
}

/* What is said when memory runs out is for the user. */
static void give_back_stderr(void)
{
    if (ear.saved_stderr >= 0)
        dup2(ear.saved_stderr, STDERR_FILENO);
}

/*
 * Most messages come through agerr, but cairo's and fontconfig's go straight to stderr ("graph is too large for
 * cairo-renderer bitmaps"), so file descriptor 2 is led into a file in memory as well.
 */
static void listen_begin(void)
{
    static bool registered;
    if (!registered)
        err_on_out_of_memory(give_back_stderr);
    registered = true;
    buf_init(&ear.said);
    ear.saved_errf = graphviz.agseterrf(hear);
    ear.saved_stderr = -1;
    ear.printed = memfd_create("graphviz stderr", MFD_CLOEXEC);
    if (ear.printed < 0)
        return;
    fflush(stderr);
    ear.saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    if (ear.saved_stderr >= 0)
        dup2(ear.printed, STDERR_FILENO);
}

static void listen_end(void)
{
    if (ear.saved_stderr >= 0) {
        fflush(stderr);
        dup2(ear.saved_stderr, STDERR_FILENO);
        close(ear.saved_stderr);
        ear.saved_stderr = -1;
    }
    if (ear.printed >= 0)
        close(ear.printed);
    graphviz.agseterrf(ear.saved_errf);
    buf_release(&ear.said);
}

/** Makes a message of the first line of `text`: first letter in lower case, control bytes of the graph as '?'. */
static const char *as_message(char *text)
{
    text[strcspn(text, "\n")] = '\0';
    text[0] = (char)tolower((unsigned char)text[0]);
    for (char *at = text; *at; at++)
        if (iscntrl((unsigned char)*at))
            *at = '?';
    return text;
}

/** The first error that was said; else the first line said or, if there is none, printed; else "". */
static const char *first_complaint(void)
{
    char *error;
    if (!ear.said.len) {
        ssize_t n = pread(ear.printed, buf_reserve(&ear.said, 1024), 1024, 0);
        ear.said.len = n > 0 ? (size_t)n : 0;
    }
    buf_cstr(&ear.said);
    error = strstr(ear.said.data, "Error: ");
    return as_message(error ? error + strlen("Error: ") : ear.said.data);
}

/** Sets `err` to `what` could not be done and, where known, why. Only while listening. @return -1 */
static int fail(struct err *err, const char *what)
{
    const char *complaint = first_complaint();
    return *complaint ? err_set(err, "%s: %s", what, complaint) : err_set(err, "%s", what);
}

/* ---- Making the text fit for the library ---- */

enum {
    /*
     * In `dot` 2.42 a stretch without an escape in a quoted string may have at most this many bytes ("longer than
     * 16384?"). agmemread takes more, but such a node is so wide that a bitmap of it, which cairo scales down to 32,767
     * pixels, shows a line. So: what that dot draws is drawn the same, and of the rest as much as one can read.
     */
    RUN_MAX = 16381,
    RUN_KEPT = 400
};

/** The first position from `at` on where a quote or a backslash stands, or `end`. */
static const char *run_end(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\\')
        at++;
    return at;
}

/** How much of a run to keep: RUN_KEPT bytes, or a little less for not cutting inside a UTF-8 character. */
static size_t kept_length(const char *run)
{
    size_t n = RUN_KEPT;
    while (n > RUN_KEPT - 4 && ((unsigned char)run[n] & 0xc0) == 0x80)
        n--;
    return n;
}

/** Appends without the NUL bytes, which would end the text for agmemread. */
static void put_without_nul(struct buf *to, const char *text, size_t len)
{
    while (len) {
        const char *nul = memchr(text, '\0', len);
        size_t n = nul ? (size_t)(nul - text) : len;
        buf_put(to, text, n);
        if (!nul)
            return;
        buf_puts(to, "\xef\xbf\xbd");
        text += n + 1;
        len -= n + 1;
    }
}

/** Copies the text to `to` in the form that is handed to Graphviz: see the contract. */
static void prepare(struct buf *to, const char *dot, size_t len)
{
    const char *end = dot + len;
    bool quoted = false;
    for (const char *at = dot; at < end;) {
        const char *stop = run_end(at, end);
        bool cut = quoted && stop - at > RUN_MAX;
        put_without_nul(to, at, cut ? kept_length(at) : (size_t)(stop - at));
        if (cut)
            buf_puts(to, "\xe2\x80\xa6");
        if (stop == end)
            return;
        at = stop + 1;
        buf_putc(to, *stop);
        if (*stop == '"')
            quoted = !quoted;
        else if (at < end && (*at == '"' || *at == '\\'))
            buf_putc(to, *at++);
    }
}

/* ---- Drawing ---- */

/** Empties Graphviz's reader, which keeps what stood behind the graph and would read it as the next text. */
static void forget_rest(void)
{
    Agraph_t *rest;
    while ((rest = graphviz.agmemread("")))
        graphviz.agclose(rest);
}

static int read_graph(Agraph_t **graph, const char *text, struct err *err)
{
    if (graphviz.agreadline)
        graphviz.agreadline(1);
    *graph = graphviz.agmemread(text);
    if (!*graph)
        return fail(err, "Graphviz cannot read the graph");
    forget_rest();
    return 0;
}

/** Renders a graph that has its layout. */
static int draw(Agraph_t *graph, const char *format, struct buf *out, struct err *err)
{
    char what[80];
    char *data = NULL;
    uint64_t len = 0;
    snprintf(what, sizeof what, "Graphviz cannot draw %s", format);
    if (graphviz.gvRenderData(graphviz.context, graph, format, &data, (void *)&len))
        return fail(err, what); /* and `data` may be freed already */
    /*
     * The length is an unsigned int up to libgvc.so.6 and a size_t after it. Where the high bytes come first the former
     * lands in the upper half; no picture has 4 GB.
     */
    if (len > UINT32_MAX)
        len >>= 32;
    if (len)
        buf_put(out, data, (size_t)len);
    graphviz.gvFreeRenderData(data);
    return len ? 0 : fail(err, what);
}

static int lay_out_and_draw(Agraph_t *graph, const char *format, struct buf *out, struct err *err)
{
    /* A limit on what is worth laying out would stand here: agnnodes(graph), agnedges(graph). */
    int rc = graphviz.gvLayout(graphviz.context, graph, "dot");
    if (rc)
        fail(err, "Graphviz cannot lay out the graph");
    else
        rc = draw(graph, format, out, err);
    graphviz.gvFreeLayout(graphviz.context, graph);
    return rc ? -1 : 0;
}

static int render(const char *text, const char *format, struct buf *out, struct err *err)
{
    Agraph_t *graph;
    int rc;
    if (!graphviz.context)
        graphviz.context = graphviz.gvContext();
    if (!graphviz.context)
        return fail(err, "Graphviz does not start");
    if (read_graph(&graph, text, err))
        return -1;
    rc = lay_out_and_draw(graph, format, out, err);
    graphviz.agclose(graph);
    return rc;
}

int graphviz_render(const char *dot, size_t len, const char *format, struct buf *out, struct err *err)
{
    struct buf text;
    int rc;
    if (load(err))
        return -1;
    buf_init(&text);
    prepare(&text, dot, len);
    listen_begin();
    rc = render(buf_cstr(&text), format, out, err);
    listen_end();
    buf_release(&text);
    return rc;
}
