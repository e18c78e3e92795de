#include "config.h"

#include "ui/application.h"

#include "ui/choices.h"
#include "ui/help-place.h"
#include "ui/help-window.h"
#include "ui/window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

struct _ZmApplication {
  AdwApplication   parent_instance;

  gboolean         training;
  char            *directory;
  char           **addresses;
};

G_DEFINE_FINAL_TYPE (ZmApplication, zm_application, ADW_TYPE_APPLICATION)

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", _("ZMonitor Provisioning Station"),
                         "application-icon", ZM_APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _("The ZMonitor Provisioning Station authors"),
                         "license-type", GTK_LICENSE_APACHE_2_0,
                         "comments", _("Gives patient monitors their certificates."),
                         NULL);
}

/* The one that holds the station: dialogs and the help are windows too. */
static GtkWindow *
find_window (GtkApplication *application)
{
  for (GList *item = gtk_application_get_windows (application); item != NULL; item = item->next)
    {
      if (ZM_IS_WINDOW (item->data))
        return item->data;
    }

  return NULL;
}

/* In the help itself: what is behind it. */
static GtkWindow *
find_active (GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  return ZM_IS_HELP_WINDOW (window) ? find_window (application) : window;
}

static void
help_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  zm_help_window_open (user_data, zm_help_place_find (find_active (user_data)));
}

/* Dialogs have neither the application's actions nor its keys. */
static gboolean
help_key_cb (GtkWidget *window,
             GVariant  *arguments,
             gpointer   user_data)
{
  GApplication *application = g_application_get_default ();

  g_action_group_activate_action (G_ACTION_GROUP (application), "help-page",
                                  g_variant_new_string (zm_help_place_find (GTK_WINDOW (window))));
  return TRUE;
}

static void
help_page_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  zm_help_window_open (user_data, g_variant_get_string (parameter, NULL));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GtkWindow *window = find_active (user_data);

  if (window != NULL)
    gtk_window_close (window);
}

static const GActionEntry actions[] = {
  { "about", about_cb },
  { "help", help_cb },
  { "help-page", help_page_cb, "s" },
  { "quit", quit_cb },
};

/* Nobody is asked then: what runs is interrupted and kept. */
static gboolean
terminate_cb (gpointer user_data)
{
  GtkWindow *window = find_window (user_data);

  if (window != NULL)
    zm_window_end (ZM_WINDOW (window));
  else
    g_application_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static void
zm_application_startup (GApplication *application)
{
  static const char *const help[] = { "F1", NULL };
  static const char *const quit[] = { "<Control>q", NULL };
  static const char *const shortcuts[] = { "<Control>question", NULL };

  G_APPLICATION_CLASS (zm_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_widget_class_add_binding (g_type_class_ref (GTK_TYPE_WINDOW), GDK_KEY_F1, 0, help_key_cb, NULL);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.help", help);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "win.show-help-overlay",
                                         shortcuts);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit);
  gtk_window_set_default_icon_name (ZM_APPLICATION_ID);
  g_unix_signal_add (SIGTERM, terminate_cb, application);
  g_unix_signal_add (SIGINT, terminate_cb, application);
}

static void
zm_application_activate (GApplication *application)
{
  ZmApplication *self = ZM_APPLICATION (application);
  GtkWindow *window = find_window (GTK_APPLICATION (self));

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }

  window = zm_window_new (GTK_APPLICATION (self));
  gtk_window_present (window);
  if (self->training)
    zm_window_start_training (ZM_WINDOW (window), self->directory);
  else if (self->directory != NULL)
    zm_window_open_station (ZM_WINDOW (window), self->directory,
                            (const char *const *) self->addresses);
}

/* Nobody is left alone with the help. */
static void
zm_application_window_removed (GtkApplication *application,
                               GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (zm_application_parent_class)->window_removed (application, window);
  if (ZM_IS_WINDOW (window))
    zm_help_window_close ();
}

static void
zm_application_shutdown (GApplication *application)
{
  G_APPLICATION_CLASS (zm_application_parent_class)->shutdown (application);
  zm_choices_flush ();
}

static void
zm_application_finalize (GObject *object)
{
  ZmApplication *self = ZM_APPLICATION (object);

  g_free (self->directory);
  g_strfreev (self->addresses);

  G_OBJECT_CLASS (zm_application_parent_class)->finalize (object);
}

static int
zm_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  ZmApplication *self = ZM_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("%s %s\n", "zmonitor-station", PACKAGE_VERSION);
      return 0;
    }

  self->training = g_variant_dict_contains (options, "training");
  g_variant_dict_lookup (options, "station", "^ay", &self->directory);
  g_variant_dict_lookup (options, "tether", "^as", &self->addresses);

  return -1;
}

static void
zm_application_class_init (ZmApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_application_finalize;
  application_class->activate = zm_application_activate;
  application_class->handle_local_options = zm_application_handle_local_options;
  application_class->shutdown = zm_application_shutdown;
  application_class->startup = zm_application_startup;
  GTK_APPLICATION_CLASS (klass)->window_removed = zm_application_window_removed;
}

static void
zm_application_init (ZmApplication *self)
{
  static const GOptionEntry options[] = {
    { "training", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Start a throw-away station with simulated devices"), NULL },
    { "station", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("The station to open"), N_("DIRECTORY") },
    { "tether", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
      N_("A place on the bench: usb, usb:PORT or virtual:SOCKET; may be repeated"),
      N_("ADDRESS") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/* Each start is a window of its own, since each has its own station. */
ZmApplication *
zm_application_new (void)
{
  return g_object_new (ZM_TYPE_APPLICATION,
                       "application-id", ZM_APPLICATION_ID,
                       "flags", G_APPLICATION_NON_UNIQUE,
                       "resource-base-path", "/org/zmonitor/Station",
                       NULL);
}
