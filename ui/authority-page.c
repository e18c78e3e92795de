#include "config.h"

#include "ui/authority-page.h"

#include "app/base/error.h"
#include "app/station/authority-origin.h"
#include "app/station/authority-survey.h"
#include "ui/accessible.h"
#include "ui/ceremony-card.h"
#include "ui/ceremony-dialog.h"
#include "ui/chain-view.h"
#include "ui/enrolment-card.h"
#include "ui/failure-card.h"
#include "ui/health-list.h"
#include "ui/policy-card.h"
#include "ui/role-gate.h"
#include "ui/server-list.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _ZmAuthorityPage {
  GtkWidget      parent_instance;

  ZmStation     *station;
  gboolean       stale;   /* the station changed since it was read */
  gboolean       reading;

  ZmCeremonyCard *ceremony;
  ZmChainView   *chain;
  GtkWidget     *enrolment;
  GtkWidget     *failure;
  ZmHealthList  *health;
  GtkWidget     *people;
  ZmPolicyCard  *policy;
  ZmServerList *servers;
  GtkWidget     *standing; /* what there is to see of an authority */
};

G_DEFINE_FINAL_TYPE (ZmAuthorityPage, zm_authority_page, GTK_TYPE_WIDGET)

static void read_authority (ZmAuthorityPage *self);

typedef struct {
  ZmAuthoritySurvey *survey;  /* or why there is none */
  GError            *failure;
  ZmAuthorityOrigin *origin;  /* NULL: it cannot be read */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->survey, zm_authority_survey_free);
  g_clear_error (&reading->failure);
  g_clear_pointer (&reading->origin, zm_authority_origin_free);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, free_reading)

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->survey = zm_authority_survey_new (task_data, &reading->failure);
  reading->origin = zm_authority_origin_read (zm_station_get_database (task_data), NULL);
  g_task_return_pointer (task, reading, free_reading);
}

/* An authority that is asked for is nothing that failed. */
static gboolean
is_failure (const Reading *reading)
{
  gboolean is_asked = reading->origin != NULL && reading->origin->asked != 0;

  return reading->failure != NULL &&
         !(is_asked && g_str_equal (zm_error_get_check (reading->failure), "authority.absent"));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmAuthorityPage *self = ZM_AUTHORITY_PAGE (source);
  g_autoptr(Reading) reading = g_task_propagate_pointer (G_TASK (result), NULL);
  const ZmAuthoritySurvey *survey = reading->survey;
  gboolean failed = is_failure (reading);

  self->reading = FALSE;
  if (self->chain == NULL)
    return;

  g_object_set (self->failure, "failure", failed ? reading->failure : NULL, "visible", failed, NULL);
  gtk_widget_set_visible (self->standing, survey != NULL);
  if (survey != NULL)
    {
      zm_chain_view_show (self->chain, survey);
      zm_policy_card_show (self->policy, survey->authority);
      zm_server_list_show (self->servers, survey,
                           reading->origin != NULL &&
                           reading->origin->source == ZM_AUTHORITY_FROM_MEDIUM);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->ceremony), FALSE);
  if (reading->origin != NULL)
    zm_ceremony_card_show (self->ceremony, reading->origin,
                           survey != NULL ? survey->authority : NULL);
  if (self->stale)
    read_authority (self);
}

static ZmRole
get_role (ZmAuthorityPage *self)
{
  ZmSignerClient *signer = zm_station_get_signer (self->station);

  return signer != NULL ? zm_signer_client_get_role (signer) : ZM_ROLE_NONE;
}

static void
read_authority (ZmAuthorityPage *self)
{
  g_autoptr(GTask) task = NULL;

  self->stale = TRUE;
  if (self->reading || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->stale = FALSE;
  self->reading = TRUE;
  task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_source_tag (task, read_authority);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, read_in_thread);
}

static void
station_changed_cb (ZmAuthorityPage *self,
                    const char      *topic)
{
  if (g_str_equal (topic, "authority") || g_str_equal (topic, "sessions") ||
      g_str_equal (topic, "operator"))
    read_authority (self);
}

/* Somebody else may have signed in meanwhile. */
static void
map_cb (ZmAuthorityPage *self)
{
  gboolean allowed;

  if (self->station == NULL)
    return;

  allowed = get_role (self) == ZM_ROLE_ADMINISTRATOR;
  zm_role_gate_apply (GTK_WIDGET (self->ceremony), get_role (self));
  zm_role_gate_apply (GTK_WIDGET (self->servers), get_role (self));
  g_object_set (self->enrolment, "may-change", allowed, NULL);
  zm_policy_card_set_may_change (self->policy, allowed);
  if (self->stale)
    read_authority (self);
}

static void
hold_ceremony (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  static const struct {
    const char    *action;
    ZmCeremonyKind kind;
  } ceremonies[] = {
    { "ceremony.list", ZM_CEREMONY_LIST },
    { "ceremony.renew", ZM_CEREMONY_RENEWAL },
    { "ceremony.server", ZM_CEREMONY_SERVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ceremonies); i++)
    {
      GtkWindow *dialog;

      if (!g_str_equal (ceremonies[i].action, action_name))
        continue;
      dialog = zm_ceremony_dialog_new (ZM_AUTHORITY_PAGE (widget)->station, ceremonies[i].kind);
      gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (widget)));
      gtk_window_present (dialog);
    }
}

static void
zm_authority_page_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_AUTHORITY_PAGE);

  G_OBJECT_CLASS (zm_authority_page_parent_class)->dispose (object);
}

static void
zm_authority_page_finalize (GObject *object)
{
  g_clear_object (&ZM_AUTHORITY_PAGE (object)->station);

  G_OBJECT_CLASS (zm_authority_page_parent_class)->finalize (object);
}

static void
zm_authority_page_class_init (ZmAuthorityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_authority_page_dispose;
  object_class->finalize = zm_authority_page_finalize;

  gtk_widget_class_install_action (widget_class, "ceremony.list", NULL, hold_ceremony);
  gtk_widget_class_install_action (widget_class, "ceremony.renew", NULL, hold_ceremony);
  gtk_widget_class_install_action (widget_class, "ceremony.server", NULL, hold_ceremony);

  g_type_ensure (ZM_TYPE_CEREMONY_CARD);
  g_type_ensure (ZM_TYPE_CHAIN_VIEW);
  g_type_ensure (ZM_TYPE_ENROLMENT_CARD);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_HEALTH_LIST);
  g_type_ensure (ZM_TYPE_POLICY_CARD);
  g_type_ensure (ZM_TYPE_SERVER_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/authority-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, ceremony);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, chain);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, enrolment);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, health);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, people);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, policy);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, servers);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, standing);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
zm_authority_page_init (ZmAuthorityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (self->people);
}

void
zm_authority_page_open (ZmAuthorityPage *self,
                        ZmStation       *station,
                        ZmEnrolment     *enrolment)
{
  g_return_if_fail (ZM_IS_AUTHORITY_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (self->station == NULL);

  self->station = g_object_ref (station);
  g_object_set (self->enrolment, "enrolment", enrolment, NULL);
  zm_ceremony_card_open (self->ceremony, station);
  zm_health_list_open (self->health, station);
  zm_policy_card_open (self->policy, station);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  read_authority (self);
}
