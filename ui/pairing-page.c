#include "config.h"

#include "ui/pairing-page.h"

#include "app/protocol/ticket.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/bench-pair.h"
#include "ui/bench-place.h"
#include "ui/camera-card.h"
#include "ui/failure-card.h"
#include "ui/picture-source.h"
#include "ui/stage-bar.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmPairingPage {
  GtkWidget             parent_instance;

  ZmBenchPort          *port;
  GtkFileChooserNative *chooser;

  AdwBin               *camera;
  GtkWidget            *code_entry;
  GtkWidget            *label_entry;
  GtkWidget            *open;
};

G_DEFINE_FINAL_TYPE (ZmPairingPage, zm_pairing_page, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_PORT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_object (gpointer  self,
            GObject  *object)
{
  return object != NULL;
}

static gboolean
has_failure (gpointer      self,
             const GError *failure)
{
  return failure != NULL;
}

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL;
}

static char *
warn_of_twin (ZmPlace *place)
{
  return g_strdup_printf (_("Two devices say that they are %s: unplug both, and find out which one "
                            "is."), zm_place_get_device_id (place));
}

static char *
say_in_service (ZmPlace *place)
{
  g_autofree char *until = zm_time_words_format_day (zm_place_get_valid_until (place));

  return g_strdup_printf (_("%s is in service until %s: unplug it, or have its code read to renew its "
                            "certificate."), zm_place_get_device_id (place), until);
}

static char *
format_instruction (ZmPairingPage *self,
                    GObject       *device,
                    gboolean       busy,
                    const char    *status,
                    const char    *subtitle)
{
  ZmPlace *place = zm_bench_port_get_place (self->port);

  if (zm_place_get_problem (place) != NULL)
    return g_strdup (_("What is plugged in here cannot be used: read why."));
  if (zm_bench_port_get_advice (self->port) != NULL)
    return g_strdup (zm_bench_port_get_advice (self->port));
  if (zm_place_is_twin (place))
    return warn_of_twin (place);
  if (device != NULL && !zm_bench_port_can_scan (self->port))
    return g_strdup (_("This device shows no code just now: take another one."));
  if (device != NULL)
    return g_strdup (_("Scan the code on the screen of this device."));

  if (!zm_place_is_attached (place))
    return g_strdup (_("Plug a device in, and let the station read the code on its screen."));

  if (zm_place_is_in_service (place))
    return say_in_service (place);

  return g_strdup (_("Let the station read the code on the screen of this device."));
}

/* There is somebody to pair with, and nothing else goes on. */
static gboolean
is_usable (ZmPairingPage *self)
{
  return zm_place_is_usable (zm_bench_port_get_place (self->port)) &&
         !zm_bench_port_is_at_work (self->port);
}

/* Whether it is a code at all costs no attempt, so it is said while a person types. */
static char *
format_hint (ZmPairingPage *self,
             const char    *typed,
             const char    *subtitle,
             gboolean       busy)
{
  g_autofree char *code = zm_ticket_parse_code (typed, NULL);

  if (code != NULL && !zm_place_is_attached (zm_bench_port_get_place (self->port)))
    return g_strdup_printf (_("Plug the device in first: then the station pairs with %s."), code);
  if (code != NULL && !is_usable (self))
    return g_strdup (_("The code is whole: read above what to do first."));
  if (code != NULL)
    return g_strdup_printf (_("The station will pair with %s."), code);

  return g_strdup (_("Four letters and four digits, as the device shows them."));
}

static void
code_changed_cb (ZmPairingPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->code_entry));
  g_autofree char *code = zm_ticket_parse_code (typed, NULL);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pairing.pair",
                                 code != NULL && is_usable (self));
}

static void
code_activated_cb (ZmPairingPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "pairing.pair", NULL);
}

static void
label_applied_cb (ZmPairingPage *self)
{
  zm_bench_place_rename (self->port, gtk_editable_get_text (GTK_EDITABLE (self->label_entry)));
}

static void
update_label (ZmPairingPage *self)
{
  const char *label = zm_place_get_label (zm_bench_port_get_place (self->port));
  GtkEditable *entry = GTK_EDITABLE (self->label_entry);

  /* What is written anew could be applied anew. */
  if (label == NULL)
    label = "";
  if (!g_str_equal (gtk_editable_get_text (entry), label))
    gtk_editable_set_text (entry, label);
}

static void
scan_screen (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  zm_bench_pair_screen (ZM_PAIRING_PAGE (widget)->port);
}

static void
pair_code (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ZmPairingPage *self = ZM_PAIRING_PAGE (widget);
  g_autofree char *code = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->code_entry)));

  if (zm_bench_pair_code (self->port, code))
    gtk_editable_set_text (GTK_EDITABLE (self->code_entry), "");
}

static void
file_chosen_cb (ZmPairingPage *self,
                int            response)
{
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    zm_bench_pair_file (self->port, file);
}

