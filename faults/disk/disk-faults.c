/*
 * Loaded into a process (LD_PRELOAD), stands between it and the C library for every call that
 * changes or reads files under one folder. It writes down each call, and makes the one that it is
 * told to fail. It is told by a file of KERBSIDE_DISK_CONTROL, which the process itself writes, and
 * writes down into the file of KERBSIDE_DISK_RECORD. disk-control.ts and disk-record.ts are the
 * other halves of these two.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct control {
  uint32_t recording; /* 0: calls are neither written down nor counted */
  uint32_t generation; /* another number: forget which file is which */
  uint32_t fail_at;    /* the call that fails, from 1; 0: none */
  uint32_t error;      /* with this errno */
  uint32_t sticky;     /* and so do all that follow */
  uint32_t torn;       /* a failing write has written its first half */
  uint32_t die_at;     /* before this call the process is killed */
  uint32_t count;      /* calls so far */
  uint32_t failed;     /* calls that were made to fail */
  char under[1024];    /* the folder, with a slash at its end */
};
enum { CREATED = 1, FOUND, WRITE, TRUNCATE, SYNC, SYNC_FOLDER, RENAME, UNLINK, MKDIR, READ };

#define FILES 4096
static struct control *control;
static int record_fd = -1;
static uint32_t generation, next_id = 1;
static uint32_t id_of_fd[FILES];
static ino_t ino_of_fd[FILES];
static char *folder_of_fd[FILES];
static struct { ino_t ino; uint32_t id, read_whole; } known[FILES];
static int known_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("KERBSIDE_DISK_CONTROL");
  const char *record = getenv("KERBSIDE_DISK_RECORD");
  if (path == NULL || record == NULL) return;
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return;
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) return;
  record_fd = syscall(SYS_openat, AT_FDCWD, record, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  if (record_fd >= 0) control = memory;
}

/* The part of a path below the folder, or NULL if it is not in it. */
static const char *below(const char *path) {
  if (control == NULL || !control->recording || path == NULL) return NULL;
  size_t length = strnlen(control->under, sizeof control->under);
  if (length == 0) return NULL;
  if (strncmp(path, control->under, length) == 0) return path + length;
  if (strlen(path) == length - 1 && strncmp(path, control->under, length - 1) == 0) return "";
  return NULL;
}

static void note(uint32_t what, uint32_t id, uint64_t at, const void *data, uint32_t length) {
  struct __attribute__((packed)) { uint32_t what, id; uint64_t at; uint32_t length; } head =
      { what, id, at, length };
  struct iovec parts[2] = { { &head, sizeof head }, { (void *)data, length } };
  syscall(SYS_writev, record_fd, parts, 2);
}

/* Counts a call; true if it is to fail, with errno set. */
static int fails(int may_be_full) {
  uint32_t n = ++control->count;
  if (n == control->die_at) syscall(SYS_kill, getpid(), SIGKILL);
  if (control->fail_at == 0 || n < control->fail_at) return 0;
  if (n > control->fail_at && !control->sticky) return 0;
  if (control->error == ENOSPC && !may_be_full) return 0;
  control->failed++;
  errno = control->error;
  return 1;
}

static void forget_if_told(void) {
  if (generation == control->generation) return;
  generation = control->generation;
  known_count = 0;
}

static uint32_t id_of(ino_t ino, int created) {
  for (int i = 0; i < known_count; i++) {
    if (known[i].ino != ino) continue;
    if (created) {
      known[i].id = next_id++;
      known[i].read_whole = 0;
    }
    return known[i].id;
  }
  if (known_count == FILES) abort();
  known[known_count].ino = ino;
  known[known_count].read_whole = 0;
  known[known_count].id = next_id++;
  return known[known_count++].id;
}

static int open_any(int folder, const char *path, int flags, mode_t mode) {
  const char *name = folder == AT_FDCWD || (path && path[0] == '/') ? below(path) : NULL;
  if (name == NULL) return syscall(SYS_openat, folder, path, flags, mode);
  pthread_mutex_lock(&lock);
  forget_if_told();
  struct stat before, now;
  int was_there = syscall(SYS_newfstatat, AT_FDCWD, path, &before, 0) == 0;
  int fd = -1;
  if (!fails(!was_there)) {
    fd = syscall(SYS_openat, folder, path, flags, mode);
    if (fd >= 0 && fd < FILES && fstat(fd, &now) == 0) {
      if (S_ISDIR(now.st_mode)) {
        folder_of_fd[fd] = strdup(name);
      } else {
        uint32_t id = id_of(now.st_ino, !was_there);
        id_of_fd[fd] = id;
        ino_of_fd[fd] = now.st_ino;
        note(was_there ? FOUND : CREATED, id, 0, name, strlen(name));
        if (was_there && (flags & O_TRUNC)) note(TRUNCATE, id, 0, NULL, 0);
      }
    }
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

#define MODE_OF(flags, last) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, last); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE_OF(flags, flags) return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags, flags) return open_any(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE_OF(flags, flags) return open_any(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE_OF(flags, flags) return open_any(folder, path, flags | O_LARGEFILE, mode); }
int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags | O_LARGEFILE, 0); }

/* The file behind a descriptor, 0 if it is none of ours. Not every close is seen, so it is asked. */
static uint32_t watched(int fd) {
  if (control == NULL || !control->recording || fd < 0 || fd >= FILES || id_of_fd[fd] == 0) return 0;
  struct stat now;
  return fstat(fd, &now) == 0 && now.st_ino == ino_of_fd[fd] ? id_of_fd[fd] : 0;
}

