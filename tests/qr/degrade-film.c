#include "tests/qr/degrade-table.h"

#include <stdio.h>
#include <stdlib.h>

/* degrade-film ROW TEXT SEED FRAMES DIRECTORY: what a camera sees of the code, in so many frames that
 * are spoilt as the table's row says; bytes of luminance, 000.gray and on. For whoever plays them. */

static gboolean
write_frame (const char    *directory,
             guint          number,
             const Degrade *how,
             const guint8  *pixels)
{
  g_autofree char *name = g_strdup_printf ("%03u.gray", number);
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr(GError) error = NULL;

  if (g_file_set_contents (path, (const char *) pixels, (gssize) how->width * how->height, &error))
    return TRUE;

  fprintf (stderr, "%s\n", error->message);
  return FALSE;
}

static gboolean
write_film (const DegradeRow *row,
            const char       *text,
            guint32           seed,
            guint             frames,
            const char       *directory)
{
  const char *const texts[] = { text, NULL };
  g_autofree guint8 *pixels = NULL;
  Degrade how;

  degrade_table_apply (row, &how);
  how.seed = seed;
  pixels = g_malloc ((gsize) how.width * how.height);
  for (guint frame = 0; frame < frames; frame++)
    {
      degrade_grey (&how, texts, frame, pixels);
      if (!write_frame (directory, frame, &how, pixels))
        return FALSE;
    }

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  const DegradeRow *row = argc == 6 ? degrade_table_find (argv[1]) : NULL;

  if (row == NULL)
    {
      fprintf (stderr, "degrade-film ROW TEXT SEED FRAMES DIRECTORY\n");
      return 2;
    }

  return write_film (row, argv[2], (guint32) atoi (argv[3]), (guint) atoi (argv[4]), argv[5]) ? 0 : 1;
}
