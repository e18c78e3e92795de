#include "app/store/read-ahead.h"

#include "app/store/database-private.h"

#include <string.h>

#define NAME   "zm-read-ahead"
#define WINDOW 65536        /* bytes that are read at once */
#define NEAR   (WINDOW / 2) /* who steps over more than so many bytes is not on a way through the file */

/* Lies behind the system's own file, whose methods go on working on it: all but these are theirs. */
typedef struct {
  const sqlite3_io_methods *system;
  sqlite3_io_methods methods;
  sqlite3_int64 last;  /* where the last page was */
  guint8 *window;      /* NULL until somebody reads forwards */
  sqlite3_int64 first; /* byte of the file in it */
  int length;          /* 0: it holds nothing that may be given */
} Ahead;

static sqlite3_vfs *system_vfs;
static sqlite3_vfs vfs;

static Ahead *
get_ahead (sqlite3_file *file)
{
  return (Ahead *) (gpointer) ((guint8 *) file + vfs.szOsFile - sizeof (Ahead));
}

/* A page that this connection may see does not change while it holds its locks, in the write-ahead log or
 * without: who writes leaves alone what a reader needs. After that anything may. */
static void
forget (sqlite3_file *file)
{
  get_ahead (file)->length = 0;
}

static gboolean
is_within (const Ahead   *ahead,
           int            length,
           sqlite3_int64  offset)
{
  return offset >= ahead->first && offset + length <= ahead->first + ahead->length;
}

/* Near the end of the file the system has not so many bytes, and the page is read by itself. */
static void
fill_window (sqlite3_file  *file,
             sqlite3_int64  first)
{
  Ahead *ahead = get_ahead (file);

  if (ahead->window == NULL)
    ahead->window = g_malloc (WINDOW);
  ahead->first = first;
  ahead->length = ahead->system->xRead (file, ahead->window, WINDOW, first) == SQLITE_OK ? WINDOW
                                                                                        : 0;
}

/* Rows are read forwards, and pages checked backwards. */
static void
follow (sqlite3_file  *file,
        int            length,
        sqlite3_int64  offset)
{
  sqlite3_int64 step = offset - get_ahead (file)->last;

  if (step > 0 && step <= NEAR)
    fill_window (file, offset);
  else if (step < 0 && step >= -NEAR)
    fill_window (file, MAX (0, offset + length - WINDOW));
}

static int
read_page (sqlite3_file  *file,
           void          *data,
           int            length,
           sqlite3_int64  offset)
{
  Ahead *ahead = get_ahead (file);

  if (!is_within (ahead, length, offset))
    follow (file, length, offset);
  ahead->last = offset;
  if (!is_within (ahead, length, offset))
    return ahead->system->xRead (file, data, length, offset);

  memcpy (data, ahead->window + (offset - ahead->first), (gsize) length);
  return SQLITE_OK;
}

static int
lock_file (sqlite3_file *file,
           int           level)
{
  forget (file);
  return get_ahead (file)->system->xLock (file, level);
}

static int
unlock_file (sqlite3_file *file,
             int           level)
{
  forget (file);
  return get_ahead (file)->system->xUnlock (file, level);
}

static int
lock_log (sqlite3_file *file,
          int           offset,
          int           n,
          int           flags)
{
  forget (file);
  return get_ahead (file)->system->xShmLock (file, offset, n, flags);
}

static int
close_file (sqlite3_file *file)
{
  Ahead *ahead = get_ahead (file);

  g_clear_pointer (&ahead->window, g_free);
  return ahead->system->xClose (file);
}

static void
look_ahead (sqlite3_file *file)
{
  Ahead *ahead = get_ahead (file);

  *ahead = (Ahead) { .system = file->pMethods, .methods = *file->pMethods };
  ahead->methods.xRead = read_page;
  ahead->methods.xLock = lock_file;
  ahead->methods.xUnlock = unlock_file;
  ahead->methods.xClose = close_file;
  if (ahead->methods.iVersion >= 2)
    ahead->methods.xShmLock = lock_log;
  file->pMethods = &ahead->methods;
}

static int
open_file (sqlite3_vfs  *self,
           const char   *name,
           sqlite3_file *file,
           int           flags,
           int          *out_flags)
{
  int result = system_vfs->xOpen (system_vfs, name, file, flags, out_flags);

  if (result == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0)
    look_ahead (file);

  return result;
}

static gpointer
enlist (gpointer data)
{
  const int align = sizeof (sqlite3_int64);

  system_vfs = sqlite3_vfs_find (NULL);
  if (system_vfs == NULL)
    return NULL;

  vfs = *system_vfs;
  vfs.pNext = NULL;
  vfs.zName = NAME;
  vfs.xOpen = open_file;
  vfs.szOsFile = (vfs.szOsFile + align - 1) / align * align + (int) sizeof (Ahead);

  return sqlite3_vfs_register (&vfs, 0) == SQLITE_OK ? (gpointer) vfs.zName : NULL;
}

const char *
zm_read_ahead_get_name (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, enlist, NULL);
}
