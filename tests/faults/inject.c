/*
 * A library for LD_PRELOAD that makes calls fail. FAULTS has rules, separated by blanks, each CALL:WHAT:WHEN.
 *
 *   CALL  memory (malloc, calloc, realloc and their like), open, read, write, close, rename, create, thread, fork, poll, pipe, map
 *   WHAT  the name of an errno value; or short: read() and write() transfer one byte; or wait: until a signal ends the program
 *   WHEN  N: the N-th call, the first is 1; N+: it and all later ones; /N: every N-th
 *
 * Calls count if they come from the program itself or from a library that it is linked with. Libraries that are loaded later do not
 * count, because faults in Graphviz and libedit are not ours. Calls within libc (stdio) are not seen, except for memory. With
 * FAULTS_OF=program, only calls of the program itself count.
 *
 * When the program ends by exit(), the number of calls that the first rule saw is written to the file that FAULTS_COUNT names.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum call { MEMORY, OPEN, READ, WRITE, CLOSE, RENAME, CREATE, THREAD, FORK, POLL, PIPE, MAP, N_CALLS };
enum { MOST_RULES = 8, MOST_RANGES = 256, SHORT = -1, WAIT = -2 };

static const char *const call_name[N_CALLS] = {"memory", "open",   "read", "write", "close", "rename",
                                               "create", "thread", "fork", "poll",  "pipe",  "map"};

static const struct {
    const char *name;
    int number;
} what_name[] = {{"ENOMEM", ENOMEM}, {"EIO", EIO},       {"EINTR", EINTR},   {"ENOSPC", ENOSPC}, {"EAGAIN", EAGAIN},
                 {"EMFILE", EMFILE}, {"EACCES", EACCES}, {"ENOENT", ENOENT}, {"EPIPE", EPIPE},   {"EBUSY", EBUSY},
                 {"EPERM", EPERM},   {"EROFS", EROFS},   {"EFBIG", EFBIG},   {"short", SHORT},   {"wait", WAIT}};

struct rule {
    enum call call;
    int what;
    unsigned long at;
    bool after, every;
    atomic_ulong seen;
};

static struct rule rule[MOST_RULES];
static size_t n_rules;

/* The address ranges of the code whose calls count. */
static struct {
    uintptr_t begin, end;
} range[MOST_RANGES];
static size_t n_ranges;
static atomic_bool begun, ready; /* ready: begun, and not yet ending */
static pid_t owner;

static int find_name(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof what_name / sizeof *what_name; i++)
        if (strlen(what_name[i].name) == len && strncmp(what_name[i].name, text, len) == 0)
            return what_name[i].number;
    return 0;
}

static bool parse_rule(struct rule *r, const char *text)
{
    const char *what = strchr(text, ':'), *when = what ? strchr(what + 1, ':') : NULL;
    char *end;
    size_t c = 0;
    while (when && c < N_CALLS &&
           (strlen(call_name[c]) != (size_t)(what - text) || strncmp(call_name[c], text, (size_t)(what - text)) != 0))
        c++;
    if (!when || c == N_CALLS)
        return false;
    r->call = (enum call)c;
    r->what = find_name(what + 1, (size_t)(when - what - 1));
    r->every = when[1] == '/';
    r->at = strtoul(when + 1 + r->every, &end, 10);
    r->after = *end == '+';
    return r->what && r->at && (r->after ? end[1] == '\0' : *end == '\0');
}

static int add_ranges(struct dl_phdr_info *info, size_t size, void *arg)
{
    const bool *of_program = arg;
    (void)size;
    if (*of_program && *info->dlpi_name)
        return 0;
    if (strstr(info->dlpi_name, "inject.so") || strstr(info->dlpi_name, "ld-linux") ||
        strstr(info->dlpi_name, "san.so"))
        return 0;
    for (int i = 0; i < info->dlpi_phnum && n_ranges < MOST_RANGES; i++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[i];
        if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
            continue;
        range[n_ranges].begin = info->dlpi_addr + p->p_vaddr;
        range[n_ranges++].end = info->dlpi_addr + p->p_vaddr + p->p_memsz;
    }
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    char *text = getenv("FAULTS"), *rest = text ? strdup(text) : NULL;
    for (const char *word; rest && (word = strtok_r(rest, " ", &rest));) {
        if (n_rules == MOST_RULES || !parse_rule(&rule[n_rules], word)) {
            fprintf(stderr, "FAULTS: %s: not understood\n", word);
            _exit(99);
        }
        n_rules++;
    }
    bool of_program = getenv("FAULTS_OF") != NULL;
    dl_iterate_phdr(add_ranges, &of_program);
    owner = getpid();
    unsetenv("LD_PRELOAD"); /* not for programs that this one starts */
    begun = ready = true;
}

static void end(void)
{
    const char *name = getenv("FAULTS_COUNT");
    unsigned long seen = n_rules ? rule[0].seen : 0;
    ready = false;
    FILE *f = name ? fopen(name, "w") : NULL;
    if (f) {
        fprintf(f, "%lu\n", seen);
        fclose(f);
    }
}

static bool counts(const void *caller)
{
    if (getpid() != owner) /* not for children */
        return false;
    uintptr_t at = (uintptr_t)caller;
    for (size_t i = 0; i < n_ranges; i++)
        if (at >= range[i].begin && at < range[i].end)
            return true;
    return false;
}

/*
 * First called by the program itself, and not by the constructors of libraries. So it runs before all destructors, in which programs
 * that count their lines write the counts.
 */
static void stop_at_exit(const void *caller)
{
    static atomic_flag known = ATOMIC_FLAG_INIT;
    uintptr_t at = (uintptr_t)caller;
    if (at >= range[0].begin && at < range[0].end && !atomic_flag_test_and_set(&known))
        atexit(end);
}