static void
open_picture (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmPairingPage *self = ZM_PAIRING_PAGE (widget);
  g_autoptr(GtkFileFilter) pictures = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Open a Picture of the Code"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"),
                                               _("_Cancel"));
  gtk_file_filter_set_name (pictures, _("Pictures (PNG, JPEG)"));
  gtk_file_filter_add_mime_type (pictures, "image/png");
  gtk_file_filter_add_mime_type (pictures, "image/jpeg");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), pictures);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Nothing of use is an empty picture, which the reader refuses in words. */
static void
picture_cb (GFile    *file,
            GBytes   *picture,
            gpointer  data)
{
  ZmPairingPage *self = data;
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);

  if (file != NULL)
    zm_bench_pair_file (self->port, file);
  else
    zm_bench_pair_picture (self->port, picture != NULL ? picture : nothing);
}

static void
paste_picture (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  zm_picture_source_paste (gtk_widget_get_clipboard (widget), NULL, picture_cb,
                           g_object_ref (widget), g_object_unref);
}

static void
several_cb (ZmPairingPage  *self,
            char          **tickets)
{
  (void) gtk_widget_activate_action (GTK_WIDGET (self), "scan.take", "(s^as)",
                                     ZM_SESSION_WAY_PICTURE, tickets);
}

static void
zm_pairing_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PORT:
      g_value_set_object (value, ZM_PAIRING_PAGE (object)->port);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_pairing_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_PORT:
      ZM_PAIRING_PAGE (object)->port = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
update_actions (ZmPairingPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pairing.scan",
                                 zm_bench_port_can_scan (self->port) && is_usable (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pairing.open", is_usable (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pairing.paste", is_usable (self));
  code_changed_cb (self);
}

static void
zm_pairing_page_constructed (GObject *object)
{
  ZmPairingPage *self = ZM_PAIRING_PAGE (object);

  G_OBJECT_CLASS (zm_pairing_page_parent_class)->constructed (object);

  g_signal_connect_object (self->port, "notify::status", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->port, "notify::busy", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
  g_signal_connect_object (zm_bench_port_get_place (self->port), "notify::label",
                           G_CALLBACK (update_label), self, G_CONNECT_SWAPPED);
  update_label (self);
  g_signal_connect_object (self->port, "several", G_CALLBACK (several_cb), self,
                           G_CONNECT_SWAPPED);
  zm_picture_source_watch (GTK_WIDGET (self), picture_cb, self);
}

static void
zm_pairing_page_dispose (GObject *object)
{
  ZmPairingPage *self = ZM_PAIRING_PAGE (object);

  g_clear_object (&self->chooser);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_PAIRING_PAGE);

  G_OBJECT_CLASS (zm_pairing_page_parent_class)->dispose (object);
}

static void
zm_pairing_page_finalize (GObject *object)
{
  g_clear_object (&ZM_PAIRING_PAGE (object)->port);

  G_OBJECT_CLASS (zm_pairing_page_parent_class)->finalize (object);
}

static void
zm_pairing_page_class_init (ZmPairingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_pairing_page_constructed;
  object_class->dispose = zm_pairing_page_dispose;
  object_class->finalize = zm_pairing_page_finalize;
  object_class->get_property = zm_pairing_page_get_property;
  object_class->set_property = zm_pairing_page_set_property;

  properties[PROP_PORT] = g_param_spec_object ("port", NULL, NULL, ZM_TYPE_BENCH_PORT,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "pairing.open", NULL, open_picture);
  gtk_widget_class_install_action (widget_class, "pairing.paste", NULL, paste_picture);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "pairing.paste",
                                       NULL);
  gtk_widget_class_install_action (widget_class, "pairing.pair", NULL, pair_code);
  gtk_widget_class_install_action (widget_class, "pairing.scan", NULL, scan_screen);

  g_type_ensure (ZM_TYPE_BENCH_PORT);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_STAGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/pairing-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmPairingPage, camera);
  gtk_widget_class_bind_template_child (widget_class, ZmPairingPage, code_entry);
  gtk_widget_class_bind_template_child (widget_class, ZmPairingPage, label_entry);
  gtk_widget_class_bind_template_child (widget_class, ZmPairingPage, open);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, label_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_hint);
  gtk_widget_class_bind_template_callback (widget_class, format_instruction);
  gtk_widget_class_bind_template_callback (widget_class, has_failure);
  gtk_widget_class_bind_template_callback (widget_class, has_object);
}

static void
zm_pairing_page_init (ZmPairingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
zm_pairing_page_new (ZmBenchPort  *port,
                     ZmCameraDesk *camera)
{
  ZmPairingPage *self;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), NULL);

  self = g_object_new (ZM_TYPE_PAIRING_PAGE, "port", port, NULL);
  if (camera != NULL)
    adw_bin_set_child (self->camera,
                       zm_camera_card_new (camera, zm_bench_port_get_device (port) != NULL));
  /* One suggested action: the picture is it where there is neither a camera nor a screen to scan. */
  else if (zm_bench_port_get_device (port) == NULL)
    gtk_widget_add_css_class (self->open, "suggested-action");

  return GTK_WIDGET (self);
}
