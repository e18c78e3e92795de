#include "config.h"

#include "ui/failure-card.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/help/help-topic.h"
#include "app/station/failure-words.h"
#include "app/station/phrase-words.h"
#include "app/station/remedy.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmFailureCard {
  GtkWidget  parent_instance;

  GError    *failure;
};

G_DEFINE_FINAL_TYPE (ZmFailureCard, zm_failure_card, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_FAILURE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_message (gpointer      self,
                const GError *failure)
{
  return failure != NULL ? zm_failure_words_say (failure) : NULL;
}

static char *
format_detail (gpointer      self,
               const GError *failure)
{
  return failure != NULL ? zm_failure_words_detail (failure) : NULL;
}

static char *
format_check (gpointer      self,
              const GError *failure)
{
  return failure != NULL ? g_strdup (zm_error_get_check (failure)) : NULL;
}

static char *
format_seen (gpointer      self,
             const GError *failure)
{
  return failure != NULL ? zm_phrase_words_say (zm_error_get_seen (failure)) : NULL;
}

static char *
format_expected (gpointer      self,
                 const GError *failure)
{
  return failure != NULL ? zm_phrase_words_say (zm_error_get_expected (failure)) : NULL;
}

static char *
format_remedy (gpointer      self,
               const GError *failure)
{
  return failure != NULL ? g_strdup (zm_remedy_for (zm_error_get_check (failure))) : NULL;
}

static gboolean
has_help (gpointer      self,
          const GError *failure)
{
  return failure != NULL && zm_help_topic_for_check (zm_error_get_check (failure)) != NULL;
}

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL && *text != '\0';
}

/* Values may come from a device. */
static char *
escape (const char *value)
{
  return zm_text_escape (value != NULL ? value : "–", -1);
}

/* For the engineer: English, as the audit log has it. */
static void
copy_details (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmFailureCard *self = ZM_FAILURE_CARD (widget);
  g_autofree char *message = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;

  if (self->failure == NULL)
    return;

  message = zm_text_escape (self->failure->message, -1);
  seen = escape (zm_error_get_seen (self->failure));
  expected = escape (zm_error_get_expected (self->failure));
  text = g_strdup_printf ("%s\ncheck: %s\nseen: %s\nexpected: %s\n", message,
                          zm_error_get_check (self->failure), seen, expected);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* By the application, whose actions a dialog does not have. */
static void
show_help (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ZmFailureCard *self = ZM_FAILURE_CARD (widget);
  GApplication *application = g_application_get_default ();

  if (application != NULL && has_help (self, self->failure))
    g_action_group_activate_action (G_ACTION_GROUP (application), "help-page",
                                    g_variant_new_string (zm_help_topic_for_check
                                                            (zm_error_get_check (self->failure))));
}

static void
zm_failure_card_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FAILURE:
      g_value_set_boxed (value, ZM_FAILURE_CARD (object)->failure);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_failure (ZmFailureCard *self,
             const GError  *failure)
{
  if (self->failure == NULL && failure == NULL)
    return;

  g_clear_error (&self->failure);
  self->failure = failure != NULL ? g_error_copy (failure) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

static void
zm_failure_card_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_FAILURE:
      set_failure (ZM_FAILURE_CARD (object), g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_failure_card_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_FAILURE_CARD);

  G_OBJECT_CLASS (zm_failure_card_parent_class)->dispose (object);
}

static void
zm_failure_card_finalize (GObject *object)
{
  g_clear_error (&ZM_FAILURE_CARD (object)->failure);

  G_OBJECT_CLASS (zm_failure_card_parent_class)->finalize (object);
}

static void
zm_failure_card_class_init (ZmFailureCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_failure_card_dispose;
  object_class->finalize = zm_failure_card_finalize;
  object_class->get_property = zm_failure_card_get_property;
  object_class->set_property = zm_failure_card_set_property;

  properties[PROP_FAILURE] = g_param_spec_boxed ("failure", NULL, NULL, G_TYPE_ERROR,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "failure.copy", NULL, copy_details);
  gtk_widget_class_install_action (widget_class, "failure.help", NULL, show_help);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/failure-card.ui");
  gtk_widget_class_bind_template_callback (widget_class, format_check);
  gtk_widget_class_bind_template_callback (widget_class, format_detail);
  gtk_widget_class_bind_template_callback (widget_class, format_expected);
  gtk_widget_class_bind_template_callback (widget_class, format_message);
  gtk_widget_class_bind_template_callback (widget_class, format_remedy);
  gtk_widget_class_bind_template_callback (widget_class, format_seen);
  gtk_widget_class_bind_template_callback (widget_class, has_help);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
zm_failure_card_init (ZmFailureCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
