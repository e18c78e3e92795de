#include "config.h"

#include "app/ctl/scan.h"

#include "app/base/companion.h"
#include "app/base/error.h"
#include "app/base/json.h"
#include "app/camera/camera-stream.h"
#include "app/camera/camera-words.h"
#include "app/ctl/output.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#define PROGRAM     "zmonitor-stationctl"
#define ANSWER_MAX  65536 /* bytes */
/* From the first code on: whether there is another one beside it. */
#define SECOND_LOOK 350   /* milliseconds */

typedef struct {
  ZmCameraList   *list;
  ZmCameraStream *stream;
  const char     *name;
  guint           seconds;
  gboolean        was_live;
  guint           look;     /* source id of the second look */
  GStrv           tickets;
  gboolean        done;
  GError         *error;
} Scan;

static void
hint_cb (Scan *scan)
{
  const char *text = zm_camera_words_hint (zm_camera_stream_get_hint (scan->stream));

  if (*text != '\0')
    zm_output_progress ("%s", text);
}

/* What went wrong after pictures had come may pass; what did before is the answer. */
static void
state_cb (Scan *scan)
{
  const GError *error = zm_camera_stream_get_error (scan->stream);

  if (zm_camera_stream_get_state (scan->stream) == ZM_CAMERA_LIVE)
    {
      zm_output_progress (_("Scanning with “%s”"),
                          zm_camera_get_name (zm_camera_stream_get_camera (scan->stream)));
      scan->was_live = TRUE;
    }
  else if (error != NULL && scan->was_live)
    zm_output_progress ("%s", error->message);
  else if (error != NULL && scan->error == NULL)
    {
      scan->error = g_error_copy (error);
      scan->done = TRUE;
    }
}

static gboolean
look_cb (gpointer data)
{
  Scan *scan = data;

  scan->look = 0;
  scan->done = TRUE;

  return G_SOURCE_REMOVE;
}

static void
tickets_cb (Scan  *scan,
            GStrv  texts)
{
  g_strfreev (scan->tickets);
  scan->tickets = g_strdupv (texts);
  if (scan->look == 0 && !scan->done)
    scan->look = g_timeout_add (SECOND_LOOK, look_cb, scan);
}

static gboolean
late_cb (gpointer data)
{
  Scan *scan = data;
  const GError *trouble = zm_camera_stream_get_error (scan->stream);
  g_autofree char *limit = g_strdup_printf ("%u s", scan->seconds);

  if (trouble != NULL)
    scan->error = g_error_copy (trouble);
  else if (scan->tickets == NULL)
    zm_error_set (&scan->error, ZM_ERROR_UNAVAILABLE, "camera.timeout",
                  zm_camera_hint_name (zm_camera_stream_get_hint (scan->stream)), limit,
                  "No device’s code was read in time: try again, or give the code with --code");
  scan->done = TRUE;

  return G_SOURCE_REMOVE;
}

static void
asking_cb (ZmCameraList *list)
{
  if (zm_camera_list_is_asking (list))
    zm_output_progress ("%s", zm_camera_words_asking ());
}

void
zm_scan_wait_for (ZmCameraList *list)
{
  gulong handler = g_signal_connect (list, "notify::asking", G_CALLBACK (asking_cb), NULL);

  while (!zm_camera_list_is_ready (list))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (list, handler);
}

/* The id of the camera that was named; FALSE if there is none of that name. */
static gboolean
choose (Scan    *scan,
        char   **id,
        GError **error)
{
  g_autoptr(ZmCamera) camera = NULL;

  zm_scan_wait_for (scan->list);
  if (scan->name == NULL)
    return TRUE;

  camera = zm_camera_list_find (scan->list, scan->name);
  if (camera == NULL)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "camera.none", scan->name, "a camera’s name",
                    "There is no camera of that name: “camera list” shows those that there are");
      return FALSE;
    }

  *id = g_strdup (zm_camera_get_id (camera));
  return TRUE;
}

static char *
take_ticket (Scan    *scan,
             GError **error)
{
  if (scan->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&scan->error));
      return NULL;
    }
  if (g_strv_length (scan->tickets) > 1)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "camera.several", NULL, "one device’s code",
                    "More than one device’s code is in sight: show the camera a single one");
      return NULL;
    }

  return g_strdup (scan->tickets[0]);
}

