#include "app/device/led.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define NUMBER_MAX  16 /* bytes of a brightness */
#define LETTERS_MAX 64 /* bytes of a name */

struct _ZmLed {
  char *path;    /* of its brightness */
  char *before;  /* as it was found */
  char *bright;
};

static gboolean
fail (const char  *path,
      const char  *seen,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "led.write", seen, path, "The light cannot be used");
  return FALSE;
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  if (*name != '\0' && *name != '.' && strlen (name) <= LETTERS_MAX && strchr (name, '/') == NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "led.name", name, "a name as in " ZM_LED_DIRECTORY,
                "This is no name of a light");
  return FALSE;
}

/* A small number, or NULL. */
static char *
read_number (const char *path)
{
  g_autoptr(GBytes) content = zm_file_read (path, NUMBER_MAX, NULL);
  g_autofree char *text = content != NULL ? zm_text_copy_bytes (content) : NULL;
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, G_MAXUINT32, &number,
                                                   NULL))
    return NULL;

  return g_steal_pointer (&text);
}

/* The kernel takes what is written at once: there is nothing to be renamed. */
static gboolean
write_number (const char  *path,
              const char  *number,
              GError     **error)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_TRUNC | O_NOCTTY);
  gboolean ok = fd >= 0 && write (fd, number, strlen (number)) == (gssize) strlen (number);
  int saved = errno;

  if (fd >= 0)
    close (fd);
  return ok || fail (path, g_strerror (saved), error);
}

ZmLed *
zm_led_open (const char  *directory,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = g_build_filename (directory, name, "brightness", NULL);
  g_autofree char *max_path = g_build_filename (directory, name, "max_brightness", NULL);
  g_autofree char *before = NULL;
  char *bright;
  ZmLed *led;

  if (!check_name (name, error))
    return NULL;
  before = read_number (path);
  if (before == NULL)
    {
      (void) !fail (path, "no brightness that can be read", error);
      return NULL;
    }
  if (!write_number (path, before, error))
    return NULL;

  bright = read_number (max_path);
  led = g_new0 (ZmLed, 1);
  led->path = g_steal_pointer (&path);
  led->before = g_steal_pointer (&before);
  led->bright = bright != NULL ? bright : g_strdup ("1");

  return led;
}

void
zm_led_free (ZmLed *led)
{
  if (led == NULL)
    return;

  g_free (led->path);
  g_free (led->before);
  g_free (led->bright);
  g_free (led);
}

gboolean
zm_led_set (ZmLed     *led,
            gboolean   on,
            GError   **error)
{
  g_return_val_if_fail (led != NULL, FALSE);

  return write_number (led->path, on ? led->bright : "0", error);
}

gboolean
zm_led_restore (ZmLed   *led,
                GError **error)
{
  g_return_val_if_fail (led != NULL, FALSE);

  return write_number (led->path, led->before, error);
}
