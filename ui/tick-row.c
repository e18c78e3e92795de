#include "config.h"

#include "ui/tick-row.h"

#include "app/base/join.h"
#include "app/station/phrase-words.h"
#include "ui/accessible.h"
#include "ui/hash-label.h"
#include "ui/number-words.h"

#include <glib/gi18n.h>

struct _ZmTickRow {
  GtkListBoxRow  parent_instance;

  ZmTick        *tick;
  ZmTickWords    words;
};

G_DEFINE_FINAL_TYPE (ZmTickRow, zm_tick_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_TICK,
  PROP_WORDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
say_value (gpointer    self,
           const char *text)
{
  return zm_phrase_words_say (text);
}

static gboolean
is_hash (gpointer    self,
         const char *text)
{
  return zm_number_words_is_hash (text);
}

static char *
take_hash (gpointer    self,
           const char *text)
{
  return zm_number_words_is_hash (text) ? g_strdup (text) : NULL;
}

static gboolean
is_plain (gpointer    self,
          const char *text)
{
  return text != NULL && *text != '\0' && !zm_number_words_is_hash (text);
}

/* The expected value is of interest only where another one was seen. */
static gboolean
differs (gpointer     self,
         ZmTickState  state,
         const char  *expected)
{
  return state == ZM_TICK_BAD && expected != NULL;
}

static char *
format_expected (gpointer    self,
                 const char *expected)
{
  g_autofree char *shown = zm_number_words_is_hash (expected)
                             ? zm_number_words_shorten_hash (expected)
                             : zm_phrase_words_say (expected);

  return shown != NULL ? g_strdup_printf (_("Expected: %s"), shown) : NULL;
}

static ZmBadgeKind
get_kind (gpointer    self,
          ZmTickState state)
{
  return zm_tick_words_kind (state);
}

static char *
get_word (gpointer    self,
          ZmTickState state,
          ZmTickWords words)
{
  return g_strdup (zm_tick_words_say (words, state));
}

static void
name_row (ZmTickRow *self)
{
  const char *word = zm_tick_words_say (self->words, zm_tick_get_state (self->tick));
  g_autofree char *shown = zm_phrase_words_say (zm_tick_get_seen (self->tick));
  g_autofree char *value = zm_join_list (word, shown, NULL);
  g_autofree char *name = zm_join_pair (zm_tick_get_title (self->tick), value);

  zm_accessible_set_label (GTK_WIDGET (self), name);
}

static void
zm_tick_row_constructed (GObject *object)
{
  ZmTickRow *self = ZM_TICK_ROW (object);

  G_OBJECT_CLASS (zm_tick_row_parent_class)->constructed (object);

  name_row (self);
}

static void
zm_tick_row_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  ZmTickRow *self = ZM_TICK_ROW (object);

  switch (prop_id)
    {
    case PROP_TICK:
      g_value_set_object (value, self->tick);
      break;
    case PROP_WORDS:
      g_value_set_enum (value, (int) self->words);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tick_row_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  ZmTickRow *self = ZM_TICK_ROW (object);

  switch (prop_id)
    {
    case PROP_TICK:
      self->tick = g_value_dup_object (value);
      break;
    case PROP_WORDS:
      self->words = (ZmTickWords) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tick_row_finalize (GObject *object)
{
  g_clear_object (&ZM_TICK_ROW (object)->tick);

  G_OBJECT_CLASS (zm_tick_row_parent_class)->finalize (object);
}

static void
zm_tick_row_class_init (ZmTickRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = zm_tick_row_constructed;
  object_class->finalize = zm_tick_row_finalize;
  object_class->get_property = zm_tick_row_get_property;
  object_class->set_property = zm_tick_row_set_property;

  properties[PROP_TICK] = g_param_spec_object ("tick", NULL, NULL, ZM_TYPE_TICK, flags);
  properties[PROP_WORDS] = g_param_spec_enum ("words", NULL, NULL, ZM_TYPE_TICK_WORDS,
                                              ZM_TICK_WORDS_GUARD, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_BADGE_KIND);
  g_type_ensure (ZM_TYPE_HASH_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/tick-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, differs);
  gtk_widget_class_bind_template_callback (widget_class, format_expected);
  gtk_widget_class_bind_template_callback (widget_class, get_kind);
  gtk_widget_class_bind_template_callback (widget_class, get_word);
  gtk_widget_class_bind_template_callback (widget_class, is_hash);
  gtk_widget_class_bind_template_callback (widget_class, is_plain);
  gtk_widget_class_bind_template_callback (widget_class, say_value);
  gtk_widget_class_bind_template_callback (widget_class, take_hash);
}

static void
zm_tick_row_init (ZmTickRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
zm_tick_row_new (ZmTick      *tick,
                 ZmTickWords  words)
{
  g_return_val_if_fail (ZM_IS_TICK (tick), NULL);

  return g_object_new (ZM_TYPE_TICK_ROW, "tick", tick, "words", words, NULL);
}
