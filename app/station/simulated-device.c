#include "config.h"

#include "app/station/simulated-device.h"

#include "app/base/json.h"
#include "app/station/child.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EVENT_MAX 65536 /* bytes; more than any event has */

struct _ZmSimulatedDevice {
  GObject           parent_instance;

  char             *device_id;
  char             *label;
  char             *address;
  char             *ticket;
  char             *code;
  char             *number;
  const char       *status;
  char             *message;
  char             *message_before; /* while it shows which one it is */

  ZmChild          *child;
  GDataInputStream *events;
  GCancellable     *cancellable;
};

G_DEFINE_FINAL_TYPE (ZmSimulatedDevice, zm_simulated_device, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ADDRESS,
  PROP_CODE,
  PROP_DEVICE_ID,
  PROP_LABEL,
  PROP_MESSAGE,
  PROP_NUMBER,
  PROP_STATUS,
  PROP_TICKET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void read_event (ZmSimulatedDevice *self);

/* The read that waits must not keep the device on. */
static GWeakRef *
make_weak_ref (ZmSimulatedDevice *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

static void
free_weak_ref (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
set_text (ZmSimulatedDevice  *self,
          char              **field,
          guint               property,
          const char         *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_status (ZmSimulatedDevice *self,
            const char        *status,
            const char        *message)
{
  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
  set_text (self, &self->message, PROP_MESSAGE, message);
}

static void
take_ticket (ZmSimulatedDevice *self,
             const json_t      *event)
{
  set_text (self, &self->ticket, PROP_TICKET,
            json_string_value (json_object_get (event, "text")));
  set_text (self, &self->code, PROP_CODE, json_string_value (json_object_get (event, "code")));
  /* A device in service shows the next ticket as well: for a new key, should it need one. */
  if (json_is_true (json_object_get (event, "active")))
    return;

  set_text (self, &self->number, PROP_NUMBER, NULL);
  set_status (self, "waiting", _("Scan this code at the station"));
}

static void
take_number (ZmSimulatedDevice *self,
             const json_t      *event)
{
  set_text (self, &self->number, PROP_NUMBER,
            json_string_value (json_object_get (event, "number")));
  set_status (self, "paired", _("Compare this number with the station’s"));
}

static void
take_step (ZmSimulatedDevice *self,
           const json_t      *event)
{
  const char *name = json_string_value (json_object_get (event, "name"));

  set_status (self, "installing", name);
}

static void
take_installed (ZmSimulatedDevice *self,
                const json_t      *event)
{
  const char *outcome = json_string_value (json_object_get (event, "outcome"));

  set_text (self, &self->number, PROP_NUMBER, NULL);
  if (g_strcmp0 (outcome, "success") == 0)
    set_status (self, "installed", _("In service"));
  else
    set_status (self, "failed", _("Not installed; nothing was changed"));
}

/* What it is at does not change meanwhile, only what it says. */
static void
take_identify (ZmSimulatedDevice *self,
               const json_t      *event)
{
  g_free (self->message_before);
  self->message_before = g_strdup (self->message);
  set_text (self, &self->message, PROP_MESSAGE, _("The station asks for this device"));
}

static void
take_identified (ZmSimulatedDevice *self,
                 const json_t      *event)
{
  g_autofree char *before = g_steal_pointer (&self->message_before);

  set_text (self, &self->message, PROP_MESSAGE, before);
}

static void
take_event (ZmSimulatedDevice *self,
            const json_t      *event)
{
  static const struct {
    const char *name;
    void      (*take) (ZmSimulatedDevice *self, const json_t *event);
  } events[] = {
    { "ticket", take_ticket },
    { "number", take_number },
    { "step", take_step },
    { "installed", take_installed },
    { "identify", take_identify },
    { "identified", take_identified },
  };
  const char *name = json_string_value (json_object_get (event, "event"));

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      if (g_strcmp0 (name, events[i].name) == 0)
        events[i].take (self, event);
    }
}

static void
read_event_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ZmSimulatedDevice) self = g_weak_ref_get (user_data);
  g_autoptr(json_t) event = NULL;
  g_autofree char *line = NULL;
  gsize length = 0;

  free_weak_ref (user_data);
  if (self == NULL)
    return;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &length,
                                               NULL);
  if (line == NULL || length > EVENT_MAX)
    {
      set_status (self, "ended", _("Switched off"));
      return;
    }

  event = zm_json_parse_object (line, length, "device.event", NULL);
  if (event != NULL)
    take_event (self, event);
  read_event (self);
}

