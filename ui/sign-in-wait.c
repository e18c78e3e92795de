#include "config.h"

#include "ui/sign-in-wait.h"

#include "app/station/sign-in-delay.h"

#include <glib/gi18n.h>

struct _ZmSignInWait {
  GtkWidget  parent_instance;

  GtkWidget *label;
  gint64     until; /* microseconds on the running clock */
  guint      tick;  /* source */
};

G_DEFINE_FINAL_TYPE (ZmSignInWait, zm_sign_in_wait, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_WAITING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_left (ZmSignInWait *self,
           guint         seconds)
{
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                        "You may try again in %u second.",
                                                        "You may try again in %u seconds.",
                                                        seconds), seconds);

  gtk_label_set_text (GTK_LABEL (self->label), text);
}

static void
stop (ZmSignInWait *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static gboolean
tick_cb (gpointer user_data)
{
  ZmSignInWait *self = user_data;
  gint64 left = self->until - g_get_monotonic_time ();

  if (left > 0)
    {
      show_left (self, (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
      return G_SOURCE_CONTINUE;
    }

  self->tick = 0;
  stop (self);
  return G_SOURCE_REMOVE;
}

static void
zm_sign_in_wait_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WAITING:
      g_value_set_boolean (value, zm_sign_in_wait_is_waiting (ZM_SIGN_IN_WAIT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_sign_in_wait_dispose (GObject *object)
{
  ZmSignInWait *self = ZM_SIGN_IN_WAIT (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (zm_sign_in_wait_parent_class)->dispose (object);
}

static void
zm_sign_in_wait_class_init (ZmSignInWaitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_sign_in_wait_dispose;
  object_class->get_property = zm_sign_in_wait_get_property;

  properties[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TIMER);
}

static void
zm_sign_in_wait_init (ZmSignInWait *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
zm_sign_in_wait_begin (ZmSignInWait *self,
                       const GError *refusal)
{
  guint seconds = zm_sign_in_delay_get_seconds (refusal);

  g_return_if_fail (ZM_IS_SIGN_IN_WAIT (self));

  if (seconds == 0)
    {
      if (self->tick != 0)
        stop (self);
      return;
    }

  self->until = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  show_left (self, seconds);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, tick_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

gboolean
zm_sign_in_wait_is_waiting (ZmSignInWait *self)
{
  g_return_val_if_fail (ZM_IS_SIGN_IN_WAIT (self), FALSE);

  return self->tick != 0;
}
