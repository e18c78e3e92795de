#include "usb/usb-device.h"

#include "usb/usb-port.h"

struct _ZmUsbDevice {
  GObject     parent_instance;

  char       *port;
  char       *serial;
  const char *speed;
  GError     *problem;
};

G_DEFINE_FINAL_TYPE (ZmUsbDevice, zm_usb_device, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_PORT,
  PROP_PROBLEM,
  PROP_SERIAL,
  PROP_SPEED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_usb_device_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ZmUsbDevice *self = ZM_USB_DEVICE (object);

  switch (prop_id)
    {
    case PROP_PORT:
      g_value_set_string (value, self->port);
      break;
    case PROP_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    case PROP_SERIAL:
      g_value_set_string (value, self->serial);
      break;
    case PROP_SPEED:
      g_value_set_string (value, self->speed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_usb_device_finalize (GObject *object)
{
  ZmUsbDevice *self = ZM_USB_DEVICE (object);

  g_free (self->port);
  g_free (self->serial);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (zm_usb_device_parent_class)->finalize (object);
}

static void
zm_usb_device_class_init (ZmUsbDeviceClass *klass)
{
  static const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zm_usb_device_finalize;
  object_class->get_property = zm_usb_device_get_property;

  properties[PROP_PORT] = g_param_spec_string ("port", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_SERIAL] = g_param_spec_string ("serial", NULL, NULL, NULL, flags);
  properties[PROP_SPEED] = g_param_spec_string ("speed", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_usb_device_init (ZmUsbDevice *self)
{
}

ZmUsbDevice *
zm_usb_device_new (const char   *port,
                   const char   *serial,
                   const char   *speed,
                   const GError *problem)
{
  ZmUsbDevice *self;

  g_return_val_if_fail (port != NULL, NULL);

  self = g_object_new (ZM_TYPE_USB_DEVICE, NULL);
  self->port = g_strdup (port);
  self->serial = g_strdup (serial);
  self->speed = speed;
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;

  return self;
}

const char *
zm_usb_device_get_port (ZmUsbDevice *self)
{
  g_return_val_if_fail (ZM_IS_USB_DEVICE (self), NULL);

  return self->port;
}

const char *
zm_usb_device_get_serial (ZmUsbDevice *self)
{
  g_return_val_if_fail (ZM_IS_USB_DEVICE (self), NULL);

  return self->serial;
}

const char *
zm_usb_device_get_speed (ZmUsbDevice *self)
{
  g_return_val_if_fail (ZM_IS_USB_DEVICE (self), NULL);

  return self->speed;
}

const GError *
zm_usb_device_get_problem (ZmUsbDevice *self)
{
  g_return_val_if_fail (ZM_IS_USB_DEVICE (self), NULL);

  return self->problem;
}

int
zm_usb_device_compare (gconstpointer a,
                       gconstpointer b)
{
  return zm_usb_port_compare ((*(ZmUsbDevice *const *) a)->port,
                              (*(ZmUsbDevice *const *) b)->port);
}
