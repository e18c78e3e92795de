#include "config.h"

#include "ui/device-end.h"

#include "app/base/error.h"
#include "app/station/authority.h"
#include "app/station/failure-words.h"
#include "app/station/remedy.h"
#include "app/station/retirement.h"
#include "ui/question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define KEEP        "keep"
#define RETIRE      "retire"
#define COMPROMISED "compromised"
#define UNNEEDED    "unneeded"

typedef struct {
  ZmStation *station;
  char *device_id;
  char *response;
  GtkWindow *parent; /* a weak pointer */
} Ending;

static void
free_ending (gpointer data)
{
  Ending *ending = data;

  g_object_unref (ending->station);
  g_free (ending->device_id);
  g_free (ending->response);
  g_clear_weak_pointer (&ending->parent);
  g_free (ending);
}

static gboolean
end (const Ending  *ending,
     GError       **error)
{
  if (g_str_equal (ending->response, RETIRE))
    return zm_retirement_run (ending->station, ending->device_id, error);

  return zm_authority_revoke_device (ending->station, ending->device_id, NULL,
                                     g_str_equal (ending->response, COMPROMISED)
                                     ? ZM_REASON_KEY_COMPROMISE
                                     : ZM_REASON_CESSATION_OF_OPERATION, error);
}

static void
end_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (end (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  const Ending *ending = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      zm_station_notify (ending->station, "devices");
      return;
    }
  if (ending->parent == NULL)
    return;

  body = zm_failure_words_brief (error);
  dialog = adw_message_dialog_new (ending->parent, _("It Was Not Done"), body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), KEEP, _("_Close"));
  zm_question_prepare (dialog, KEEP);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Ending           *ending)
{
  g_autoptr(GTask) task = NULL;

  if (g_str_equal (response, KEEP))
    {
      free_ending (ending);
      return;
    }

  ending->response = g_strdup (response);
  task = g_task_new (NULL, NULL, ended_cb, NULL);
  g_task_set_source_tag (task, response_cb);
  g_task_set_task_data (task, ending, free_ending);
  g_task_run_in_thread (task, end_in_thread);
}

/* The answer comes once. */
static void
ask (GtkWidget  *dialog,
     ZmStation  *station,
     const char *device_id)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->station = g_object_ref (station);
  ending->device_id = g_strdup (device_id);
  g_set_weak_pointer (&ending->parent, gtk_window_get_transient_for (GTK_WINDOW (dialog)));
  zm_question_prepare (dialog, KEEP);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), ending);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_response (GtkWidget  *dialog,
              const char *response,
              const char *label)
{
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), response, label);
  if (!g_str_equal (response, KEEP))
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), response,
                                                ADW_RESPONSE_DESTRUCTIVE);
}

void
zm_device_end_retire (GtkWidget  *widget,
                      ZmStation  *station,
                      const char *device_id)
{
  g_autofree char *heading = g_strdup_printf (_("Retire %s?"), device_id);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                                              _("Its certificates are revoked for ever. It can come "
                                                "back only by a take-over at the bench."));

  add_response (dialog, KEEP, _("_Keep"));
  add_response (dialog, RETIRE, _("_Retire"));
  ask (dialog, station, device_id);
}

void
zm_device_end_revoke (GtkWidget  *widget,
                      ZmStation  *station,
                      const char *device_id)
{
  g_autofree char *heading = g_strdup_printf (_("Revoke the Certificates of %s?"), device_id);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                                              _("Servers refuse the device from then on, until it "
                                                "is provisioned again. A revocation is never "
                                                "undone."));

  add_response (dialog, KEEP, _("_Keep"));
  add_response (dialog, UNNEEDED, _("Revoke: Not _Needed"));
  add_response (dialog, COMPROMISED, _("Revoke: Key Kn_own to Others"));
  ask (dialog, station, device_id);
}
