/* A library that is loaded before the others (LD_PRELOAD): the kernel gives no random numbers,
 * neither by a call nor from its devices. */
#undef _FILE_OFFSET_BITS /* or open() would be open64() */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>
#include <unistd.h>

int
getentropy (void   *buffer,
            size_t  length)
{
  (void) buffer;
  (void) length;
  errno = EIO;
  return -1;
}

ssize_t
getrandom (void         *buffer,
           size_t        length,
           unsigned int  flags)
{
  (void) buffer;
  (void) length;
  (void) flags;
  errno = ENOSYS;
  return -1;
}

/* As open (2) has it, with a mode or without one. */
static int
open_by (const char *name,
         const char *path,
         int         flags,
         va_list     rest)
{
  int (*real) (const char *, int, ...);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (rest, mode_t) : 0;
  void *symbol = dlsym (RTLD_NEXT, name);

  if (symbol == NULL)
    abort ();
  if (strcmp (path, "/dev/urandom") == 0 || strcmp (path, "/dev/random") == 0)
    {
      errno = ENOENT;
      return -1;
    }

  memcpy (&real, &symbol, sizeof real);
  return real (path, flags, mode);
}

int
open (const char *path,
      int         flags,
      ...)
{
  va_list rest;
  int fd;

  va_start (rest, flags);
  fd = open_by ("open", path, flags, rest);
  va_end (rest);
  return fd;
}

int
open64 (const char *path,
        int         flags,
        ...)
{
  va_list rest;
  int fd;

  va_start (rest, flags);
  fd = open_by ("open64", path, flags, rest);
  va_end (rest);
  return fd;
}
