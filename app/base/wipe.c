/* Nothing stays in memory that was given back. A passphrase, a PIN or a key passes through JSON,
 * base64, strings and widgets whose libraries free without cleansing; here the program's own free()
 * and realloc() stand before those of the C library, for all libraries of the process.
 *
 * A sanitizer has an allocator of its own, which must stay the only one. */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#ifndef __SANITIZE_ADDRESS__

/* What glibc calls its own. */
void __libc_free (void *memory);

void
free (void *memory)
{
  if (memory != NULL)
    explicit_bzero (memory, malloc_usable_size (memory));
  __libc_free (memory);
}

/* A block that grows is moved by hand, since glibc would leave the old one as it is. */
void *
realloc (void   *memory,
         size_t  size)
{
  size_t usable = memory != NULL ? malloc_usable_size (memory) : 0;
  void *moved;

  if (memory == NULL)
    return malloc (size);
  if (size == 0)
    {
      free (memory);
      return NULL;
    }
  if (size <= usable && size >= usable / 2)
    return memory;

  moved = malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, memory, usable < size ? usable : size);
  free (memory);

  return moved;
}

#endif
