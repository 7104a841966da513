#include "format/profile_format.h"

#include <string.h>

#include "format/likeness.h"

#define PROFILE_FORMAT(name) extern const struct profile_format profile_format_##name;
#include "format/formats.def"
#undef PROFILE_FORMAT

static const struct profile_format *const formats[] = {
#define PROFILE_FORMAT(name) &profile_format_##name,
#include "format/formats.def"
#undef PROFILE_FORMAT
};

/* Reads in the first format that the beginning of the input fits. */
static int read_in_format(struct profile *p, struct input *in, const char *data, size_t len, struct err *err)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i]->sniff(data, len))
            return formats[i]->read(p, in, err);
    return err_set(err, "unrecognized profile format");
}

int profile_read(struct profile *p, struct input *in, struct err *err)
{
    char head[LIKENESS_BYTES];
    const char *data = NULL;
    size_t len = 0;
    if (input_peek(in, &data, &len, err) < 0)
        return -1;
    size_t n_head = len < sizeof head ? len : sizeof head;
    if (n_head)
        memcpy(head, data, n_head);
    if (read_in_format(p, in, data, len, err) == 0)
        return 0;
    const char *what = input_has_failed(in) ? NULL : likeness_find(head, n_head);
    return what ? err_set(err, "unrecognized profile format: this looks like %s", what) : -1;
}
