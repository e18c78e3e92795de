#include "config.h"

#include "ui/camera-card.h"

#include "app/base/error.h"
#include "app/camera/camera-title.h"
#include "app/camera/camera-words.h"
#include "app/protocol/ticket.h"
#include "app/station/failure-words.h"
#include "app/station/session.h"
#include "ui/accessible.h"
#include "ui/camera-view.h"
#include "ui/template.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ZmCameraCard {
  GtkWidget        parent_instance;

  ZmCameraDesk    *desk;
  ZmCameraStream  *stream;
  gboolean         optional;
  gboolean         failing;  /* what is told is what is wrong with the camera */
  GtkStringList   *choices;  /* the cameras' titles, by position in the desk's list */
  gboolean         updating; /* they change, not the person's choice */

  GtkWidget       *again;
  GtkDropDown     *cameras;
  GtkWidget       *content;
  GtkWidget       *controls;
  GtkLabel        *hint;
  GtkWidget       *mirror;
  GtkLabel        *news;
  GtkWidget       *picture_box;
  GtkToggleButton *power;
  GtkSpinner      *spinner;
  GtkWidget       *view;
};

G_DEFINE_FINAL_TYPE (ZmCameraCard, zm_camera_card, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DESK,
  PROP_OPTIONAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- What is said --- */

static void
set_news (ZmCameraCard *self,
          const char   *text)
{
  gtk_label_set_text (self->news, text);
  gtk_widget_set_visible (GTK_WIDGET (self->news), *text != '\0');
}

/* The same sentence twice is an announcement only once, so it begins with what differs. */
static void
tell_tickets (ZmCameraCard  *self,
              char         **tickets)
{
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (tickets[0], strlen (tickets[0]), NULL);
  g_autofree char *text = NULL;

  if (tickets[1] != NULL)
    text = g_strdup (_("The codes of several devices: show one of them alone, or choose."));
  else
    text = g_strdup_printf (_("%s: its code was read."), ticket != NULL ? ticket->device_id : "");
  set_news (self, text);
  gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
}

/* --- What the camera does --- */

static const char *
describe_state (ZmCameraCard        *self,
                ZmCameraStreamState  state)
{
  switch (state)
    {
    case ZM_CAMERA_STARTING:
      return zm_camera_list_is_asking (zm_camera_desk_get_list (self->desk)) ?
             zm_camera_words_asking () : _("The camera starts…");
    case ZM_CAMERA_LIVE:
      return zm_camera_words_hint (zm_camera_stream_get_hint (self->stream));
    case ZM_CAMERA_OFF:
    case ZM_CAMERA_STALLED:
    case ZM_CAMERA_FAILED:
    default:
      return "";
    }
}

/* Whoever plugs one in need not ask for it: the list follows. */
static gboolean
is_absent (const GError *error)
{
  const char *check = error != NULL ? zm_error_get_check (error) : NULL;

  return g_strcmp0 (check, "camera.none") == 0 || g_strcmp0 (check, "camera.unplugged") == 0;
}

static char *
tell_failure (const GError *error)
{
  if (g_strcmp0 (zm_error_get_check (error), "camera.none") == 0)
    return g_strdup (_("There is no camera. Plug one in, or take another way."));

  return zm_failure_words_say (error);
}

/* Centred below a picture; without one at the edge, where the other ways to a code begin. */
static void
place_words (ZmCameraCard *self,
             gboolean      centred)
{
  GtkAlign align = centred ? GTK_ALIGN_CENTER : GTK_ALIGN_START;

  gtk_widget_set_halign (self->controls, align);
  gtk_widget_set_halign (GTK_WIDGET (self->news), align);
  gtk_label_set_justify (self->news, centred ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
}

static void
update (ZmCameraCard *self)
{
  ZmCameraStreamState state = self->stream != NULL ? zm_camera_stream_get_state (self->stream)
                                                   : ZM_CAMERA_OFF;
  const GError *error = self->stream != NULL ? zm_camera_stream_get_error (self->stream) : NULL;
  const char *text = describe_state (self, state);
  gboolean shows = state == ZM_CAMERA_STARTING || state == ZM_CAMERA_LIVE ||
                   state == ZM_CAMERA_STALLED;

  gtk_widget_set_visible (self->picture_box, shows);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == ZM_CAMERA_STARTING);
  gtk_spinner_set_spinning (self->spinner, state == ZM_CAMERA_STARTING);
  gtk_widget_set_visible (self->mirror, shows);
  place_words (self, shows);
  gtk_label_set_text (self->hint, text);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), *text != '\0');
  gtk_widget_set_visible (self->again, error != NULL && !is_absent (error));
  gtk_widget_set_visible (self->content, !self->optional || !is_absent (error));
  if (error != NULL)
    {
      g_autofree char *words = tell_failure (error);

      set_news (self, words);
    }
  else if (self->failing || state != ZM_CAMERA_LIVE)
    set_news (self, "");
  self->failing = error != NULL;
}

static void
tickets_cb (ZmCameraCard  *self,
            char         **tickets)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  tell_tickets (self, tickets);
  (void) gtk_widget_activate_action (GTK_WIDGET (self), "scan.take", "(s^as)",
                                     ZM_SESSION_WAY_CAMERA, tickets);
}

/* --- Which camera --- */

static void
copy_titles (ZmCameraCard *self,
             GListModel   *cameras)
{
  gtk_string_list_splice (self->choices, 0,
                          g_list_model_get_n_items (G_LIST_MODEL (self->choices)), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++)
    gtk_string_list_take (self->choices, zm_camera_title_make (cameras, i));
}

