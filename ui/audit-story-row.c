#include "config.h"

#include "ui/audit-story-row.h"

#include "ui/accessible.h"
#include "ui/audit-heading.h"
#include "ui/audit-raw.h"
#include "ui/badge.h"
#include "ui/template.h"

struct _ZmAuditStoryRow {
  GtkWidget   parent_instance;

  GObject    *item;

  GtkLabel   *facts;
  GtkWidget  *heading;
  GtkImage   *icon;
  ZmAuditRaw *raw;
  GtkWidget  *line;
  GtkLabel   *sentence;
  GtkLabel   *time;
  GtkLabel   *title;
};

G_DEFINE_FINAL_TYPE (ZmAuditStoryRow, zm_audit_story_row, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
name_row (ZmAuditStoryRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean heads = ZM_IS_AUDIT_HEADING (self->item);
  g_autofree char *name = NULL;

  if (parent == NULL || self->item == NULL)
    return;

  name = g_strdup_printf ("%s %s", gtk_label_get_text (heads ? self->title : self->sentence),
                          gtk_label_get_text (heads ? self->facts : self->time));
  zm_accessible_set_label (parent, name);
}

static void
show_heading (ZmAuditStoryRow *self,
              ZmAuditHeading  *heading)
{
  gtk_label_set_text (self->title, zm_audit_heading_get_title (heading));
  gtk_label_set_text (self->facts, zm_audit_heading_get_facts (heading));
}

/* An icon only where something is not as it should be, so that it stands out. */
static void
show_sentence (ZmAuditStoryRow *self,
               ZmAuditItem     *item)
{
  g_autofree char *sentence = NULL;
  g_autofree char *time = NULL;
  g_autofree char *outcome = NULL;
  ZmBadgeKind kind;

  g_object_get (item, "sentence", &sentence, "time", &time, "kind", &kind, "outcome", &outcome,
                NULL);
  gtk_label_set_text (self->sentence, sentence);
  gtk_label_set_text (self->time, time);
  gtk_image_set_from_icon_name (self->icon, zm_badge_kind_icon (kind));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), outcome);
  if (kind == ZM_BADGE_BAD)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
}

static void
show (ZmAuditStoryRow *self)
{
  gboolean heads = ZM_IS_AUDIT_HEADING (self->item);
  gboolean tells = ZM_IS_AUDIT_ITEM (self->item);

  gtk_widget_set_visible (self->heading, heads);
  gtk_widget_set_visible (self->line, tells);
  if (heads)
    show_heading (self, ZM_AUDIT_HEADING (self->item));
  if (tells)
    show_sentence (self, ZM_AUDIT_ITEM (self->item));
  g_object_set (self->raw, "item", tells ? self->item : NULL, NULL);
  name_row (self);
}

static void
zm_audit_story_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_AUDIT_STORY_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_story_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ZmAuditStoryRow *self = ZM_AUDIT_STORY_ROW (object);

  switch (prop_id)
    {
    case PROP_ITEM:
      if (!g_set_object (&self->item, g_value_get_object (value)))
        break;
      show (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_story_row_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_AUDIT_STORY_ROW);
  g_clear_object (&ZM_AUDIT_STORY_ROW (object)->item);

  G_OBJECT_CLASS (zm_audit_story_row_parent_class)->dispose (object);
}

static void
zm_audit_story_row_class_init (ZmAuditStoryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_story_row_dispose;
  object_class->get_property = zm_audit_story_row_get_property;
  object_class->set_property = zm_audit_story_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_AUDIT_RAW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-story-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, facts);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, heading);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, icon);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, line);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, raw);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, time);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryRow, title);
}

static void
zm_audit_story_row_init (ZmAuditStoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A date and a time are one value, which has no direction of its own. */
  gtk_widget_set_direction (GTK_WIDGET (self->time), GTK_TEXT_DIR_LTR);
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}
