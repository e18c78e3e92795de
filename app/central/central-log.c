#include "app/central/central-log.h"

#include "app/base/error.h"
#include "app/base/instant.h"
#include "app/base/text.h"

#include <string.h>
#include <unistd.h>

#define TEXT_MAX 256 /* bytes before escaping */

void
zm_central_log_text (json_t     *members,
                     const char *name,
                     const char *text)
{
  g_autofree char *safe = NULL;

  g_return_if_fail (members != NULL && name != NULL);

  if (text == NULL)
    return;

  safe = zm_text_escape (text, (gssize) strnlen (text, TEXT_MAX));
  json_object_set_new (members, name, json_string (safe));
}

/* Who reads the log decides what to do about a full disk or a closed pipe; the server goes on. */
static void
write_line (const char *line,
            gsize       length)
{
  while (length > 0)
    {
      gssize written = write (STDERR_FILENO, line, length);

      if (written <= 0)
        return;
      line += written;
      length -= (gsize) written;
    }
}

void
zm_central_log_event (const char *event,
                      json_t     *members)
{
  g_autoptr(json_t) record = json_object ();
  g_autofree char *time = zm_instant_format_micros (zm_instant_now ());
  g_autofree char *line = NULL;
  char *text;

  g_return_if_fail (event != NULL);

  json_object_set_new (record, "time", json_string (time));
  json_object_set_new (record, "event", json_string (event));
  if (members != NULL)
    {
      json_object_update (record, members);
      json_decref (members);
    }

  text = json_dumps (record, JSON_COMPACT | JSON_ENSURE_ASCII);
  line = g_strconcat (text, "\n", NULL);
  free (text);
  write_line (line, strlen (line));
}

void
zm_central_log_error (const char   *event,
                      json_t       *members,
                      const GError *error)
{
  json_t *all = members != NULL ? members : json_object ();

  g_return_if_fail (error != NULL);

  zm_central_log_text (all, "check", zm_error_get_check (error));
  zm_central_log_text (all, "seen", zm_error_get_seen (error));
  zm_central_log_text (all, "expected", zm_error_get_expected (error));
  zm_central_log_text (all, "message", error->message);
  zm_central_log_event (event, all);
}
