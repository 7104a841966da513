/*
 * The floor under every reader of profiles: inflates gzip files with zlib, one after the other, and does nothing else.
 *
 *     $ floor before.pb.gz after.pb.gz
 *     132821423
 *
 * It prints how many bytes came out.
 */
#include <stdio.h>
#include <zlib.h>

/* Adds the number of plain bytes in the file to `total`. @return 0; or -1 after printing a message */
static int file_inflate(const char *path, unsigned long long *total)
{
    static char room[256 * 1024];
    gzFile in = gzopen(path, "rb");
    int n;
    if (!in || gzbuffer(in, 128 * 1024)) {
        fprintf(stderr, "floor: %s: cannot be opened\n", path);
        return -1;
    }
    while ((n = gzread(in, room, sizeof room)) > 0)
        *total += (unsigned)n;
    int closed = gzclose_r(in);
    if (n == 0 && closed == Z_OK)
        return 0;
    fprintf(stderr, "floor: %s: cannot be inflated\n", path);
    return -1;
}

int main(int argc, char **argv)
{
    unsigned long long total = 0;
    if (argc < 2) {
        fprintf(stderr, "floor: usage: floor FILE ...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++)
        if (file_inflate(argv[i], &total))
            return 2;
    printf("%llu\n", total);
    return fflush(stdout) ? 2 : 0;
}
