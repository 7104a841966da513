#include "render/graphviz.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <graphviz/gvc.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/rune.h"

/*
 * The functions of Graphviz in use. Those of libcgraph are looked up through libgvc, which depends on it. So the two can never
 * be of different versions, and libcgraph's own version number (6 with libgvc.so.6, 8 with libgvc.so.7) does not matter.
 */
#define GRAPHVIZ_FUNCTIONS(X)                                                                                          \
    X(gvContext)                                                                                                       \
    X(gvLayout)                                                                                                        \
    X(gvRenderData)                                                                                                    \
    X(gvFreeRenderData)                                                                                                \
    X(gvFreeLayout)                                                                                                    \
    X(agmemread)                                                                                                       \
    X(agclose)                                                                                                         \
    X(agseterrf)                                                                                                       \
    X(agnnodes)                                                                                                        \
    X(agnedges)

/** The Graphviz of this machine, once it is loaded. */
struct library {
    void *handle;
    GVC_t *context; /* one for all calls, as in the dot program, because 2.42 leaks 5 KB with every context */
#define MEMBER(name) __typeof__(name) *name;
    GRAPHVIZ_FUNCTIONS(MEMBER)
#undef MEMBER
    void (*agreadline)(int); /* NULL where Graphviz no longer has it */
};

static struct library graphviz;

/**
 * Where everything goes that Graphviz says while it works. It is global because the function that agseterrf takes gets no
 * pointer of ours.
 */
static struct {
    struct buf said; /* the messages through agerr */
    int printed;     /* the file in memory that replaces stderr, or -1 */
} ear;

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

/** Stores the address of function `name` in the function pointer at `slot`. */
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

/*
 * Most messages come through agerr. Those of cairo and fontconfig go straight to stderr ("graph is too large for cairo-renderer
 * bitmaps"), so file descriptor 2 is redirected to a file in memory as well.
 */
static void listen_begin(void)
{
    buf_init(&ear.said);
    graphviz.agseterrf(hear);
    ear.printed = memfd_create("graphviz stderr", MFD_CLOEXEC);
    if (ear.printed < 0)
        return;
    fflush(stderr);
    dup2(ear.printed, STDERR_FILENO);
}

/** Makes a message of the first line of `text`, with its first letter in lower case and control bytes as '?'. */
static const char *as_message(char *text)
{
    text[strcspn(text, "\n")] = '\0';
    text[0] = (char)tolower((unsigned char)text[0]);
    for (char *at = text; *at; at++)
        if (iscntrl((unsigned char)*at))
            *at = '?';
    return text;
}

/** @return the first error that was said; otherwise the first line that was said or, failing that, printed; or "" */
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

/** Sets `err` to `what` could not be done and, if it is known, why. Only while listening. @return -1 always */
static int fail(struct err *err, const char *what)
{
    const char *complaint = first_complaint();
    return *complaint ? err_set(err, "%s: %s", what, complaint) : err_set(err, "%s", what);
}

/* ---- Making the text fit for the library ---- */

enum {
    /*
     * In `dot` 2.42, a part of a quoted string without an escape may have at most this many bytes ("longer than 16384?").
     * agmemread takes more, but such a node is so wide that its bitmap, which cairo scales down to 32,767 pixels, shows only
     * a line, and that other renderers crash. So only the beginning of a longer line is drawn, which is more than one can read.
     */
    LINE_MAX_BYTES = 16381,
    LINE_KEPT = 400
};

static bool is_line_escape(const char *at)
{
    return at[1] == 'n' || at[1] == 'l' || at[1] == 'r';
}

/** @return the length in bytes of the escape or character at `at` in a quoted string */
static size_t unit_length(const char *at, const char *end)
{
    uint32_t rune;
    return *at == '\\' && end - at > 1 ? 2 : rune_read(at, end, &rune);
}

/** @return where the quoted line that begins at `at` ends: at the quote, at the escape of a newline, or at `end` */
static const char *line_end(const char *at, const char *end)
{
    while (at < end && *at != '"' && !(*at == '\\' && end - at > 1 && is_line_escape(at)))
        at += *at == '\\' && end - at > 1 ? 2 : 1;
    return at;
}

static const char *kept_end(const char *at, const char *end)
{
    const char *stop = at + LINE_KEPT;
    while (at < stop && at + unit_length(at, end) <= stop)
        at += unit_length(at, end);
    return at;
}

