#include "config.h"

#include "app/ctl/watch.h"

#include "app/base/error.h"
#include "app/base/join.h"
#include "app/base/passphrase.h"
#include "app/ctl/output.h"
#include "app/ctl/prompt.h"
#include "app/station/judgement-item.h"
#include "app/station/tick.h"
#include "app/station/value-words.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#define SCREEN_TIMEOUT (10 * G_USEC_PER_SEC) /* microseconds */
#define SCREEN_PERIOD  50                    /* milliseconds */

typedef struct {
  ZmSession            *session;
  const ZmWatchAnswers *answers;
  GMainLoop            *loop;
  GCancellable         *cancellable;
  guint                 told_steps; /* a bit for each that was told */
  GError               *unasked;    /* why a question could not be put to anybody */
  gboolean              ok;
  GError               *error;
} Watch;

static char *
dup_text (ZmSession  *session,
          const char *property)
{
  char *text;

  g_object_get (session, property, &text, NULL);
  return text;
}

static void
progress_cb (ZmSession  *session,
             const char *step,
             guint64     elapsed,
             gpointer    data)
{
  zm_output_progress ("%s (%.3f s)", step, (double) elapsed / G_USEC_PER_SEC);
}

/* The list is replaced as a whole at every report: only what is new in it is told. */
static void
steps_cb (GListModel *steps,
          guint       position,
          guint       removed,
          guint       added,
          gpointer    data)
{
  Watch *watch = data;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(ZmTick) tick = g_list_model_get_item (steps, i);
      guint bit = 1u << i;

      if (zm_tick_get_state (tick) == ZM_TICK_PENDING || (watch->told_steps & bit) != 0)
        continue;
      watch->told_steps |= bit;
      zm_output_progress (_("  device: %s: %s"), zm_tick_get_title (tick),
                          zm_value_words_for ("tick",
                                              zm_tick_state_name (zm_tick_get_state (tick))));
    }
}

