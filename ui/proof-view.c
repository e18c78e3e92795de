#include "ui/proof-view.h"

#include "app/station/proof-desk.h"
#include "ui/badge.h"
#include "ui/failure-card.h"
#include "ui/proof-hops.h"
#include "ui/proof-row.h"
#include "ui/template.h"

#include <adwaita.h>

struct _ZmProofView {
  GtkWidget     parent_instance;

  ZmProofCard  *card;
  GCancellable *cancellable;

  GtkWidget    *failure;
  ZmProofHops  *hops;
  GtkListBox   *rows;
  GtkWidget    *story;
  ZmBadge      *verdict;
};

G_DEFINE_FINAL_TYPE (ZmProofView, zm_proof_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
clear_rows (ZmProofView *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
}

static ZmBadgeKind
kind_of (ZmProofState state)
{
  switch (state)
    {
    case ZM_PROOF_GOOD:
      return ZM_BADGE_GOOD;
    case ZM_PROOF_BAD:
      return ZM_BADGE_BAD;
    case ZM_PROOF_REPORTED:
      return ZM_BADGE_NEUTRAL;
    case ZM_PROOF_UNKNOWN:
    default:
      return ZM_BADGE_WARNING;
    }
}

static void
show_card (ZmProofView *self,
           ZmProofCard *card)
{
  zm_proof_hops_show (self->hops, card);
  g_clear_pointer (&self->card, zm_proof_card_free);
  self->card = card;
  clear_rows (self);
  for (guint i = 0; i < card->rows->len; i++)
    gtk_list_box_append (self->rows, zm_proof_row_new (card->rows->pdata[i]));
  g_object_set (self->verdict, "kind", kind_of (card->state), "label", card->verdict, NULL);
  gtk_widget_set_visible (self->story, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  ZmProofCard *card = zm_proof_desk_make (source_object, task_data, &error);

  if (card != NULL)
    g_task_return_pointer (task, card, (GDestroyNotify) zm_proof_card_free);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ZmProofCard *card = g_task_propagate_pointer (G_TASK (result), &error);
  ZmProofView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
  if (card != NULL)
    show_card (self, card);
}

static void
zm_proof_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, ZM_PROOF_VIEW (object)->card != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_proof_view_dispose (GObject *object)
{
  ZmProofView *self = ZM_PROOF_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->hops != NULL)
    zm_proof_hops_show (self->hops, NULL);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_PROOF_VIEW);
  g_clear_pointer (&self->card, zm_proof_card_free);

  G_OBJECT_CLASS (zm_proof_view_parent_class)->dispose (object);
}

static void
zm_proof_view_class_init (ZmProofViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_proof_view_dispose;
  object_class->get_property = zm_proof_view_get_property;

  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_PROOF_HOPS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/proof-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProofView, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmProofView, hops);
  gtk_widget_class_bind_template_child (widget_class, ZmProofView, rows);
  gtk_widget_class_bind_template_child (widget_class, ZmProofView, story);
  gtk_widget_class_bind_template_child (widget_class, ZmProofView, verdict);
}

static void
zm_proof_view_init (ZmProofView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
zm_proof_view_load (ZmProofView *self,
                    ZmStation   *station,
                    const char  *session_id)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_PROOF_VIEW (self));
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (session_id != NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (station, self->cancellable, loaded_cb, self);
  g_task_set_source_tag (task, zm_proof_view_load);
  g_task_set_task_data (task, g_strdup (session_id), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

const ZmProofCard *
zm_proof_view_get_card (ZmProofView *self)
{
  g_return_val_if_fail (ZM_IS_PROOF_VIEW (self), NULL);

  return self->card;
}
