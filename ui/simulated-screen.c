#include "config.h"

#include "ui/simulated-screen.h"

#include "app/base/join.h"
#include "ui/accessible.h"
#include "ui/number-words.h"
#include "ui/qr-card.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmSimulatedScreen {
  GtkWidget   parent_instance;

  char       *texts[8]; /* by property */
  gboolean    compact;

  GtkWidget  *face;
};

G_DEFINE_FINAL_TYPE (ZmSimulatedScreen, zm_simulated_screen, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_CODE,
  PROP_COMPACT,
  PROP_DEVICE_ID,
  PROP_MESSAGE,
  PROP_NUMBER,
  PROP_STATUS,
  PROP_TICKET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The page of the stack for what the device says of itself. */
static char *
get_face (ZmSimulatedScreen *self,
          const char        *status,
          const char        *ticket,
          const char        *number)
{
  static const char *const others[] = { "installed", "failed", "ended", NULL };

  if (status != NULL && g_strv_contains (others, status))
    return g_strdup (status);
  if (g_strcmp0 (status, "installing") == 0)
    return g_strdup ("installing");
  if (number != NULL)
    return g_strdup ("number");

  return g_strdup (ticket != NULL ? "ticket" : "starting");
}

static gboolean
is_roomy (ZmSimulatedScreen *self,
          gboolean           compact)
{
  return !compact;
}

static char *
format_number (ZmSimulatedScreen *self,
               const char        *number)
{
  return zm_number_words_group (number);
}

/* A sighted person sees the screen; all others read it here. */
static void
name_face (ZmSimulatedScreen *self)
{
  const char *number = self->texts[PROP_NUMBER];
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  name = g_strdup_printf (_("Screen of %s"),
                          self->texts[PROP_DEVICE_ID] != NULL ? self->texts[PROP_DEVICE_ID] : "");
  if (number != NULL)
    text = zm_join_pair (self->texts[PROP_MESSAGE], number);

  zm_accessible_set_label (self->face, name);
  zm_accessible_set_description (self->face, text != NULL ? text : self->texts[PROP_MESSAGE]);
}

static void
zm_simulated_screen_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ZmSimulatedScreen *self = ZM_SIMULATED_SCREEN (object);

  if (prop_id == PROP_COMPACT)
    g_value_set_boolean (value, self->compact);
  else
    g_value_set_string (value, self->texts[prop_id]);
}

static void
set_text (ZmSimulatedScreen *self,
          guint              property,
          const char        *text)
{
  if (g_strcmp0 (self->texts[property], text) == 0)
    return;

  g_free (self->texts[property]);
  self->texts[property] = g_strdup (text);
  name_face (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_compact (ZmSimulatedScreen *self,
             gboolean           compact)
{
  if (self->compact == compact)
    return;

  self->compact = compact;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
zm_simulated_screen_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ZmSimulatedScreen *self = ZM_SIMULATED_SCREEN (object);

  if (prop_id == PROP_COMPACT)
    set_compact (self, g_value_get_boolean (value));
  else
    set_text (self, prop_id, g_value_get_string (value));
}

static void
zm_simulated_screen_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_SIMULATED_SCREEN);

  G_OBJECT_CLASS (zm_simulated_screen_parent_class)->dispose (object);
}

static void
zm_simulated_screen_finalize (GObject *object)
{
  ZmSimulatedScreen *self = ZM_SIMULATED_SCREEN (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (zm_simulated_screen_parent_class)->finalize (object);
}

static void
zm_simulated_screen_class_init (ZmSimulatedScreenClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_CODE] = "code",
    [PROP_DEVICE_ID] = "device-id",
    [PROP_MESSAGE] = "message",
    [PROP_NUMBER] = "number",
    [PROP_STATUS] = "status",
    [PROP_TICKET] = "ticket",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /* cppcheck-suppress nullPointer -- sizeof looks at the type alone. */
  G_STATIC_ASSERT (N_PROPS <= G_N_ELEMENTS (((ZmSimulatedScreen *) NULL)->texts));

  object_class->dispose = zm_simulated_screen_dispose;
  object_class->finalize = zm_simulated_screen_finalize;
  object_class->get_property = zm_simulated_screen_get_property;
  object_class->set_property = zm_simulated_screen_set_property;

  for (guint i = 1; i < N_PROPS; i++)
    {
      if (names[i] != NULL)
        properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
    }
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_QR_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/simulated-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmSimulatedScreen, face);
  gtk_widget_class_bind_template_callback (widget_class, format_number);
  gtk_widget_class_bind_template_callback (widget_class, get_face);
  gtk_widget_class_bind_template_callback (widget_class, is_roomy);
  gtk_widget_class_set_css_name (widget_class, "monitorscreen");
}

static void
zm_simulated_screen_init (ZmSimulatedScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