/* @return the fault of this call: 0 for none, SHORT, or an errno value, which is set */
static int fault(enum call call, const void *caller)
{
    if (!ready || !counts(caller))
        return 0;
    stop_at_exit(caller);
    for (size_t i = 0; i < n_rules; i++) {
        struct rule *r = &rule[i];
        if (r->call != call)
            continue;
        unsigned long n = ++r->seen;
        if (!(r->every ? n % r->at == 0 : r->after ? n >= r->at : n == r->at))
            continue;
        while (r->what == WAIT)
            pause();
        if (r->what != SHORT)
            errno = r->what;
        return r->what;
    }
    return 0;
}

/*
 * Memory for allocations before all libraries have started: by dlsym() while the real functions are looked up, and by a sanitizer that
 * is not ready.
 */
static char early[256 * 1024];
static size_t early_used;

static void *early_alloc(size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if (size > sizeof early - early_used)
        return NULL;
    early_used += size;
    return early + early_used - size;
}

static bool is_early(const void *p)
{
    return (uintptr_t)p - (uintptr_t)early < sizeof early;
}

/* This kind, because the other one calls a function that a sanitizer has replaced. */
static __thread bool looking __attribute__((tls_model("initial-exec")));

/* Looks the real function up once. Its type is that of the function that is being defined. */
#define REAL(name) REAL_WHEN(name, true)
#define REAL_WHEN(name, condition)                                                                                     \
    static __typeof__(name) *real;                                                                                     \
    if (!real && !looking && (condition)) {                                                                            \
        looking = true;                                                                                                \
        *(void **)&real = dlsym(RTLD_NEXT, #name);                                                                     \
        looking = false;                                                                                               \
    }
#define FAULT(call) fault((call), __builtin_return_address(0))

/* ---- Memory ---- */

void *malloc(size_t size)
{
    REAL_WHEN(malloc, begun)
    return !real || !begun ? early_alloc(size) : FAULT(MEMORY) ? NULL : real(size);
}

void *calloc(size_t n, size_t size)
{
    REAL_WHEN(calloc, begun)
    return !real || !begun ? early_alloc(n * size) : FAULT(MEMORY) ? NULL : real(n, size);
}

void *realloc(void *p, size_t size)
{
    REAL(realloc)
    if (is_early(p) || !begun) {
        void *moved = malloc(size);
        return moved && p ? memcpy(moved, p, size < 256 ? size : 256) : moved;
    }
    return FAULT(MEMORY) ? NULL : real(p, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    REAL(aligned_alloc)
    return FAULT(MEMORY) ? NULL : real(alignment, size);
}

int posix_memalign(void **p, size_t alignment, size_t size)
{
    REAL(posix_memalign)
    return FAULT(MEMORY) ? ENOMEM : real(p, alignment, size);
}

void free(void *p)
{
    REAL_WHEN(free, begun)
    if (real && !is_early(p))
        real(p);
}

void *mmap(void *at, size_t len, int prot, int flags, int fd, off_t offset)
{
    REAL(mmap)
    return FAULT(MAP) ? MAP_FAILED : real(at, len, prot, flags, fd, offset);
}

/* ---- Files ---- */

static bool wants_mode(int flags)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

int open(const char *path, int flags, ...)
{
    REAL(open)
    va_list ap;
    va_start(ap, flags);
    mode_t mode = wants_mode(flags) ? va_arg(ap, mode_t) : 0;
    va_end(ap);
    return FAULT(flags & O_CREAT ? CREATE : OPEN) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    REAL(__open_2)
    return FAULT(OPEN) ? -1 : real(path, flags);
}

int mkostemps(char *name, int n_behind, int flags)
{
    REAL(mkostemps)
    return FAULT(CREATE) ? -1 : real(name, n_behind, flags);
}

int memfd_create(const char *name, unsigned flags)
{
    REAL(memfd_create)
    return FAULT(CREATE) ? -1 : real(name, flags);
}

ssize_t read(int fd, void *to, size_t len)
{
    REAL(read)
    int what = FAULT(READ);
    return what > 0 ? -1 : real(fd, to, what == SHORT && len ? 1 : len);
}

ssize_t __read_chk(int fd, void *to, size_t len, size_t room);
ssize_t __read_chk(int fd, void *to, size_t len, size_t room)
{
    REAL(__read_chk)
    int what = FAULT(READ);
    return what > 0 ? -1 : real(fd, to, what == SHORT && len ? 1 : len, room);
}

ssize_t write(int fd, const void *from, size_t len)
{
    REAL(write)
    int what = fd == STDERR_FILENO ? 0 : FAULT(WRITE);
    return what > 0 ? -1 : real(fd, from, what == SHORT && len ? 1 : len);
}

int close(int fd)
{
    REAL(close)
    int what = FAULT(CLOSE);
    int status = real(fd);
    errno = what ? what : errno;
    return what ? -1 : status;
}

int rename(const char *from, const char *to)
{
    REAL(rename)
    return FAULT(RENAME) ? -1 : real(from, to);
}

int pipe2(int fd[2], int flags)
{
    REAL(pipe2)
    return FAULT(PIPE) ? -1 : real(fd, flags);
}

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
    REAL(poll)
    return FAULT(POLL) ? -1 : real(fds, n, timeout);
}

/* ---- Threads and processes ---- */

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
    REAL(pthread_create)
    int what = FAULT(THREAD);
    return what ? what : real(thread, attr, run, arg);
}

pid_t fork(void)
{
    REAL(fork)
    return FAULT(FORK) ? -1 : real();
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                 char *const argv[], char *const envp[])
{
    REAL(posix_spawnp)
    int what = FAULT(FORK);
    return what ? what : real(pid, file, actions, attr, argv, envp);
}
