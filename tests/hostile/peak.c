/* peak COMMAND ...: runs the command and writes its peak memory, in kB, to the file that PEAK names. Exits as the command did. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;
    const char *name = getenv("PEAK");
    pid_t pid = fork();
    if (pid == 0 && argc > 1)
        execvp(argv[1], argv + 1);
    if (pid <= 0 || waitpid(pid, &status, 0) != pid || getrusage(RUSAGE_CHILDREN, &usage))
        return 127;
    FILE *to = name ? fopen(name, "w") : NULL;
    if (!to || fprintf(to, "%ld\n", usage.ru_maxrss) < 0 || fclose(to))
        return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
