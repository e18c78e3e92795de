#include "app/device/session-ledger.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"
#include "app/protocol/payload.h"

#include <string.h>

#define LEDGER_FILE  "sessions.json"
#define SESSIONS_MAX 64
#define STATE_MAX    (SESSIONS_MAX * ZM_PAYLOAD_MAX) /* bytes: a session's name is in a payload */

struct _ZmSessionLedger {
  char   *path;
  json_t *sessions; /* array of strings, the oldest first */
};

static gboolean
read_state (ZmSessionLedger  *ledger,
            GError          **error)
{
  g_autoptr(GBytes) text = zm_file_read (ledger->path, STATE_MAX, error);
  g_autoptr(json_t) object = NULL;
  json_t *sessions;

  if (text == NULL)
    return FALSE;

  object = zm_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text),
                                 "sessions.state", error);
  if (object == NULL)
    return FALSE;
  sessions = json_object_get (object, "sessions");
  if (!json_is_array (sessions))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "sessions.state", NULL, "an array",
                    "The list of installed sessions cannot be read");
      return FALSE;
    }

  json_decref (ledger->sessions);
  ledger->sessions = json_incref (sessions);
  return TRUE;
}

ZmSessionLedger *
zm_session_ledger_load (const ZmDeviceState  *state,
                        GError              **error)
{
  g_autoptr(ZmSessionLedger) ledger = g_new0 (ZmSessionLedger, 1);

  ledger->path = zm_device_state_path (state, LEDGER_FILE);
  ledger->sessions = json_array ();
  if (g_file_test (ledger->path, G_FILE_TEST_EXISTS) && !read_state (ledger, error))
    return NULL;

  return g_steal_pointer (&ledger);
}

void
zm_session_ledger_free (ZmSessionLedger *ledger)
{
  if (ledger == NULL)
    return;

  g_free (ledger->path);
  json_decref (ledger->sessions);
  g_free (ledger);
}

gboolean
zm_session_ledger_has (const ZmSessionLedger *ledger,
                       const char            *session)
{
  json_t *item;
  size_t i;

  json_array_foreach (ledger->sessions, i, item)
    {
      if (session != NULL && g_strcmp0 (json_string_value (item), session) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Takes sessions. */
static gboolean
store (ZmSessionLedger  *ledger,
       json_t           *sessions,
       GError          **error)
{
  g_autoptr(json_t) owned = sessions;
  g_autoptr(json_t) object = json_pack ("{s:O}", "sessions", sessions);
  g_autofree char *text = json_dumps (object, JSON_INDENT (1));

  if (!zm_file_write (ledger->path, text, strlen (text), 0600, error))
    return FALSE;

  json_decref (ledger->sessions);
  ledger->sessions = g_steal_pointer (&owned);
  return TRUE;
}

gboolean
zm_session_ledger_add (ZmSessionLedger  *ledger,
                       const char       *session,
                       GError          **error)
{
  json_t *longer;

  if (session == NULL || zm_session_ledger_has (ledger, session))
    return TRUE;

  longer = json_copy (ledger->sessions);
  json_array_append_new (longer, json_string (session));
  while (json_array_size (longer) > SESSIONS_MAX)
    json_array_remove (longer, 0);

  return store (ledger, longer, error);
}

gboolean
zm_session_ledger_remove (ZmSessionLedger  *ledger,
                          const char       *session,
                          GError          **error)
{
  json_t *shorter;
  json_t *item;
  size_t i;

  if (session == NULL)
    return TRUE;

  shorter = json_array ();
  json_array_foreach (ledger->sessions, i, item)
    {
      if (g_strcmp0 (json_string_value (item), session) != 0)
        json_array_append (shorter, item);
    }

  return store (ledger, shorter, error);
}