static gboolean
interrupt_cb (gpointer data)
{
  Watch *watch = data;

  zm_output_progress ("%s", _("Stopping; the session can be resumed"));
  g_cancellable_cancel (watch->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
keep_awake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The device's screen may be a moment behind. */
static gboolean
compare_with_screen (ZmSimulatedDevice *device,
                     const char        *number)
{
  gint64 end = g_get_monotonic_time () + SCREEN_TIMEOUT;
  guint wake = g_timeout_add (SCREEN_PERIOD, G_SOURCE_FUNC (keep_awake_cb), NULL);

  while (zm_simulated_device_get_number (device) == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);

  return g_strcmp0 (zm_simulated_device_get_number (device), number) == 0;
}

/* Nobody to ask is not a no: the session is interrupted, and can be resumed. */
static gboolean
confirm (Watch      *watch,
         const char *question)
{
  gboolean yes = FALSE;

  (void) !zm_prompt_confirm (question, &yes, &watch->unasked);
  return yes;
}

static gboolean
compare_number (Watch      *watch,
                const char *number)
{
  g_autofree char *question = NULL;
  g_autoptr(ZmSecret) line = NULL;

  if (watch->answers->device != NULL)
    return compare_with_screen (watch->answers->device, number);
  if (watch->answers->number_fd >= 0)
    {
      line = zm_passphrase_read (watch->answers->number_fd, &watch->unasked);
      return line != NULL && zm_secret_length (line) == strlen (number) &&
             memcmp (zm_secret_peek (line), number, strlen (number)) == 0;
    }

  question = g_strdup_printf (_("Does the device show the number %s?"), number);
  return confirm (watch, question);
}

static void
tell_judgement (ZmSession *session)
{
  g_autoptr(GListModel) rows = NULL;

  g_object_get (session, "judgement", &rows, NULL);
  for (guint i = 0; rows != NULL && i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(ZmJudgementItem) item = g_list_model_get_item (rows, i);
      g_autofree char *field = NULL;
      g_autofree char *asked = NULL;
      g_autofree char *issued = NULL;
      g_autofree char *verdict = NULL;

      g_object_get (item, "field", &field, "asked", &asked, "issued", &issued, "verdict", &verdict,
                    NULL);
      zm_output_progress ("  %s: %s → %s (%s)", field, asked != NULL ? asked : "—",
                          issued != NULL ? issued : "—", verdict);
    }
}

/* Whoever gave the number another way runs this without a person. */
static gboolean
confirm_issue (Watch *watch)
{
  tell_judgement (watch->session);

  return watch->answers->yes_issue || watch->answers->number_fd >= 0 ||
         watch->answers->device != NULL ||
         confirm (watch, _("Issue this certificate?"));
}

static gboolean
confirm_registration (Watch  *watch,
                      char  **label)
{
  *label = watch->answers->label != NULL ?
           g_strdup (watch->answers->label) :
           zm_prompt_ask (_("The registry does not know this device. Its label, or nothing:"),
                          &watch->unasked);

  return *label != NULL && **label != '\0';
}

static void
answer_question (Watch             *watch,
                 ZmSessionQuestion  question)
{
  const ZmWatchAnswers *answers = watch->answers;
  g_autofree char *number = dup_text (watch->session, "number");
  g_autofree char *label = NULL;
  g_autofree char *told = NULL;
  gboolean yes = FALSE;

  switch (question)
    {
    case ZM_QUESTION_NUMBER:
      zm_output_progress (_("Number: %s"), number);
      yes = compare_number (watch, number != NULL ? number : "");
      break;
    case ZM_QUESTION_REGISTER:
      yes = confirm_registration (watch, &label);
      break;
    case ZM_QUESTION_REKEY:
      yes = answers->yes_rekey ||
            confirm (watch, _("The device has a working certificate. Give it a new one?"));
      break;
    case ZM_QUESTION_TAKE_OVER:
      yes = answers->yes_take_over ||
            confirm (watch, _("The device was retired. Take it into use again?"));
      break;
    case ZM_QUESTION_SET_CLOCK:
      yes = answers->set_clock ||
            confirm (watch, _("The device’s clock is wrong. Set it?"));
      break;
    case ZM_QUESTION_ISSUE:
      yes = confirm_issue (watch);
      break;
    case ZM_QUESTION_NONE:
    default:
      return;
    }

  if (watch->unasked != NULL)
    {
      g_cancellable_cancel (watch->cancellable);
      return;
    }

  told = zm_join_pair (zm_value_words_for ("question", zm_session_question_name (question)),
                       yes ? _("yes") : _("no"));
  zm_output_progress ("%s", told);
  zm_session_answer (watch->session, yes, yes ? label : NULL);
}

static void
question_cb (ZmSession  *session,
             GParamSpec *pspec,
             gpointer    data)
{
  ZmSessionQuestion question;

  g_object_get (session, "question", &question, NULL);
  answer_question (data, question);
}

static void
finished_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  Watch *watch = data;

  watch->ok = zm_session_run_finish (ZM_SESSION (object), result, &watch->error);
  g_main_loop_quit (watch->loop);
}

static json_t *
describe_ticks (ZmSession  *session,
                const char *property)
{
  g_autoptr(GListModel) ticks = NULL;
  json_t *list = json_array ();

  g_object_get (session, property, &ticks, NULL);
  for (guint i = 0; ticks != NULL && i < g_list_model_get_n_items (ticks); i++)
    {
      g_autoptr(ZmTick) tick = g_list_model_get_item (ticks, i);
      json_t *object = json_object ();

      zm_json_set_string (object, "name", zm_tick_get_name (tick));
      zm_json_set_string (object, "state", zm_tick_state_name (zm_tick_get_state (tick)));
      zm_json_set_string (object, "seen", zm_tick_get_seen (tick));
      zm_json_set_string (object, "expected", zm_tick_get_expected (tick));
      json_array_append_new (list, object);
    }

  return list;
}

static json_t *
describe_session (ZmSession *session)
{
  static const struct {
    const char *property;
    const char *member;
  } texts[] = {
    { "session-id", "session" }, { "device-id", "deviceId" }, { "device-label", "deviceLabel" },
    { "port", "port" }, { "serial", "serial" }, { "not-after", "notAfter" },
  };
  static const char *const lists[] = { "guard", "clocks", "steps", "tests" };
  json_t *object = json_object ();
  ZmSessionState state;

  g_object_get (session, "state", &state, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = dup_text (session, texts[i].property);

      zm_json_set_string (object, texts[i].member, text);
    }
  zm_json_set_string (object, "state", zm_session_record_state_name (state));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_set_new (object, lists[i], describe_ticks (session, lists[i]));

  return object;
}

static void
run_loop (Watch *watch)
{
  g_autoptr(GListModel) steps = NULL;
  gulong steps_handler;
  guint signals[] = {
    g_unix_signal_add (SIGINT, interrupt_cb, watch),
    g_unix_signal_add (SIGTERM, interrupt_cb, watch),
  };
  gulong handlers[] = {
    g_signal_connect (watch->session, "progress", G_CALLBACK (progress_cb), watch),
    g_signal_connect (watch->session, "notify::question", G_CALLBACK (question_cb), watch),
  };

  g_object_get (watch->session, "steps", &steps, NULL);
  steps_handler = g_signal_connect (steps, "items-changed", G_CALLBACK (steps_cb), watch);
  zm_session_run_async (watch->session, watch->cancellable, finished_cb, watch);
  g_main_loop_run (watch->loop);
  g_signal_handler_disconnect (steps, steps_handler);

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_handler_disconnect (watch->session, handlers[i]);
}

gboolean
zm_watch_run (ZmCommand             *command,
              ZmSession             *session,
              const ZmWatchAnswers  *answers,
              GError               **error)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Watch watch = {
    .session = session, .answers = answers, .loop = loop, .cancellable = cancellable,
  };
  json_t *shown;

  run_loop (&watch);
  shown = describe_session (session);
  if (watch.ok)
    {
      json_decref (command->result);
      command->result = shown;
      return TRUE;
    }

  /* How far it came is what a failure is judged by. */
  command->detail = shown;
  if (watch.unasked != NULL)
    {
      g_clear_error (&watch.error);
      watch.error = g_steal_pointer (&watch.unasked);
    }
  g_propagate_error (error, watch.error);
  return FALSE;
}