static void
read_event (ZmSimulatedDevice *self)
{
  g_data_input_stream_read_line_async (self->events, G_PRIORITY_DEFAULT, self->cancellable,
                                       read_event_cb, make_weak_ref (self));
}

static void
zm_simulated_device_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ZmSimulatedDevice *self = ZM_SIMULATED_DEVICE (object);

  switch (prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_DEVICE_ID:
      g_value_set_string (value, self->device_id);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_NUMBER:
      g_value_set_string (value, self->number);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_TICKET:
      g_value_set_string (value, self->ticket);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_simulated_device_finalize (GObject *object)
{
  ZmSimulatedDevice *self = ZM_SIMULATED_DEVICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->events);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->child, zm_child_free);
  g_free (self->device_id);
  g_free (self->label);
  g_free (self->address);
  g_free (self->ticket);
  g_free (self->code);
  g_free (self->number);
  g_free (self->message);
  g_free (self->message_before);

  G_OBJECT_CLASS (zm_simulated_device_parent_class)->finalize (object);
}

static void
zm_simulated_device_class_init (ZmSimulatedDeviceClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_ADDRESS] = "address",
    [PROP_CODE] = "code",
    [PROP_DEVICE_ID] = "device-id",
    [PROP_LABEL] = "label",
    [PROP_MESSAGE] = "message",
    [PROP_NUMBER] = "number",
    [PROP_STATUS] = "status",
    [PROP_TICKET] = "ticket",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zm_simulated_device_finalize;
  object_class->get_property = zm_simulated_device_get_property;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_simulated_device_init (ZmSimulatedDevice *self)
{
  self->cancellable = g_cancellable_new ();
  self->status = "starting";
}

ZmSimulatedDevice *
zm_simulated_device_new (const char  *device_id,
                         const char  *label,
                         const char  *state_directory,
                         GError     **error)
{
  g_autofree char *socket = g_build_filename (state_directory, "tether", NULL);
  g_autofree char *address = g_strconcat ("virtual:", socket, NULL);
  g_autofree char *log = g_build_filename (state_directory, "log", NULL);
  const char *arguments[] = { "run", "--state", state_directory, "--tether", address,
                              "--exit-with-parent", NULL };
  g_autoptr(ZmChild) child = zm_child_start ("zmonitor-device", arguments, "--events-fd", log,
                                             error);
  ZmSimulatedDevice *self;

  if (child == NULL)
    return NULL;

  self = g_object_new (ZM_TYPE_SIMULATED_DEVICE, NULL);
  self->device_id = g_strdup (device_id);
  self->label = g_strdup (label);
  self->address = g_steal_pointer (&address);
  self->child = g_steal_pointer (&child);
  self->events = g_data_input_stream_new (zm_child_get_report (self->child));
  read_event (self);

  return self;
}

const char *
zm_simulated_device_get_id (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->device_id;
}

const char *
zm_simulated_device_get_label (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->label;
}

const char *
zm_simulated_device_get_address (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->address;
}

const char *
zm_simulated_device_get_ticket (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->ticket;
}

const char *
zm_simulated_device_get_code (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->code;
}

const char *
zm_simulated_device_get_number (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->number;
}

const char *
zm_simulated_device_get_status (ZmSimulatedDevice *self)
{
  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (self), NULL);

  return self->status;
}