/* One camera is no choice. While the chosen one is away the first is used. */
static void
cameras_cb (ZmCameraCard *self)
{
  GListModel *cameras = G_LIST_MODEL (zm_camera_desk_get_list (self->desk));
  guint chosen = zm_camera_desk_find_chosen (self->desk);

  self->updating = TRUE;
  copy_titles (self, cameras);
  gtk_drop_down_set_selected (self->cameras, chosen != G_MAXUINT ? chosen : 0);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->cameras), g_list_model_get_n_items (cameras) > 1);
}

static void
selected_cb (ZmCameraCard *self)
{
  g_autoptr(ZmCamera) camera = NULL;

  if (self->updating)
    return;

  camera = g_list_model_get_item (G_LIST_MODEL (zm_camera_desk_get_list (self->desk)),
                                  gtk_drop_down_get_selected (self->cameras));
  if (camera != NULL)
    zm_camera_desk_choose (self->desk, zm_camera_get_id (camera));
}

static void
again_cb (ZmCameraCard *self)
{
  zm_camera_desk_try_again (self->desk);
}

/* --- The desk --- */

static void
stream_cb (ZmCameraCard *self)
{
  ZmCameraStream *stream = zm_camera_desk_get_stream (self->desk);
  ZmCameraList *list;

  if (stream == NULL || self->stream != NULL)
    return;

  self->stream = g_object_ref (stream);
  list = zm_camera_desk_get_list (self->desk);
  self->updating = TRUE;
  gtk_drop_down_set_model (self->cameras, G_LIST_MODEL (self->choices));
  self->updating = FALSE;
  g_signal_connect_object (list, "items-changed", G_CALLBACK (cameras_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::asking", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  cameras_cb (self);

  g_object_set (self->view, "stream", stream, NULL);
  g_signal_connect_object (stream, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (stream, "tickets", G_CALLBACK (tickets_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
set_desk (ZmCameraCard *self,
          ZmCameraDesk *desk)
{
  if (desk == NULL || self->desk != NULL)
    return;

  self->desk = g_object_ref (desk);
  g_object_bind_property (desk, "wanted", self->power, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (desk, "mirrored", self->mirror, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (desk, "notify::stream", G_CALLBACK (stream_cb), self,
                           G_CONNECT_SWAPPED);
  stream_cb (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    zm_camera_desk_hold (desk);
}

static void
zm_camera_card_map (GtkWidget *widget)
{
  ZmCameraCard *self = ZM_CAMERA_CARD (widget);

  GTK_WIDGET_CLASS (zm_camera_card_parent_class)->map (widget);
  if (self->desk != NULL)
    zm_camera_desk_hold (self->desk);
  /* The camera may be as it was when the news was put away. */
  update (self);
}

static void
zm_camera_card_unmap (GtkWidget *widget)
{
  ZmCameraCard *self = ZM_CAMERA_CARD (widget);

  set_news (self, "");
  if (self->desk != NULL)
    zm_camera_desk_release (self->desk);
  GTK_WIDGET_CLASS (zm_camera_card_parent_class)->unmap (widget);
}

static void
zm_camera_card_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, ZM_CAMERA_CARD (object)->desk);
      break;
    case PROP_OPTIONAL:
      g_value_set_boolean (value, ZM_CAMERA_CARD (object)->optional);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_card_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (ZM_CAMERA_CARD (object), g_value_get_object (value));
      break;
    case PROP_OPTIONAL:
      ZM_CAMERA_CARD (object)->optional = g_value_get_boolean (value);
      update (ZM_CAMERA_CARD (object));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_card_dispose (GObject *object)
{
  ZmCameraCard *self = ZM_CAMERA_CARD (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_CAMERA_CARD);

  G_OBJECT_CLASS (zm_camera_card_parent_class)->dispose (object);
}

static void
zm_camera_card_finalize (GObject *object)
{
  ZmCameraCard *self = ZM_CAMERA_CARD (object);

  g_clear_object (&self->choices);
  g_clear_object (&self->stream);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (zm_camera_card_parent_class)->finalize (object);
}

static void
zm_camera_card_class_init (ZmCameraCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_camera_card_dispose;
  object_class->finalize = zm_camera_card_finalize;
  object_class->get_property = zm_camera_card_get_property;
  object_class->set_property = zm_camera_card_set_property;
  widget_class->map = zm_camera_card_map;
  widget_class->unmap = zm_camera_card_unmap;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, ZM_TYPE_CAMERA_DESK,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPTIONAL] = g_param_spec_boolean ("optional", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_CAMERA_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/camera-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, again);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, cameras);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, content);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, controls);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, hint);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, mirror);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, news);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, picture_box);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, power);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, ZmCameraCard, view);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
zm_camera_card_init (ZmCameraCard *self)
{
  self->choices = gtk_string_list_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_accessible_name_part (GTK_WIDGET (self->cameras), GTK_TYPE_TOGGLE_BUTTON, _("Which camera"));
  update (self);
}

GtkWidget *
zm_camera_card_new (ZmCameraDesk *desk,
                    gboolean      optional)
{
  g_return_val_if_fail (ZM_IS_CAMERA_DESK (desk), NULL);

  return g_object_new (ZM_TYPE_CAMERA_CARD, "optional", optional, "desk", desk, NULL);
}
