#include "host/sandbox.h"

#include "host/messages.h"

#if !defined(__linux__) || defined(NO_SANDBOX)

struct sandbox sandbox_enter(const struct sandbox_needs *needs)
{
    (void)needs;
    return (struct sandbox){0};
}

void sandbox_end_reads(struct sandbox *s, const struct sandbox_needs *needs)
{
    (void)s;
    (void)needs;
}

#else

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/err.h"

/* ---- Landlock: which files ---- */

/* Rights that the header of this system may be too old to know. */
enum { FS_REFER = 1 << 13, FS_TRUNCATE = 1 << 14 };

/* Every right to change something. */
static uint64_t change_rights(int version)
{
    uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                      LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_EXECUTE;
    return rights | (version >= 2 ? FS_REFER : 0) | (version >= 3 ? FS_TRUNCATE : 0);
}

static int landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

static int new_rules(uint64_t rights)
{
    struct landlock_ruleset_attr rules = {.handled_access_fs = rights};
    return (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
}

/* Allows `rights` at and below the path. A path that cannot be opened cannot be written either. */
static void allow(int rules, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0)
        return;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
}

static void allow_folder_of(int rules, const char *file, uint64_t rights)
{
    char *copy = strdup(file);
    if (!copy)
        err_out_of_memory();
    allow(rules, dirname(copy), rights);
    free(copy);
}

/*
 * If the output exists and is not a plain file, allows the rights `on` for it. Otherwise allows the rights `beside` in its folder,
 * and in the folder of the file that it leads to if it is a symbolic link.
 */
static void allow_output(int rules, const char *output, uint64_t on, uint64_t beside)
{
    struct stat st;
    if (*output == '\0' || strcmp(output, "-") == 0)
        return;
    if (stat(output, &st) == 0 && !S_ISREG(st.st_mode)) {
        allow(rules, output, on);
        return;
    }
    char *target = realpath(output, NULL);
    allow_folder_of(rules, output, beside);
    if (target)
        allow_folder_of(rules, target, beside);
    free(target);
}

/* Allows all outputs, and new files in the current folder. */
static void allow_needed(int rules, const struct sandbox_needs *needs, uint64_t on, uint64_t beside)
{
    if (needs->new_files)
        allow(rules, ".", beside);
    allow_output(rules, needs->output, on, beside);
    for (size_t i = 0; needs->results && i < needs->results->n; i++)
        allow_output(rules, needs->results->item[i].file, on, beside);
}

static bool enforce(int rules)
{
    bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

static int limit_changes(const struct sandbox_needs *needs)
{
    int version = landlock_version(), rules = version ? new_rules(change_rights(version)) : -1;
    if (rules < 0)
        return 0;
    uint64_t write = LANDLOCK_ACCESS_FS_WRITE_FILE | (version >= 3 ? FS_TRUNCATE : 0);
    allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE);
    /* In its folder, files are created, replaced and removed. */
    allow_needed(rules, needs, write, write | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE);
    return enforce(rules) ? version : 0;
}

/* ---- seccomp: which system calls ---- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* The leak check looks at the threads with ptrace. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_LEAK_CHECK 1
#elif defined(__has_feature)
#define HAS_LEAK_CHECK __has_feature(address_sanitizer)
#else
#define HAS_LEAK_CHECK 0
#endif

#ifdef ARCHITECTURE
/* Calls that nothing here makes. If a library tries one, it fails with EPERM, and the program goes on. */
static const uint16_t refused[] = {SYS_socket,
                                   SYS_socketpair,
                                   SYS_connect,
                                   SYS_bind,
                                   SYS_listen,
                                   SYS_accept,
                                   SYS_accept4,
                                   SYS_sendto,
                                   SYS_sendmsg,
                                   SYS_execve,
                                   SYS_execveat,
#if !HAS_LEAK_CHECK
                                   SYS_ptrace,
#endif
                                   SYS_process_vm_readv,
                                   SYS_process_vm_writev,
                                   SYS_pidfd_open,
                                   SYS_pidfd_getfd,
                                   SYS_kcmp,
                                   SYS_bpf,
                                   SYS_perf_event_open,
                                   SYS_userfaultfd,
                                   SYS_io_uring_setup,
                                   SYS_keyctl,
                                   SYS_add_key,
                                   SYS_request_key,
                                   SYS_mount,
                                   SYS_umount2,
                                   SYS_move_mount,
                                   SYS_open_tree,
                                   SYS_fsopen,
                                   SYS_pivot_root,
                                   SYS_chroot,
                                   SYS_setns,
                                   SYS_unshare,
                                   SYS_open_by_handle_at,
                                   SYS_init_module,
                                   SYS_finit_module,
                                   SYS_delete_module,
                                   SYS_kexec_load,
                                   SYS_reboot,
                                   SYS_swapon,
                                   SYS_swapoff,
                                   SYS_acct,
                                   SYS_quotactl,
                                   SYS_settimeofday,
                                   SYS_clock_settime,
                                   SYS_adjtimex};
enum { N_REFUSED = sizeof refused / sizeof *refused };

static bool limit_calls(void)
{
    struct sock_filter code[N_REFUSED + 8], *at = code;
    *at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    *at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    *at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    *at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    /* The system calls of x32 have other numbers, which would pass. */
    *at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, N_REFUSED + 1, 0);
#endif
    for (size_t i = 0; i < N_REFUSED; i++)
        *at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], (uint8_t)(N_REFUSED - i), 0);
    *at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    *at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    struct sock_fprog program = {(unsigned short)(at - code), code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
static bool limit_calls(void)
{
    return false;
}
#endif

struct sandbox sandbox_enter(const struct sandbox_needs *needs)
{
    struct sandbox s = {0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return s;
    s.landlock = limit_changes(needs);
    s.seccomp = limit_calls();
    return s;
}

void sandbox_end_reads(struct sandbox *s, const struct sandbox_needs *needs)
{
    /* The leak check reads files about the process at its end. */
    if (!s->landlock || HAS_LEAK_CHECK)
        return;
    int rules = new_rules(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
    if (rules < 0)
        return;
    allow_needed(rules, needs, LANDLOCK_ACCESS_FS_READ_FILE, LANDLOCK_ACCESS_FS_READ_FILE);
    s->no_reads = enforce(rules);
}

#endif

void sandbox_say(const struct sandbox *s)
{
    if (!s->landlock && !s->seccomp) {
        message("sandbox: none");
        return;
    }
    message("sandbox:%s%s%s", s->seccomp ? " no network, no programs;" : "",
            s->landlock ? " no files changed but the output;" : "",
            s->no_reads ? " no more files read" : " files may be read");
}
