#include "ui/choices.h"

#include "app/base/file.h"

#include <errno.h>

#define FOLDER   "zmonitor-station"
#define FILENAME "choices.ini"
#define FILE_MAX (64 * 1024) /* bytes */
#define MODE     0600

typedef struct {
  char *group;
  char *key;
  char *value;
} Choice;

static Choice *
choice_new (const char *group,
            const char *key,
            const char *value)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->group = g_strdup (group);
  choice->key = g_strdup (key);
  choice->value = g_strdup (value);
  return choice;
}

static void
choice_free (Choice *choice)
{
  g_free (choice->group);
  g_free (choice->key);
  g_free (choice->value);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

/* Both of the thread that draws. */
static GKeyFile *chosen; /* since the program began */
static GThreadPool *writer; /* of one thread; NULL while nothing was chosen since the last flush */

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

/* The file is read again, since another window may have written into it. */
static void
write_choice (gpointer data,
              gpointer user_data)
{
  g_autoptr(Choice) choice = data;
  g_autoptr(GKeyFile) choices = load ();
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_key_file_set_string (choices, choice->group, choice->key, choice->value);
  content = g_key_file_to_data (choices, &length, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  else if (!zm_file_write (path, content, length, MODE, &error))
    g_debug ("%s: %s", path, error->message);
}

char *
zm_choices_get (const char *group,
                const char *key)
{
  g_autoptr(GKeyFile) choices = NULL;
  char *value = NULL;

  if (chosen != NULL)
    value = g_key_file_get_string (chosen, group, key, NULL);
  if (value != NULL)
    return value;

  choices = load ();
  return g_key_file_get_string (choices, group, key, NULL);
}

void
zm_choices_set (const char *group,
                const char *key,
                const char *value)
{
  if (chosen == NULL)
    chosen = g_key_file_new ();
  if (writer == NULL)
    writer = g_thread_pool_new_full (write_choice, NULL, (GDestroyNotify) choice_free, 1, FALSE,
                                     NULL);

  g_key_file_set_string (chosen, group, key, value);
  g_thread_pool_push (writer, choice_new (group, key, value), NULL);
}

void
zm_choices_flush (void)
{
  if (writer != NULL)
    g_thread_pool_free (g_steal_pointer (&writer), FALSE, TRUE);
}
