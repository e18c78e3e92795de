#include "app/qr/frame-memory.h"

#include "app/qr/frame-request.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW)

G_STATIC_ASSERT (ZM_FRAME_MEMORY_SIZE >= ZM_FRAME_REQUEST_PIXELS_MAX);

/* Kernels before 5.1 cannot forbid writing to others alone. */
static gboolean
seal (int fd)
{
  return fcntl (fd, F_ADD_SEALS, SEALS | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) == 0 ||
         fcntl (fd, F_ADD_SEALS, SEALS | F_SEAL_SEAL) == 0;
}

guint8 *
zm_frame_memory_create (int     *fd,
                        GError **error)
{
  int file = memfd_create ("zmonitor-frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  void *memory = MAP_FAILED;

  if (file >= 0 && ftruncate (file, ZM_FRAME_MEMORY_SIZE) == 0)
    memory = mmap (NULL, ZM_FRAME_MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory != MAP_FAILED && seal (file))
    {
      *fd = file;
      return memory;
    }

  zm_error_set (error, ZM_ERROR_INTERNAL, "reader.memory", g_strerror (errno), NULL,
                "There is no memory to share with the picture reader");
  if (memory != MAP_FAILED)
    munmap (memory, ZM_FRAME_MEMORY_SIZE);
  if (file >= 0)
    close (file);

  return NULL;
}

const guint8 *
zm_frame_memory_map (int fd)
{
  int seals = fcntl (fd, F_GET_SEALS);
  void *memory;

  /* A file that could get smaller would take this process with it. */
  if (seals < 0 || (seals & SEALS) != SEALS || lseek (fd, 0, SEEK_END) != ZM_FRAME_MEMORY_SIZE)
    return NULL;
  memory = mmap (NULL, ZM_FRAME_MEMORY_SIZE, PROT_READ, MAP_SHARED, fd, 0);

  return memory != MAP_FAILED ? memory : NULL;
}

void
zm_frame_memory_unmap (guint8 *memory)
{
  munmap (memory, ZM_FRAME_MEMORY_SIZE);
}
