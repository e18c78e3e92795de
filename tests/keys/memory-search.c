#include <glib.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* memory-search TARGET…: looks for many byte strings at once. Standard input has one a line, as
 * "NAME HEX". A target is a process, all of whose readable memory is read, or the path of a file.
 * Each hit is a line on standard output: target, name, where it lies. The last line tells how many
 * bytes were looked at. */

#define CHUNK      (1024 * 1024)
#define LENGTH_MIN 6
#define LENGTH_MAX 4096

typedef struct {
  char   *name;
  guint8 *bytes;
  gsize   length;
} Needle;

/* Needles by their first two bytes. */
static GPtrArray *buckets[65536];
static gsize looked_at;
static GHashTable *told;

static void
take_needle (char *line)
{
  g_auto(GStrv) words = g_strsplit (g_strchomp (line), " ", 2);
  Needle *needle = g_new0 (Needle, 1);
  guint16 start;

  g_assert_cmpint (g_strv_length (words), ==, 2);
  needle->name = g_strdup (words[0]);
  needle->length = strlen (words[1]) / 2;
  needle->bytes = g_malloc (needle->length);
  for (gsize i = 0; i < needle->length; i++)
    needle->bytes[i] = (guint8) (g_ascii_xdigit_value (words[1][2 * i]) << 4 |
                                 g_ascii_xdigit_value (words[1][2 * i + 1]));
  g_assert_cmpuint (needle->length, >=, LENGTH_MIN);
  g_assert_cmpuint (needle->length, <=, LENGTH_MAX);

  memcpy (&start, needle->bytes, sizeof start);
  if (buckets[start] == NULL)
    buckets[start] = g_ptr_array_new ();
  g_ptr_array_add (buckets[start], needle);
}

static void
read_needles (void)
{
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    take_needle (line);
  free (line);
}

static void
tell (const char *target,
      const char *name,
      const char *place)
{
  g_autofree char *hit = g_strdup_printf ("%s\t%s\t%s", target, name, place);

  if (g_hash_table_add (told, g_strdup (hit)))
    puts (hit);
}

static void
search (const char   *target,
        const char   *place,
        const guint8 *data,
        gsize         length)
{
  for (gsize i = 0; i + LENGTH_MIN <= length; i++)
    {
      guint16 start;
      const GPtrArray *bucket;

      memcpy (&start, data + i, sizeof start);
      bucket = buckets[start];
      for (guint n = 0; bucket != NULL && n < bucket->len; n++)
        {
          const Needle *needle = bucket->pdata[n];

          if (needle->length <= length - i && memcmp (data + i, needle->bytes, needle->length) == 0)
            tell (target, needle->name, place);
        }
    }
}

/* Chunks overlap, so that nothing is cut at their border. A page that cannot be read is left out. */
static void
search_range (const char *target,
              const char *place,
              int         fd,
              guint64     at,
              guint64     end)
{
  g_autofree guint8 *data = g_malloc (CHUNK + LENGTH_MAX);

  while (at < end)
    {
      gsize wanted = (gsize) MIN (end - at, CHUNK + LENGTH_MAX);
      gssize got = pread (fd, data, wanted, (off_t) at);

      if (got <= 0)
        return;
      search (target, place, data, (gsize) got);
      looked_at += (gsize) MIN (got, CHUNK);
      at += (guint64) MIN (got, CHUNK);
    }
}

static void
search_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  /* It may have gone since it was listed. */
  if (fd < 0)
    return;
  search_range (path, "file", fd, 0, G_MAXINT64);
  close (fd);
}

static void
search_process (const char *pid)
{
  g_autofree char *maps_path = g_strdup_printf ("/proc/%s/maps", pid);
  g_autofree char *memory_path = g_strdup_printf ("/proc/%s/mem", pid);
  g_autofree char *maps = NULL;
  g_auto(GStrv) lines = NULL;
  int memory = open (memory_path, O_RDONLY | O_CLOEXEC);

  if (memory < 0 || !g_file_get_contents (maps_path, &maps, NULL, NULL))
    {
      fprintf (stderr, "memory-search: process %s: %s\n", pid, g_strerror (errno));
      exit (1);
    }
  lines = g_strsplit (maps, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      guint64 at, end;
      char rights[5], name[256] = "anonymous";

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s %*s %*s %*s %255s",
                  &at, &end, rights, name) >= 3 && rights[0] == 'r' && name[1] != 'v')
        search_range (pid, name, memory, at, end);
    }
  close (memory);
}

int
main (int   argc,
      char *argv[])
{
  told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_needles ();
  for (int i = 1; i < argc; i++)
    {
      if (g_ascii_isdigit (argv[i][0]))
        search_process (argv[i]);
      else
        search_file (argv[i]);
    }
  printf ("%zu\n", looked_at);

  return 0;
}
