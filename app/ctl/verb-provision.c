#include "config.h"

#include "app/ctl/verb-provision.h"

#include "app/base/error.h"
#include "app/base/file.h"
#ifdef ZM_HAVE_CAMERA
#include "app/ctl/scan.h"
#endif
#include "app/ctl/watch.h"
#include "app/protocol/ticket.h"
#include "app/qr/reader-client.h"

#include <glib/gi18n.h>

#define CODE_MAX    256              /* bytes, as typed */
#define PICTURE_MAX (32 << 20)       /* bytes */

static char *tether;
static char *ticket_file;
static char *ticket_image;
static char *code_file;
static gboolean with_camera;
static char *camera;
static int camera_seconds = 60;
static gboolean camera_portal;
static char *label;
static int number_fd = -1;
static gboolean yes_issue;
static gboolean yes_rekey;
static gboolean yes_take_over;
static gboolean set_clock;

/* Its name may be left out. */
static gboolean
camera_cb (const char  *option,
           const char  *value,
           gpointer     data,
           GError     **error)
{
  with_camera = TRUE;
  g_free (camera);
  camera = g_strdup (value);

  return TRUE;
}

#define ANSWER_OPTIONS \
  { "tether", 0, 0, G_OPTION_ARG_STRING, &tether, N_("Where the device is"), \
    "virtual:SOCKET|usb[:PORT]" }, \
  { "confirm-number", 0, 0, G_OPTION_ARG_INT, &number_fd, \
    N_("Where the number that the device shows comes from, instead of asking"), "FD" }, \
  { "yes-issue", 0, 0, G_OPTION_ARG_NONE, &yes_issue, \
    N_("Issue without asking what the judgement accepts"), NULL }, \
  { "set-clock", 0, 0, G_OPTION_ARG_NONE, &set_clock, N_("Set the device’s clock if it is wrong"), \
    NULL }

const GOptionEntry zm_verb_provision_options[] = {
  ANSWER_OPTIONS,
  { "ticket", 0, 0, G_OPTION_ARG_FILENAME, &ticket_file, N_("The text of the device’s QR code"),
    "FILE|-" },
  { "ticket-image", 0, 0, G_OPTION_ARG_FILENAME, &ticket_image,
    N_("A picture of the device’s QR code"), "FILE" },
  { "camera", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, camera_cb,
    N_("Scan the device’s QR code with a camera, by a part of its name or the first one"), "[NAME]" },
  { "camera-seconds", 0, 0, G_OPTION_ARG_INT, &camera_seconds,
    N_("How long to look for a code"), "N" },
  { "camera-portal", 0, 0, G_OPTION_ARG_NONE, &camera_portal,
    N_("Ask the desktop for the camera, as in a sandbox"), NULL },
  { "code", 0, 0, G_OPTION_ARG_FILENAME, &code_file, N_("The pairing code instead of a ticket"),
    "FILE|-" },
  { "register", 0, 0, G_OPTION_ARG_STRING, &label, N_("Register an unknown device with this label"),
    "LABEL" },
  { "yes-rekey", 0, 0, G_OPTION_ARG_NONE, &yes_rekey,
    N_("Give a device with a working certificate a new one"), NULL },
  { "yes-take-over", 0, 0, G_OPTION_ARG_NONE, &yes_take_over,
    N_("Take a retired device into use again"), NULL },
  { NULL },
};

const GOptionEntry zm_verb_provision_resume_options[] = {
  ANSWER_OPTIONS,
  { NULL },
};

static char *
read_picture (GError **error)
{
  g_autoptr(GBytes) picture = zm_file_read (ticket_image, PICTURE_MAX, error);
  g_autoptr(ZmReaderClient) reader = NULL;

  if (picture == NULL)
    return NULL;
  reader = zm_reader_client_new (error);

  return reader != NULL ?
         zm_reader_client_read (reader, picture, ZM_READER_THOROUGH, NULL, error) : NULL;
}

#ifdef ZM_HAVE_CAMERA

static char *
scan (GError **error)
{
  if (camera_seconds >= 1 && camera_seconds <= ZM_SCAN_SECONDS_MAX)
    return zm_scan_apart (camera, (guint) camera_seconds, camera_portal, error);

  zm_command_fail_usage ("--camera-seconds 1 to 3600", error);
  return NULL;
}

#else

static char *
scan (GError **error)
{
  zm_error_set (error, ZM_ERROR_NOT_FOUND, "camera.none", NULL, "a build with -Dcamera=enabled",
                "This program was built without cameras: give --ticket, --ticket-image or --code");
  return NULL;
}

#endif

/* Exactly one of the two is set. */
static gboolean
read_what_was_brought (char   **ticket,
                       char   **code,
                       GError **error)
{
  if ((ticket_file != NULL) + (ticket_image != NULL) + (code_file != NULL) + with_camera != 1)
    return zm_command_fail_usage ("one of --ticket, --ticket-image, --camera and --code", error);

  if (with_camera)
    *ticket = scan (error);
  else if (ticket_image != NULL)
    *ticket = read_picture (error);
  else if (ticket_file != NULL)
    *ticket = zm_command_read_text (ticket_file, 2 * ZM_TICKET_MAX, error);
  else
    *code = zm_command_read_text (code_file, CODE_MAX, error);
  if (*ticket == NULL && *code == NULL)
    return FALSE;

  g_strchomp (*ticket != NULL ? *ticket : *code);
  return TRUE;
}

static gboolean
watch (ZmCommand  *command,
       ZmSession  *session,
       GError    **error)
{
  const ZmWatchAnswers answers = {
    .number_fd = number_fd,
    .label = label,
    .yes_issue = yes_issue,
    .yes_rekey = yes_rekey,
    .yes_take_over = yes_take_over,
    .set_clock = set_clock,
  };

  return zm_watch_run (command, session, &answers, error);
}

gboolean
zm_verb_provision_run (ZmCommand  *command,
                       GError    **error)
{
  g_autofree char *ticket = NULL;
  g_autofree char *code = NULL;
  g_autoptr(ZmSession) session = NULL;

  if (tether == NULL)
    return zm_command_fail_usage ("--tether virtual:SOCKET or usb[:PORT]", error);
  if (!read_what_was_brought (&ticket, &code, error))
    return FALSE;

  session = zm_session_new (command->station, tether, ticket, code);
  zm_session_set_way (session, with_camera ? ZM_SESSION_WAY_CAMERA : ticket_image != NULL ? ZM_SESSION_WAY_PICTURE :
                      ticket_file != NULL ? ZM_SESSION_WAY_TEXT : ZM_SESSION_WAY_CODE);
  return watch (command, session, error);
}

gboolean
zm_verb_provision_resume (ZmCommand  *command,
                          GError    **error)
{
  g_autoptr(ZmSession) session = NULL;

  if (tether == NULL)
    return zm_command_fail_usage ("--tether virtual:SOCKET or usb[:PORT]", error);

  session = zm_session_resume (command->station, command->arguments[0], tether, error);
  return session != NULL && watch (command, session, error);
}
