#include "ui/recent-names.h"

#include "ui/choices.h"

#include <string.h>

#define GROUP    "sign-in"
#define BETWEEN  "\n" /* which no name has */
#define KEY_HEAD 12   /* hex digits of a station's directory */

static char *
get_key (const char *directory)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, directory, -1);

  return g_strdup_printf ("recent-%.*s", KEY_HEAD, hash);
}

/* The file may say anything. */
GStrv
zm_recent_names_get (const char *directory)
{
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  guint count = 0;

  g_return_val_if_fail (directory != NULL, NULL);

  key = get_key (directory);
  text = zm_choices_get (GROUP, key);
  words = g_strsplit (text != NULL ? text : "", BETWEEN, -1);
  for (gsize i = 0; words[i] != NULL && count < ZM_RECENT_NAMES_MAX; i++)
    {
      if (words[i][0] == '\0')
        continue;
      g_strv_builder_add (names, words[i]);
      count++;
    }

  return g_strv_builder_end (names);
}

static void
remember (const char *directory,
          const char *first,
          const char *without)
{
  g_auto(GStrv) names = zm_recent_names_get (directory);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();
  g_autofree char *key = get_key (directory);
  g_autofree char *text = NULL;

  if (first != NULL)
    g_ptr_array_add (kept, (gpointer) first);
  for (gsize i = 0; names[i] != NULL && kept->len < ZM_RECENT_NAMES_MAX; i++)
    {
      if (strcmp (names[i], without) != 0)
        g_ptr_array_add (kept, names[i]);
    }
  g_ptr_array_add (kept, NULL);

  text = g_strjoinv (BETWEEN, (char **) kept->pdata);
  zm_choices_set (GROUP, key, text);
}

void
zm_recent_names_add (const char *directory,
                     const char *name)
{
  g_auto(GStrv) names = NULL;

  g_return_if_fail (directory != NULL && name != NULL);

  names = zm_recent_names_get (directory);
  if (g_strcmp0 (names[0], name) != 0)
    remember (directory, name, name);
}

void
zm_recent_names_forget (const char *directory,
                        const char *name)
{
  g_auto(GStrv) names = NULL;

  g_return_if_fail (directory != NULL && name != NULL);

  names = zm_recent_names_get (directory);
  if (g_strv_contains ((const char *const *) names, name))
    remember (directory, NULL, name);
}
