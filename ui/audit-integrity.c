#include "config.h"

#include "ui/audit-integrity.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/audit-desk.h"
#include "app/station/audit-finding.h"
#include "app/station/failure-words.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/template.h"
#include "ui/verification-card.h"
#include "ui/verification-words.h"
#include "ui/verify-task.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <inttypes.h>

struct _ZmAuditIntegrity {
  GtkWidget           parent_instance;

  ZmStation          *station;
  ZmDatabase         *database;
  GCancellable       *verifying; /* NULL while nobody does */
  ZmProgress         *progress;
  ZmVerifyFinding    *finding;   /* while it is not intact */

  ZmBadge            *badge;
  GtkWidget          *broken;
  GtkWidget          *cancel;
  GtkFlowBox         *devices;
  GtkProgressBar     *bar;
  GtkWidget          *jump;
  GtkLabel           *state;
  GtkLabel           *touched;
  GtkRevealer        *verdict;
  ZmVerificationCard *verification;
  GtkWidget          *verify;
};

G_DEFINE_FINAL_TYPE (ZmAuditIntegrity, zm_audit_integrity, GTK_TYPE_WIDGET)

enum {
  SHOW_DEVICE,
  SHOW_RECORD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The state --- */

static void
say (ZmAuditIntegrity *self,
     ZmBadgeKind       kind,
     const char       *word,
     const char       *text)
{
  g_object_set (self->badge, "kind", kind, "label", word, NULL);
  gtk_label_set_text (self->state, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), text);
}

static char *
tell_verified (const ZmAuditVerified *verified)
{
  g_autofree char *time = zm_time_words_format (verified->time);
  g_autofree char *actor = zm_text_escape (verified->actor, -1);
  g_autofree char *text = NULL;
  g_autofree char *newer = NULL;

  /* TRANSLATORS: the number of a record, an instant, a person */
  text = g_strdup_printf (_("Up to record %" PRId64 ", verified %s by %s."), verified->records, time,
                          actor);
  if (verified->newer == 0)
    return g_steal_pointer (&text);

  newer = g_strdup_printf (ngettext ("%" PRId64 " record is newer.", "%" PRId64 " records are newer.",
                                     (gulong) verified->newer), verified->newer);
  return zm_join_sentences (text, newer);
}

/* What was found wrong, also before the station was opened, stands until somebody finds it right. */
static void
show_state (ZmAuditIntegrity *self)
{
  g_auto(ZmAuditVerified) verified = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->finding != NULL)
    {
      ZmAuditVerdict verdict = self->finding->report->verdict;

      text = zm_verification_words_finding (self->finding->report);
      say (self, zm_verification_words_kind (verdict), zm_verification_words_name (verdict), text);
      return;
    }

  if (!zm_audit_desk_last_verified (self->database, &verified, &error))
    {
      text = zm_failure_words_say (error);
      say (self, ZM_BADGE_WARNING, _("Unreadable"), text);
    }
  else if (verified.records == 0)
    say (self, ZM_BADGE_UNKNOWN, _("Never verified"),
         _("Nobody has checked yet that this log is as it was written."));
  else
    {
      text = tell_verified (&verified);
      say (self, ZM_BADGE_GOOD, _("Intact"), text);
    }
}

/* --- What is wrong --- */

static void
add_device (ZmAuditIntegrity *self,
            const char       *device)
{
  g_autofree char *shown = zm_text_escape (device, -1);
  g_autofree char *name = g_strdup_printf (_("Show the records of %s"), shown);
  GtkWidget *button = gtk_button_new_with_label (shown);
  GtkWidget *child;

  zm_accessible_set_label (button, name);
  gtk_widget_set_tooltip_text (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "integrity.show-device");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", device);
  gtk_flow_box_append (self->devices, button);
  child = gtk_widget_get_parent (button);
  gtk_widget_set_focusable (child, FALSE);
}

static void
show_touched (ZmAuditIntegrity *self,
              const GPtrArray  *touched)
{
  guint count = touched != NULL ? touched->len : 0;
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u device has records after the last good checkpoint:",
                               "%u devices have records after the last good checkpoint:", count),
                     count);
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->devices, 0)) != NULL)
    gtk_flow_box_remove (self->devices, GTK_WIDGET (child));
  for (guint i = 0; i < count; i++)
    add_device (self, g_ptr_array_index (touched, i));
  gtk_label_set_text (self->touched, text);
  gtk_widget_set_visible (GTK_WIDGET (self->touched), count > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->devices), count > 0);
}

static void
show_finding (ZmAuditIntegrity *self,
              ZmVerifyFinding  *finding)
{
  gboolean intact = finding->report->verdict == ZM_AUDIT_INTACT;

  zm_verification_card_show (self->verification, finding->report);
  gtk_widget_set_visible (self->broken, finding->report->verdict == ZM_AUDIT_BROKEN ||
                          finding->report->verdict == ZM_AUDIT_CUT);
  gtk_widget_set_visible (self->jump, finding->report->verdict == ZM_AUDIT_BROKEN);
  show_touched (self, finding->touched);
  gtk_revealer_set_reveal_child (self->verdict, TRUE);

  g_clear_pointer (&self->finding, zm_verify_task_free);
  self->finding = intact ? NULL : finding;
  if (intact)
    zm_verify_task_free (finding);
}

