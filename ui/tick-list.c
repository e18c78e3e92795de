#include "ui/tick-list.h"

#include "ui/accessible.h"
#include "ui/template.h"
#include "ui/tick-row.h"

struct _ZmTickList {
  GtkWidget    parent_instance;

  char        *title;
  ZmTickWords  words;
  GListModel  *model;

  GtkListBox  *rows;
};

G_DEFINE_FINAL_TYPE (ZmTickList, zm_tick_list, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_MODEL,
  PROP_TITLE,
  PROP_WORDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  ZmTickList *self = user_data;

  return zm_tick_row_new (item, self->words);
}

static void
set_model (ZmTickList *self,
           GListModel *model)
{
  if (!g_set_object (&self->model, model))
    return;

  gtk_list_box_bind_model (self->rows, model, create_row_cb, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
set_title (ZmTickList *self,
           const char *title)
{
  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  zm_accessible_set_label (GTK_WIDGET (self->rows), title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_words (ZmTickList  *self,
           ZmTickWords  words)
{
  if (self->words == words)
    return;

  self->words = words;
  gtk_list_box_bind_model (self->rows, self->model, create_row_cb, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORDS]);
}

static void
zm_tick_list_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ZmTickList *self = ZM_TICK_LIST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_WORDS:
      g_value_set_enum (value, (int) self->words);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tick_list_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ZmTickList *self = ZM_TICK_LIST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      set_model (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_WORDS:
      set_words (self, (ZmTickWords) g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tick_list_dispose (GObject *object)
{
  ZmTickList *self = ZM_TICK_LIST (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_TICK_LIST);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (zm_tick_list_parent_class)->dispose (object);
}

static void
zm_tick_list_finalize (GObject *object)
{
  g_free (ZM_TICK_LIST (object)->title);

  G_OBJECT_CLASS (zm_tick_list_parent_class)->finalize (object);
}

static void
zm_tick_list_class_init (ZmTickListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_tick_list_dispose;
  object_class->finalize = zm_tick_list_finalize;
  object_class->get_property = zm_tick_list_get_property;
  object_class->set_property = zm_tick_list_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_WORDS] = g_param_spec_enum ("words", NULL, NULL, ZM_TYPE_TICK_WORDS,
                                              ZM_TICK_WORDS_GUARD, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/tick-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmTickList, rows);
}

static void
zm_tick_list_init (ZmTickList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
