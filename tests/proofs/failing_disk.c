/* A disk that fails on demand, for LD_PRELOAD: while the file $FAILING/sync exists, every fsync and fdatasync of
   a book fails with EIO; while $FAILING/write exists, every write to one does; while $FAILING/half exists, half
   of what is written arrives before it fails. Other files are left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int asked(const char *what) {
    char name[4096];
    const char *folder = getenv("FAILING");
    if (!folder) return 0;
    snprintf(name, sizeof name, "%s/%s", folder, what);
    return access(name, F_OK) == 0;
}

static int of_a_book(int fd) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    return strstr(name, ".book") != NULL;
}

static int fails(const char *what, int fd) {
    int kept = errno, yes = asked(what) && of_a_book(fd);
    errno = yes ? EIO : kept;
    return yes;
}

int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    return fails("sync", fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return fails("sync", fd) ? -1 : real(fd);
}

static ssize_t put(const char *name, int fd, const void *from, size_t size, off_t at) {
    ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, name);
    if (fails("half", fd)) {
        real(fd, from, size / 2, at);
        errno = EIO;
        return -1;
    }
    return fails("write", fd) ? -1 : real(fd, from, size, at);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return put("pwrite", fd, from, size, at); }

ssize_t pwrite64(int fd, const void *from, size_t size, off_t at) { return put("pwrite64", fd, from, size, at); }

ssize_t write(int fd, const void *from, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    return fails("write", fd) ? -1 : real(fd, from, size);
}