static void
recall_finding (ZmAuditIntegrity *self)
{
  ZmAuditReport *report = zm_audit_finding_read (zm_station_get_directory (self->station));
  ZmVerifyFinding *finding;

  if (report == NULL)
    return;

  finding = g_new0 (ZmVerifyFinding, 1);
  finding->report = report;
  show_finding (self, finding);
}

/* --- Verification --- */

static void
show_work (ZmAuditIntegrity *self)
{
  gboolean working = self->verifying != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "audit.verify", !working);
  gtk_widget_set_visible (self->cancel, working);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), working);
  gtk_progress_bar_set_fraction (self->bar, 0);
}

static void
progress_cb (ZmAuditIntegrity *self)
{
  if (self->progress != NULL)
    gtk_progress_bar_set_fraction (self->bar, zm_progress_get_fraction (self->progress));
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ZmAuditIntegrity) self = user_data;
  g_autoptr(GError) error = NULL;
  ZmVerifyFinding *finding = zm_verify_task_run_finish (ZM_STATION (source), result, &error);

  if (self->station == NULL)
    {
      g_clear_pointer (&finding, zm_verify_task_free);
      return;
    }

  g_clear_object (&self->verifying);
  g_clear_object (&self->progress);
  show_work (self);
  if (finding != NULL)
    show_finding (self, finding);
  show_state (self);
}

static void
verify (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmAuditIntegrity *self = ZM_AUDIT_INTEGRITY (widget);

  if (self->station == NULL || self->verifying != NULL)
    return;

  self->verifying = g_cancellable_new ();
  self->progress = zm_progress_new ();
  g_signal_connect_object (self->progress, "notify::fraction", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  show_work (self);
  say (self, ZM_BADGE_WAITING, _("Verifying"), _("Every record is read and compared."));
  zm_verify_task_run_async (self->station, self->progress, self->verifying, verified_cb,
                            g_object_ref (self));
}

static void
cancel (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  g_cancellable_cancel (ZM_AUDIT_INTEGRITY (widget)->verifying);
}

static void
close_verdict (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ZmAuditIntegrity *self = ZM_AUDIT_INTEGRITY (widget);

  gtk_revealer_set_reveal_child (self->verdict, FALSE);
  gtk_widget_grab_focus (self->verify);
}

static void
show_record (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ZmAuditIntegrity *self = ZM_AUDIT_INTEGRITY (widget);

  if (self->finding != NULL)
    g_signal_emit (self, signals[SHOW_RECORD], 0, self->finding->report->first_bad_seq);
}

static void
show_device (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SHOW_DEVICE], 0, g_variant_get_string (parameter, NULL));
}

/* --- The widget --- */

static void
zm_audit_integrity_dispose (GObject *object)
{
  ZmAuditIntegrity *self = ZM_AUDIT_INTEGRITY (object);

  g_cancellable_cancel (self->verifying);
  g_clear_object (&self->verifying);
  g_clear_object (&self->progress);
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_AUDIT_INTEGRITY);
  g_clear_object (&self->station);
  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_pointer (&self->finding, zm_verify_task_free);

  G_OBJECT_CLASS (zm_audit_integrity_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-integrity.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, badge);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, bar);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, broken);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, cancel);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, devices);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, jump);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, state);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, touched);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, verdict);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, verification);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditIntegrity, verify);
}

static void
zm_audit_integrity_class_init (ZmAuditIntegrityClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_audit_integrity_dispose;

  signals[SHOW_DEVICE] = g_signal_new ("show-device", ZM_TYPE_AUDIT_INTEGRITY, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW_RECORD] = g_signal_new ("show-record", ZM_TYPE_AUDIT_INTEGRITY, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_install_action (widget_class, "audit.cancel-verify", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "audit.close-verdict", NULL, close_verdict);
  gtk_widget_class_install_action (widget_class, "audit.verify", NULL, verify);
  gtk_widget_class_install_action (widget_class, "integrity.show-device", "s", show_device);
  gtk_widget_class_install_action (widget_class, "integrity.show-record", NULL, show_record);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_VERIFICATION_CARD);
  bind_template (widget_class);
}

static void
zm_audit_integrity_init (ZmAuditIntegrity *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

void
zm_audit_integrity_open (ZmAuditIntegrity *self,
                         ZmStation        *station,
                         ZmDatabase       *database)
{
  g_return_if_fail (ZM_IS_AUDIT_INTEGRITY (self));
  g_return_if_fail (ZM_IS_STATION (station) && database != NULL);
  g_return_if_fail (self->station == NULL);

  self->station = g_object_ref (station);
  self->database = zm_database_ref (database);
  recall_finding (self);
  show_state (self);
}

GtkRevealer *
zm_audit_integrity_get_verdict (ZmAuditIntegrity *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_INTEGRITY (self), NULL);

  return self->verdict;
}

void
zm_audit_integrity_refresh (ZmAuditIntegrity *self)
{
  g_return_if_fail (ZM_IS_AUDIT_INTEGRITY (self));

  if (self->station != NULL && self->verifying == NULL)
    show_state (self);
}