static bool is_control(char c)
{
    return (c >= 0 && c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
}

/**
 * Appends text without control bytes and bytes that are not UTF-8, because a NUL would end the text for agmemread, and an SVG with
 * the others would not be XML.
 */
static void put_clean(struct buf *to, const char *at, const char *end)
{
    for (size_t n; at < end; at += n) {
        uint32_t rune;
        n = rune_read(at, end, &rune);
        if (is_control(*at) || (n == 1 && rune == 0xfffd) || rune == 0xfffe || rune == 0xffff)
            buf_puts(to, "\xef\xbf\xbd");
        else
            buf_put(to, at, n);
    }
}

/** Copies the text to `to` in the form that Graphviz gets, as graphviz_render() describes. */
static void prepare(struct buf *to, const char *dot, size_t len)
{
    const char *end = dot + len, *stop;
    bool quoted = false;
    for (const char *at = dot; at < end; at = stop) {
        if (!quoted) {
            stop = memchr(at, '"', (size_t)(end - at));
            stop = stop ? stop + 1 : end;
            put_clean(to, at, stop);
            quoted = true;
            continue;
        }
        stop = line_end(at, end);
        bool cut = stop - at > LINE_MAX_BYTES;
        put_clean(to, at, cut ? kept_end(at, stop) : stop);
        if (cut)
            buf_puts(to, "\xe2\x80\xa6");
        if (stop < end && *stop == '"') {
            quoted = false;
            buf_putc(to, *stop++);
        } else if (stop < end) {
            buf_put(to, stop, 2);
            stop += 2;
        }
    }
}

/* ---- Drawing ---- */

/** Empties Graphviz's reader, which keeps the text after the graph and would read it with the next graph. */
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

/** Renders a graph that is laid out. */
static int draw(Agraph_t *graph, const char *format, struct buf *out, struct err *err)
{
    char what[80];
    char *data = NULL;
    uint64_t len = 0;
    snprintf(what, sizeof what, "Graphviz cannot draw %s", format);
    if (graphviz.gvRenderData(graphviz.context, graph, format, &data, (void *)&len))
        return fail(err, what); /* `data` may be freed already */
    /*
     * The length is an unsigned int up to libgvc.so.6, and a size_t after it. On big-endian machines the former is written to
     * the upper half. No picture has 4 GB.
     */
    if (len > UINT32_MAX)
        len >>= 32;
    if (len)
        buf_put(out, data, (size_t)len);
    graphviz.gvFreeRenderData(data);
    return len ? 0 : fail(err, what);
}

/*
 * The time of a layout grows with the square of the nodes at best, and with their cube if edges are long. Measured: 2 s for a chain
 * of 3,000 nodes, 16 s for 3,000 callees of one function, 16 s for 1,000 nodes with 2,000 edges between near ones, 40 s and more
 * for 80 nodes with 400 edges anywhere. So no single number fits all graphs. Beyond these limits everything but trees is
 * hopeless, and below them the limit on processor time decides. Memory grows with the edges times the ranks that they cross.
 */
enum { MOST_NODES = 10000, MOST_EDGES = 20000, MOST_SECONDS = 120, MOST_SECONDS_SHORT = 10 };
static const uint64_t LEAST_BYTES = 64 << 20, MOST_BYTES = (uint64_t)2 << 30;

#define HINT  ": show less with -nodecount, -nodefraction, -edgefraction or -focus"

#define STUCK "Graphviz does not get any further, perhaps because memory is short (ulimit -v)"

static int check_size(Agraph_t *graph, struct err *err)
{
    int nodes = graphviz.agnnodes(graph), edges = graphviz.agnedges(graph);
    if (nodes <= MOST_NODES && edges <= MOST_EDGES)
        return 0;
    return err_set(err, "%d nodes and %d edges are too many for a picture" HINT, nodes, edges);
}

static int lay_out_and_draw(Agraph_t *graph, const char *format, struct buf *out, struct err *err)
{
    int rc = check_size(graph, err);
    if (rc)
        return rc;
    rc = graphviz.gvLayout(graphviz.context, graph, "dot");
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

/* ---- In a process of its own ---- */

/* Lowers a limit of this process if it is higher. */
static void limit(int resource, uint64_t most)
{
    struct rlimit r;
    if (getrlimit(resource, &r) || (r.rlim_cur != RLIM_INFINITY && r.rlim_cur <= most))
        return;
    r.rlim_cur = most;
    setrlimit(resource, &r);
}

/* @return how many bytes this process has mapped already */
static uint64_t mapped_bytes(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return 0;
    if (fscanf(f, "%lu", &pages) != 1)
        pages = 0;
    fclose(f);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/*
 * Whether the user's limit on memory leaves less than fonts need. The libraries then fail in many ways. In one of them, a thread
 * of fontconfig repeats a failed allocation without end, and everything else waits for that busy thread.
 */
static bool is_short_of_memory(void)
{
    struct rlimit r;
    return getrlimit(RLIMIT_AS, &r) == 0 && r.rlim_cur != RLIM_INFINITY && r.rlim_cur < mapped_bytes() + LEAST_BYTES;
}

static void send(int fd, const void *data, size_t len)
{
    for (const char *at = data; len;) {
        ssize_t n = write(fd, at, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            _exit(1);
        at += n;
        len -= (size_t)n;
    }
}

/* The child: sends one byte, 1 for a picture or 0 for an error, and then the picture or the error. */
static _Noreturn void render_for(int to, pid_t parent, const char *text, const char *format)
{
    struct buf picture;
    struct err err;
    uint64_t mapped = mapped_bytes();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    signal(SIGXCPU, SIG_DFL);
    limit(RLIMIT_CPU, is_short_of_memory() ? MOST_SECONDS_SHORT : MOST_SECONDS);
    limit(RLIMIT_CORE, 0);
    if (mapped)
        limit(RLIMIT_AS, mapped + MOST_BYTES);
    buf_init(&picture);
    listen_begin();
    bool drawn = render(text, format, &picture, &err) == 0;
    send(to, drawn ? "\1" : "\0", 1);
    if (drawn)
        send(to, picture.data, picture.len);
    else
        send(to, err.msg, strlen(err.msg));
    _exit(0);
}

/*
 * How long to wait for a child, in seconds. When memory is short, libraries of Graphviz may deadlock, because an allocation fails
 * while a lock is held. A child that is stuck like this uses no processor time, which the first limit detects. The second limit
 * is for a child that makes progress, but too little on a busy machine.
 */
enum { MOST_IDLE = 20, MOST_WAITED = 5 * MOST_SECONDS };

/* How a child is doing. */
struct patience {
    pid_t pid;
    struct timespec next; /* when a second has passed, of the monotonic clock */
    struct timespec used; /* processor time */
    int waited, idle;     /* in seconds; those in which this process was itself stopped are not counted */
};

static bool is_before(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

/* Looks at the child, at most once a second. @return whether it should be given up */
static bool has_run_out(struct patience *p)
{
    struct timespec now, used = p->used;
    clockid_t clock;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (is_before(now, p->next))
        return false;
    p->next = (struct timespec){now.tv_sec + 1, now.tv_nsec};
    if (clock_getcpuclockid(p->pid, &clock) == 0)
        clock_gettime(clock, &used);
    p->idle = is_before(p->used, used) ? 0 : p->idle + 1;
    p->used = used;
    return p->idle >= MOST_IDLE || ++p->waited >= MOST_WAITED;
}

/* Receives all that the child sends. @return 0; or -1 with `err` set if the child is stuck, and the caller must kill it */
static int receive(int fd, pid_t pid, struct buf *answer, struct err *err)
{
    struct patience patience = {.pid = pid};
    for (;;) {
        int ready =
            poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 1000); /* or until a signal, which progress sends */
        if (ready <= 0 && has_run_out(&patience))
            return patience.idle >= MOST_IDLE ? err_set(err, STUCK)
                                              : err_set(err, "Graphviz takes too long to lay out the graph" HINT);
        if (ready <= 0)
            continue;
        ssize_t n = read(fd, buf_reserve(answer, 65536), 65536);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return 0;
        answer->len += (size_t)n;
    }
}

/* Says what happened to a child that did not answer. */
static int say_end(int status, struct err *err)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU && is_short_of_memory())
        return err_set(err, STUCK);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return err_set(err, "Graphviz takes too long to lay out the graph" HINT);
    if (WIFSIGNALED(status))
        return err_set(err, "Graphviz was ended by signal %d, perhaps because the graph needs too much memory" HINT,
                       WTERMSIG(status));
    return err_set(err, "Graphviz gave up, perhaps because the graph needs too much memory" HINT);
}

static int take_answer(const struct buf *answer, int status, struct buf *out, struct err *err)
{
    bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == 0 && answer->len;
    if (!ended_well)
        return say_end(status, err);
    if (*answer->data == 0)
        return err_set(err, "%.*s", (int)answer->len - 1, answer->data + 1);
    buf_put(out, answer->data + 1, answer->len - 1);
    return 0;
}

/* A child draws, because Graphviz has no limits of its own and must not break this process. */
static int render_apart(const char *text, const char *format, struct buf *out, struct err *err)
{
    struct buf answer;
    int fd[2], status = 0;
    pid_t parent = getpid();
    if (pipe2(fd, O_CLOEXEC) != 0)
        return err_set_errno(err, errno, "pipe");
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(fd[0]);
        render_for(fd[1], parent, text, format);
    }
    int failed = errno;
    close(fd[1]);
    if (pid < 0) {
        close(fd[0]);
        return err_set_errno(err, failed, "fork");
    }
    buf_init(&answer);
    int rc = receive(fd[0], pid, &answer, err);
    if (rc)
        kill(pid, SIGKILL);
    close(fd[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (rc == 0)
        rc = take_answer(&answer, status, out, err);
    buf_release(&answer);
    return rc;
}

int graphviz_render(const char *dot, size_t len, const char *format, struct buf *out, struct err *err)
{
    struct buf text;
    if (load(err))
        return -1;
    buf_init(&text);
    prepare(&text, dot, len);
    int rc = render_apart(buf_cstr(&text), format, out, err);
    buf_release(&text);
    return rc;
}
