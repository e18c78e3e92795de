#include "config.h"

#include "ui/clock-face.h"

#include "app/base/join.h"
#include "app/station/clock-words.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/template.h"
#include "ui/tick-words.h"

#include <glib/gi18n.h>

struct _ZmClockFace {
  GtkWidget  parent_instance;

  GtkLabel  *date;
  GtkLabel  *difference;
  ZmBadge   *state;
  GtkLabel  *time;
  GtkLabel  *title;
};

G_DEFINE_FINAL_TYPE (ZmClockFace, zm_clock_face, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
zm_clock_face_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_CLOCK_FACE);

  G_OBJECT_CLASS (zm_clock_face_parent_class)->dispose (object);
}

static void
zm_clock_face_class_init (ZmClockFaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_clock_face_dispose;

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/clock-face.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmClockFace, date);
  gtk_widget_class_bind_template_child (widget_class, ZmClockFace, difference);
  gtk_widget_class_bind_template_child (widget_class, ZmClockFace, state);
  gtk_widget_class_bind_template_child (widget_class, ZmClockFace, time);
  gtk_widget_class_bind_template_child (widget_class, ZmClockFace, title);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
zm_clock_face_init (ZmClockFace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
name_face (ZmClockFace *self,
           const char  *title,
           const char  *word,
           const char  *time,
           const char  *difference)
{
  /* What is not known ends the list. */
  g_autofree char *name = zm_join_list (title, word, time, difference, NULL);

  zm_accessible_set_label (GTK_WIDGET (self), name);
}

static void
show (ZmClockFace *self,
      ZmTick      *clock)
{
  const char *title = zm_tick_get_title (clock);
  const char *word = zm_tick_words_say (ZM_TICK_WORDS_CLOCK, zm_tick_get_state (clock));
  g_autofree char *difference = zm_clock_words_difference (clock);
  g_autofree char *time = NULL;
  g_autofree char *date = NULL;
  ZmInstant instant;

  if (zm_tick_get_seen (clock) != NULL && zm_instant_parse (zm_tick_get_seen (clock), &instant))
    {
      time = zm_time_words_format_second (instant);
      date = zm_time_words_format_day (instant);
    }
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->time, time != NULL ? time : "–");
  set_text (self->date, date);
  set_text (self->difference, difference);
  g_object_set (self->state, "kind", zm_tick_words_kind (zm_tick_get_state (clock)), "label", word,
                NULL);
  name_face (self, title, word, time, difference);
}

GtkWidget *
zm_clock_face_new (ZmTick *clock)
{
  ZmClockFace *self;

  g_return_val_if_fail (ZM_IS_TICK (clock), NULL);

  self = g_object_new (ZM_TYPE_CLOCK_FACE, NULL);
  show (self, clock);

  return GTK_WIDGET (self);
}
