#include "format/profile_format.h"

#define PROFILE_FORMAT(name) extern const struct profile_format profile_format_##name;
#include "format/formats.def"
#undef PROFILE_FORMAT

static const struct profile_format *const formats[] = {
#define PROFILE_FORMAT(name) &profile_format_##name,
#include "format/formats.def"
#undef PROFILE_FORMAT
};

int profile_read(struct profile *p, struct input *in, struct err *err)
{
    const char *data = NULL;
    size_t len = 0;
    if (input_peek(in, &data, &len, err) < 0)
        return -1;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i]->sniff(data, len))
            return formats[i]->read(p, in, err);
    return err_set(err, "not a profile in a format that is known");
}
