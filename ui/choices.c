#include "ui/choices.h"

#include "app/base/file.h"

#include <errno.h>

#define FOLDER   "zmonitor-station"
#define FILENAME "choices.ini"
#define FILE_MAX (64 * 1024) /* bytes */
#define MODE     0600

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), FOLDER, FILENAME, NULL);
}

/* An empty one where there is none that can be read. */
static GKeyFile *
load (void)
{
  GKeyFile *choices = g_key_file_new ();
  g_autofree char *path = get_path ();
  g_autoptr(GBytes) content = zm_file_read (path, FILE_MAX, NULL);

  if (content != NULL && g_bytes_get_size (content) > 0)
    (void) g_key_file_load_from_bytes (choices, content, G_KEY_FILE_NONE, NULL);

  return choices;
}

char *
zm_choices_get (const char *group,
                const char *key)
{
  g_autoptr(GKeyFile) choices = load ();

  return g_key_file_get_string (choices, group, key, NULL);
}

void
zm_choices_set (const char *group,
                const char *key,
                const char *value)
{
  g_autoptr(GKeyFile) choices = load ();
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_key_file_set_string (choices, group, key, value);
  content = g_key_file_to_data (choices, &length, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  else if (!zm_file_write (path, content, length, MODE, &error))
    g_debug ("%s: %s", path, error->message);
}
