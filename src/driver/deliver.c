#include "driver/deliver.h"

#include <string.h>
#include <unistd.h>

#include "host/messages.h"
#include "host/progress.h"
#include "host/sink.h"
#include "host/terminal.h"
#include "host/viewer.h"
#include "render/graphviz.h"
#include "render/svg_pan.h"

/* A delivery under way. */
struct parcel {
    const struct delivery *d;
    canvas_writer *write;
    void *arg;
};

/* Keeps the graph if Graphviz fails: as DOT text, next to where the picture would have been. */
static void keep_dot_file(const struct buf *dot, const char *output)
{
    struct sink s;
    struct err err;
    struct buf name;
    buf_init(&name);
    buf_printf(&name, "%s.dot", output);
    bool to_file = *output && strcmp(output, "-") != 0;
    if ((to_file ? sink_open(&s, buf_cstr(&name), NULL, &err) : sink_open_numbered(&s, "dot", &err)) ||
        sink_commit(&s, sink_write(&s, dot->data, dot->len), &err))
        message("cpprof: the graph could not be kept: %s", err.msg);
    buf_release(&name);
}

/* The extension of a picture is its format. */
static int draw_picture(const struct parcel *p, struct buf *out, struct err *err)
{
    struct buf dot, picture;
    buf_init(&dot);
    buf_init(&picture);
    struct canvas c = {.to = &dot};
    int status = p->write(p->arg, &c, err);
    if (status == 0) {
        progress_begin_layout(c.n_drawn);
        status = graphviz_render(dot.data, dot.len, p->d->extension, &picture, err);
        progress_end_layout();
        if (status)
            keep_dot_file(&dot, p->d->output);
    }
    if (status == 0 && p->d->medium == MEDIUM_PANNED)
        svg_pan_wrap(picture.data, picture.len, out);
    else if (status == 0)
        buf_put_str(out, buf_str(&picture));
    buf_release(&dot);
    buf_release(&picture);
    return status;
}

static int write_medium(const struct parcel *p, struct canvas *c, struct err *err)
{
    bool is_drawn = p->d->medium == MEDIUM_DRAWN || p->d->medium == MEDIUM_PANNED;
    return is_drawn ? draw_picture(p, c->to, err) : p->write(p->arg, c, err);
}

/* On a terminal, control bytes are made visible, even those of a picture. Text has the width and colour of the terminal. */
static int write_for(const struct parcel *p, const struct sink *s, struct buf *out, struct err *err)
{
    struct terminal t;
    struct buf cleaned;
    bool is_text = p->d->medium == MEDIUM_TEXT, clean = isatty(s->fd);
    bool colour = is_text && terminal_has_colour(s->fd, p->d->color);
    struct canvas c = {.to = out};
    if (!colour && !clean)
        return write_medium(p, &c, err);
    terminal_init(&t, clean, out);
    buf_init_drain(&cleaned, terminal_write, &t);
    c = (struct canvas){
        .to = &cleaned, .paint = colour ? &t.paint : NULL, .width = is_text && clean ? terminal_width(s->fd) : 0};
    int status = write_medium(p, &c, err);
    buf_flush(&cleaned);
    terminal_end(&t);
    buf_release(&cleaned);
    return status;
}

/* Writes into an open sink, and closes it. */
static int write_into(const struct parcel *p, struct sink *s, struct err *err)
{
    struct buf out;
    buf_init_drain(&out, sink_write, s);
    int status = write_for(p, s, &out, err);
    if (status == 0)
        status = sink_commit(s, buf_flush(&out), err);
    else
        sink_abandon(s);
    buf_release(&out);
    return status;
}

/* Writes to a temporary file, and shows that with a program. The shell does not wait for the program to end. */
static int show_in_viewer(const struct parcel *p, struct err *err)
{
    struct sink s;
    struct tempfile *file = viewer_new_file(p->d->extension, err);
    if (!file)
        return -1;
    int status = sink_open(&s, file->name, NULL, err);
    s.quiet = true;
    if (status == 0 && (status = write_into(p, &s, err)) == 0)
        return viewer_show(p->d->viewer, file, !p->d->prefers_files, err);
    tempfile_remove(file);
    return status;
}

int deliver(const struct delivery *d, canvas_writer *write, void *arg, struct err *err)
{
    const struct parcel p = {d, write, arg};
    const char *extension = d->medium == MEDIUM_TEXT ? NULL : d->extension;
    bool has_place = *d->output != '\0';
    struct sink s;
    if (d->viewer != VIEWER_NONE && !has_place)
        return show_in_viewer(&p, err);
    bool numbered = d->prefers_files && extension && !has_place;
    if (numbered ? sink_open_numbered(&s, extension, err) : sink_open(&s, d->output, extension, err))
        return -1;
    return write_into(&p, &s, err);
}
