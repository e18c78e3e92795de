#include "ui/proof-row.h"

#include "app/base/join.h"
#include "ui/accessible.h"
#include "ui/badge.h"

struct _ZmProofRow {
  GtkListBoxRow  parent_instance;

  GtkLabel      *source;
  ZmBadge       *state;
  GtkLabel      *title;
  GtkLabel      *value;
};

G_DEFINE_FINAL_TYPE (ZmProofRow, zm_proof_row, GTK_TYPE_LIST_BOX_ROW)

static void
zm_proof_row_class_init (ZmProofRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/proof-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProofRow, source);
  gtk_widget_class_bind_template_child (widget_class, ZmProofRow, state);
  gtk_widget_class_bind_template_child (widget_class, ZmProofRow, title);
  gtk_widget_class_bind_template_child (widget_class, ZmProofRow, value);
}

static void
zm_proof_row_init (ZmProofRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
      return ZM_BADGE_UNKNOWN;
    }
}

GtkWidget *
zm_proof_row_new (const ZmProofFact *row)
{
  ZmProofRow *self;
  const char *word;
  g_autofree char *name = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_object_new (ZM_TYPE_PROOF_ROW, NULL);
  word = zm_proof_card_state_word (row->state);
  gtk_label_set_text (self->title, row->title);
  gtk_label_set_text (self->value, row->value);
  gtk_label_set_text (self->source, row->source != NULL ? row->source : "");
  gtk_widget_set_visible (GTK_WIDGET (self->source), row->source != NULL);
  g_object_set (self->state, "kind", kind_of (row->state), "label", word, NULL);
  name = zm_join_list (row->title, row->value, word, row->source, NULL);
  zm_accessible_set_label (GTK_WIDGET (self), name);

  return GTK_WIDGET (self);
}