static ssize_t write_at(int fd, const void *data, size_t length, off_t at, int moves) {
  uint32_t id = watched(fd);
  if (id == 0) {
    return moves ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, at);
  }
  pthread_mutex_lock(&lock);
  if (moves) at = lseek(fd, 0, SEEK_CUR);
  ssize_t written = -1;
  int error = 0;
  if (fails(1)) {
    error = errno;
    if (control->torn && length > 1) {
      ssize_t half = syscall(SYS_pwrite64, fd, data, length / 2, at);
      if (half > 0) note(WRITE, id, at, data, half);
    }
  } else {
    written = moves ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, at);
    error = errno;
    if (written > 0) note(WRITE, id, at, data, written);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return written;
}
ssize_t write(int fd, const void *data, size_t length) { return write_at(fd, data, length, 0, 1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return write_at(fd, data, length, at, 0); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return write_at(fd, data, length, at, 0); }

/* A file that was just read whole is in the system's memory: reading it again cannot fail. */
static uint32_t *read_whole(uint32_t id) {
  for (int i = 0; i < known_count; i++) {
    if (known[i].id == id) return &known[i].read_whole;
  }
  abort();
}

static ssize_t read_at(int fd, void *data, size_t length, off_t at, int moves) {
  uint32_t id = watched(fd);
  if (id == 0) return moves ? syscall(SYS_read, fd, data, length) : syscall(SYS_pread64, fd, data, length, at);
  pthread_mutex_lock(&lock);
  if (moves) at = lseek(fd, 0, SEEK_CUR);
  ssize_t got = -1;
  int error = 0;
  uint32_t *whole = read_whole(id);
  if (*whole || !fails(0)) {
    got = moves ? syscall(SYS_read, fd, data, length) : syscall(SYS_pread64, fd, data, length, at);
    error = errno;
    struct stat now;
    if (at == 0 && got > 0 && fstat(fd, &now) == 0 && got == now.st_size) *whole = 1;
  } else {
    error = errno;
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return got;
}
ssize_t read(int fd, void *data, size_t length) { return read_at(fd, data, length, 0, 1); }
ssize_t pread(int fd, void *data, size_t length, off_t at) { return read_at(fd, data, length, at, 0); }
ssize_t pread64(int fd, void *data, size_t length, off64_t at) { return read_at(fd, data, length, at, 0); }

/* Vectors do not occur on these files; if they ever do, nothing must go by unseen. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (watched(fd) != 0) abort();
  return syscall(SYS_writev, fd, parts, count);
}

static int truncate_to(int fd, off_t size) {
  uint32_t id = watched(fd);
  if (id == 0) return syscall(SYS_ftruncate, fd, size);
  pthread_mutex_lock(&lock);
  int done = fails(1) ? -1 : syscall(SYS_ftruncate, fd, size), error = errno;
  if (done == 0) note(TRUNCATE, id, size, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}
int ftruncate(int fd, off_t size) { return truncate_to(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncate_to(fd, size); }

static int sync_fd(int fd, long number) {
  struct stat now;
  int is_folder = control != NULL && control->recording && fd >= 0 && fd < FILES &&
                  folder_of_fd[fd] && fstat(fd, &now) == 0 && S_ISDIR(now.st_mode);
  uint32_t id = watched(fd);
  if (id == 0 && !is_folder) return syscall(number, fd);
  pthread_mutex_lock(&lock);
  /* What a sync keeps safe is told by the replay; the disk of this run need not do it too. */
  int done = fails(1) ? -1 : 0, error = errno;
  if (done == 0 && is_folder) note(SYNC_FOLDER, 0, 0, folder_of_fd[fd], strlen(folder_of_fd[fd]));
  else if (done == 0) note(SYNC, id, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}
int fsync(int fd) { return sync_fd(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_fd(fd, SYS_fdatasync); }

int close(int fd) {
  if (fd >= 0 && fd < FILES) {
    id_of_fd[fd] = 0;
    free(folder_of_fd[fd]);
    folder_of_fd[fd] = NULL;
  }
  return syscall(SYS_close, fd);
}

int rename(const char *from, const char *to) {
  const char *a = below(from), *b = below(to);
  if (a == NULL || b == NULL) return syscall(SYS_rename, from, to);
  pthread_mutex_lock(&lock);
  int done = fails(1) ? -1 : syscall(SYS_rename, from, to), error = errno;
  if (done == 0) {
    char both[2048];
    size_t first = strlen(a) + 1, length = first + strlen(b);
    if (length >= sizeof both) abort();
    memcpy(both, a, first);
    memcpy(both + first, b, strlen(b));
    note(RENAME, 0, 0, both, length);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

int unlink(const char *path) {
  const char *name = below(path);
  if (name == NULL) return syscall(SYS_unlink, path);
  pthread_mutex_lock(&lock);
  int done = fails(0) ? -1 : syscall(SYS_unlink, path), error = errno;
  if (done == 0) note(UNLINK, 0, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

int mkdir(const char *path, mode_t mode) {
  const char *name = below(path);
  if (name == NULL) return syscall(SYS_mkdir, path, mode);
  pthread_mutex_lock(&lock);
  int done = fails(1) ? -1 : syscall(SYS_mkdir, path, mode), error = errno;
  if (done == 0) note(MKDIR, 0, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}
