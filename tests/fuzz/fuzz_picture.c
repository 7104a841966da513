/*
 * Draws names: the lines are names of functions and files, keys and values of tags, and the name of the program. Whatever they are,
 * Graphviz must read the graph, and the picture must have only the elements of graphs and no link.
 */
#include "fuzz.h"

#include <fcntl.h>

#include "command_line.h"
#include "render/graphviz.h"
#include "unit/build_profile.h"

enum { MOST_NAMES = 8 };

static char dot_path[256];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    const char *tmp = getenv("TMPDIR");
    thread_set_count(1);
    snprintf(dot_path, sizeof dot_path, "%.200s/cpprof-fuzz-%d.dot", tmp && *tmp ? tmp : "/tmp", (int)getpid());
    return 0;
}

/* A chain of functions, each of which calls the next and has a sample of its own. */
static void put_names(struct buf *out, const struct fuzz_input *name, size_t n)
{
    struct buf b, sub;
    put_bytes(out, 6, "", 0);
    for (size_t i = 0; i < n; i++)
        put_bytes(out, 6, name[i].p, name[i].len);
    buf_init(&b);
    put_number(&b, 1, n);
    put_number(&b, 2, 1);
    put_message(out, 1, &b);
    for (size_t i = 1; i <= n; i++) {
        buf_init(&b);
        put_number(&b, 1, i);
        put_number(&b, 2, i);
        put_number(&b, 4, n - i);
        put_message(out, 5, &b);
        buf_init(&b);
        put_number(&b, 1, i);
        put_number(&b, 2, 1);
        put_number(&b, 3, i);
        buf_init(&sub);
        put_number(&sub, 1, i);
        put_number(&sub, 2, i);
        put_message(&b, 4, &sub);
        put_message(out, 4, &b);
        buf_init(&b);
        for (size_t j = i; j >= 1; j--)
            put_number(&b, 1, j);
        put_number(&b, 2, 1000 * i);
        buf_init(&sub);
        put_number(&sub, 1, n - i + 1);
        put_number(&sub, i & 1 ? 2 : 3, i);
        put_message(&b, 3, &sub);
        put_message(out, 2, &b);
    }
    buf_init(&b);
    put_number(&b, 1, 1);
    put_number(&b, 3, 1000);
    put_number(&b, 5, n);
    put_message(out, 3, &b);
}

static void write_dot(const char *how, const struct buf *profile)
{
    struct fuzz_file file = fuzz_file_make(profile->data, profile->len);
    struct command_line c;
    struct err err;
    char output[280];
    snprintf(output, sizeof output, "-output=%s", dot_path);
    const char *argv[] = {"cpprof", "-dot", output, how, file.path};
    fuzz_expect(cli_parse(&c, 5, (char **)argv, &err) == 0, "the options are options");
    fuzz_expect(run_parsed(&c, &err) == 0, "the graph can be written");
    fuzz_file_close(&file);
}

static void read_dot(struct buf *dot)
{
    int fd = open(dot_path, O_RDONLY | O_CLOEXEC);
    ssize_t n;
    buf_init(dot);
    while (fd >= 0 && (n = read(fd, buf_reserve(dot, 65536), 65536)) > 0)
        dot->len += (size_t)n;
    close(fd);
    unlink(dot_path);
}

static void check_svg(struct buf *svg)
{
    static const char *const known[] = {"?xml ",    "!DOCTYPE svg", "!-- ",     "svg ",  "g ", "g>",    "title>", "/",
                                        "polygon ", "polyline ",    "ellipse ", "path ", "a ", "text ", "a xlink"};
    const char *all = buf_cstr(svg);
    fuzz_expect(strlen(all) == svg->len, "there is no NUL in a picture");
    fuzz_expect(!strstr(all, "<a xlink:href"), "there is no link in a picture");
    for (const char *at = all; (at = strchr(at, '<')); at++) {
        bool found = false;
        for (size_t i = 0; i < ROWS_OF(known); i++)
            found |= strncmp(at + 1, known[i], strlen(known[i])) == 0;
        fuzz_expect(found, "a picture has the elements that graphs have");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const how[] = {"-trim=false", "-call_tree", "-lines", "-addresses", "-files", "-compact_labels"};
    struct fuzz_input in = {(const char *)data, size}, name[MOST_NAMES];
    unsigned row = fuzz_byte(&in) % ROWS_OF(how);
    struct buf profile, dot, svg;
    struct err err = {""};
    size_t n = 0;
    while (n < MOST_NAMES && in.len)
        name[n++] = fuzz_part(&in, '\n');
    if (n == 0)
        return 0;
    buf_init(&profile);
    put_names(&profile, name, n);
    write_dot(how[row], &profile);
    read_dot(&dot);
    buf_init(&svg);
    int status = graphviz_render(dot.data, dot.len, "svg", &svg, &err);
    if (status && !strstr(err.msg, "not installed"))
        fuzz_expect(false, err.msg);
    if (status == 0)
        check_svg(&svg);
    buf_release(&svg);
    buf_release(&dot);
    buf_release(&profile);
    return 0;
}