static char *
run (Scan        *scan,
     const char  *id,
     GError     **error)
{
  guint late;

  g_signal_connect_swapped (scan->stream, "notify::state", G_CALLBACK (state_cb), scan);
  g_signal_connect_swapped (scan->stream, "notify::hint", G_CALLBACK (hint_cb), scan);
  g_signal_connect_swapped (scan->stream, "tickets", G_CALLBACK (tickets_cb), scan);
  late = g_timeout_add_seconds (scan->seconds, late_cb, scan);
  zm_camera_stream_start (scan->stream, id);
  while (!scan->done)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handlers_disconnect_by_data (scan->stream, scan);
  if (g_main_context_find_source_by_id (NULL, late) != NULL)
    g_source_remove (late);
  g_clear_handle_id (&scan->look, g_source_remove);

  return take_ticket (scan, error);
}

char *
zm_scan_ticket (const char  *name,
                guint        seconds,
                gboolean     portal,
                GError     **error)
{
  Scan scan = { .name = name, .seconds = seconds };
  g_autofree char *id = NULL;
  char *ticket = NULL;

  scan.list = zm_camera_list_new (portal ? ZM_CAMERA_ACCESS_PORTAL : ZM_CAMERA_ACCESS_USUAL);
  scan.stream = zm_camera_stream_new (G_LIST_MODEL (scan.list));
  if (choose (&scan, &id, error))
    ticket = run (&scan, id, error);

  g_object_unref (scan.stream);
  g_object_unref (scan.list);
  g_strfreev (scan.tickets);
  g_clear_error (&scan.error);

  return ticket;
}

static GPtrArray *
make_arguments (const char *program,
                const char *name,
                guint       seconds,
                gboolean    portal)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (program));
  g_ptr_array_add (arguments, g_strdup ("--json"));
  g_ptr_array_add (arguments, g_strdup ("camera"));
  g_ptr_array_add (arguments, g_strdup ("scan"));
  g_ptr_array_add (arguments, g_strdup_printf ("--camera-seconds=%u", seconds));
  if (portal)
    g_ptr_array_add (arguments, g_strdup ("--camera-portal"));
  if (name != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--camera=%s", name));
  g_ptr_array_add (arguments, NULL);

  return arguments;
}

/* What the other process printed: a ticket, or its error as it was. */
static char *
read_answer (GBytes  *answer,
             GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);
  g_autoptr(json_t) object = NULL;
  const json_t *refusal;
  const char *code;
  const char *check;
  const char *message;
  ZmErrorCode known = ZM_ERROR_INTERNAL;

  if (length <= ANSWER_MAX)
    object = zm_json_parse_object (text, length, "camera.pipeline", NULL);
  if (json_is_string (json_object_get (json_object_get (object, "ok"), "ticket")))
    return g_strdup (json_string_value (json_object_get (json_object_get (object, "ok"),
                                                         "ticket")));

  refusal = json_object_get (object, "error");
  code = json_string_value (json_object_get (refusal, "code"));
  check = json_string_value (json_object_get (refusal, "check"));
  message = json_string_value (json_object_get (refusal, "message"));
  if (code == NULL || !zm_error_code_parse (code, &known) || check == NULL || message == NULL)
    zm_error_set (error, ZM_ERROR_INTERNAL, "camera.pipeline", NULL, "a ticket",
                  "The scan ended without an answer: try again, or give the code with --code");
  else
    g_propagate_error (error,
                       zm_error_new_literal (known, check,
                                             json_string_value (json_object_get (refusal, "seen")),
                                             json_string_value (json_object_get (refusal,
                                                                                 "expected")),
                                             message));
  return NULL;
}

char *
zm_scan_apart (const char  *name,
               guint        seconds,
               gboolean     portal,
               GError     **error)
{
  g_autofree char *program = zm_companion_path (PROGRAM, error);
  g_autoptr(GPtrArray) arguments = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GBytes) answer = NULL;

  if (program == NULL)
    return NULL;

  arguments = make_arguments (program, name, seconds, portal);
  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  if (process == NULL || !g_subprocess_communicate (process, NULL, NULL, &answer, NULL, error))
    return NULL;

  return read_answer (answer, error);
}
