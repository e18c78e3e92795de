#include <dlfcn.h>
#include <fcntl.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Preloaded into the station: counts the pictures of a camera that were drawn into its window, in the
 * file that $ZM_DRAWN names, a guint64. A picture that is drawn twice counts once. */

static guint64 *
get_count (void)
{
  static guint64 *count;
  static guint64 nowhere;
  const char *path = g_getenv ("ZM_DRAWN");
  int fd;

  if (count != NULL)
    return count;

  count = &nowhere;
  fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;
  if (fd >= 0 && ftruncate (fd, sizeof *count) == 0)
    count = mmap (NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  g_assert (count != MAP_FAILED);
  if (fd >= 0)
    close (fd);

  return count;
}

/* Only the viewfinder makes textures of memory that are drawn at the next occasion. */
static gboolean is_new;

GdkTexture *
gdk_memory_texture_new (int              width,
                        int              height,
                        GdkMemoryFormat  format,
                        GBytes          *bytes,
                        gsize            stride)
{
  GdkTexture *(*make) (int, int, GdkMemoryFormat, GBytes *, gsize);

  *(void **) &make = dlsym (RTLD_NEXT, "gdk_memory_texture_new");
  is_new = is_new || width * height >= 640 * 360;
  return make (width, height, format, bytes, stride);
}

void
gtk_snapshot_append_texture (GtkSnapshot           *snapshot,
                             GdkTexture            *texture,
                             const graphene_rect_t *bounds)
{
  void (*append) (GtkSnapshot *, GdkTexture *, const graphene_rect_t *);

  *(void **) &append = dlsym (RTLD_NEXT, "gtk_snapshot_append_texture");
  if (is_new)
    (*get_count ())++;
  is_new = FALSE;
  append (snapshot, texture, bounds);
}
