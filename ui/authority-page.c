#include "config.h"

#include "ui/authority-page.h"

#include "ui/accessible.h"
#include "ui/chain-view.h"
#include "ui/enrolment-card.h"
#include "ui/failure-card.h"
#include "ui/health-list.h"
#include "ui/policy-card.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _ZmAuthorityPage {
  GtkWidget      parent_instance;

  ZmStation     *station;
  gboolean       stale;   /* the station changed since it was read */
  gboolean       reading;

  ZmChainView   *chain;
  GtkWidget     *enrolment;
  GtkWidget     *failure;
  ZmHealthList  *health;
  GtkWidget     *people;
  ZmPolicyCard  *policy;
  GtkWidget     *standing; /* what there is to see of an authority */
};

G_DEFINE_FINAL_TYPE (ZmAuthorityPage, zm_authority_page, GTK_TYPE_WIDGET)

static void read_authority (ZmAuthorityPage *self);

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  ZmAuthoritySurvey *survey = zm_authority_survey_new (task_data, &error);

  if (survey != NULL)
    g_task_return_pointer (task, survey, (GDestroyNotify) zm_authority_survey_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmAuthorityPage *self = ZM_AUTHORITY_PAGE (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuthoritySurvey) survey = g_task_propagate_pointer (G_TASK (result), &error);

  self->reading = FALSE;
  if (self->chain == NULL)
    return;

  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
  gtk_widget_set_visible (self->standing, survey != NULL);
  if (survey != NULL)
    {
      zm_chain_view_show (self->chain, survey);
      zm_policy_card_show (self->policy, survey->authority);
    }
  if (self->stale)
    read_authority (self);
}

static gboolean
may_change (ZmAuthorityPage *self)
{
  ZmSignerClient *signer = zm_station_get_signer (self->station);

  return signer != NULL && zm_signer_client_get_role (signer) == ZM_ROLE_ADMINISTRATOR;
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

  allowed = may_change (self);
  g_object_set (self->enrolment, "may-change", allowed, NULL);
  zm_policy_card_set_may_change (self->policy, allowed);
  if (self->stale)
    read_authority (self);
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

  g_type_ensure (ZM_TYPE_CHAIN_VIEW);
  g_type_ensure (ZM_TYPE_ENROLMENT_CARD);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_HEALTH_LIST);
  g_type_ensure (ZM_TYPE_POLICY_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/authority-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, chain);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, enrolment);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, health);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, people);
  gtk_widget_class_bind_template_child (widget_class, ZmAuthorityPage, policy);
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
  zm_health_list_open (self->health, station);
  zm_policy_card_open (self->policy, station);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  read_authority (self);
}
