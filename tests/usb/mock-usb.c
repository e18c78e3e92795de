#include "tests/usb/mock-usb-private.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <linux/usbdevice_fs.h>

#define NODE_MAX         127
#define LISTENER_TIMEOUT 10000 /* ms */
#define USUAL_CAPABILITIES                                          \
  (USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |      \
   USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_BULK_SCATTER_GATHER | \
   USBDEVFS_CAP_REAP_AFTER_DISCONNECT)

static MockUsb *the_mock; /* for open(), which has no argument to spare */

GBytes *
mock_usb_configuration (guint speed)
{
  guint packet = speed == 12 ? 64 : speed == 480 ? 512 : 1024;
  const guint8 bytes[] = {
    9, 2, 32, 0, 1, 1, 0, 0xc0, 1,
    9, 4, 0, 0, 2, 0xff, 0x5a, 0x01, 0,
    7, 5, MOCK_USB_OUT, 2, (guint8) packet, (guint8) (packet >> 8), 0,
    7, 5, MOCK_USB_IN, 2, (guint8) packet, (guint8) (packet >> 8), 0,
  };

  return g_bytes_new (bytes, sizeof bytes);
}

static char *
describe (const char   *name,
          guint         bus,
          guint         number,
          guint         speed,
          const guint8  head[18],
          GBytes       *configuration)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *dotted = g_strdup (name);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (configuration, &length);

  g_string_append_printf (text, "P: /devices/usb%u", bus);
  /* Each hub's folder stands in that of the hub before it. */
  if (strchr (name, '-') != NULL)
    {
      for (char *dot = strchr (dotted, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
        g_string_append_printf (text, "/%.*s", (int) (dot - dotted), dotted);
      g_string_append_printf (text, "/%s", name);
    }
  g_string_append_printf (text,
                          "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\n"
                          "E: BUSNUM=%03u\nE: DEVNUM=%03u\nE: DEVNAME=/dev/bus/usb/%03u/%03u\n"
                          "A: busnum=%u\\n\nA: devnum=%u\\n\nA: speed=%u\\n\n"
                          "A: bConfigurationValue=1\\n\nH: descriptors=",
                          bus, number, bus, number, bus, number, speed);
  for (gsize i = 0; i < 18; i++)
    g_string_append_printf (text, "%02X", head[i]);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02X", bytes[i]);
  g_string_append_c (text, '\n');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* umockdev ends the program when a listener for its events has too many in its queue. */
static void
await_listener (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct pollfd listener = { .fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0),
                             .events = POLLOUT };

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  if (connect (listener.fd, (const struct sockaddr *) &address, sizeof address) == 0)
    g_assert_cmpint (poll (&listener, 1, LISTENER_TIMEOUT), ==, 1);
  close (listener.fd);
}

static void
await_listeners (MockUsb *self)
{
  g_autofree char *root = umockdev_testbed_get_root_dir (self->testbed);
  g_autoptr(GDir) directory = g_dir_open (root, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_prefix (name, "event"))
      {
        g_autofree char *path = g_build_filename (root, name, NULL);

        await_listener (path);
      }
}

static void
add_to_testbed (MockUsb    *self,
                const char *text)
{
  g_autoptr(GError) error = NULL;

  await_listeners (self);
  umockdev_testbed_add_from_string (self->testbed, text, &error);
  g_assert_no_error (error);
}

/* A number that nobody holds; like the kernel's, it goes up before it begins anew. */
static guint
take_number (MockUsb *self)
{
  guint number;

  g_mutex_lock (&self->lock);
  do
    {
      number = self->next;
      self->next = self->next < NODE_MAX ? self->next + 1 : 2;
    } while (g_hash_table_contains (self->devices, GUINT_TO_POINTER (number)));
  g_hash_table_insert (self->devices, GUINT_TO_POINTER (number), NULL);
  g_mutex_unlock (&self->lock);

  return number;
}

static void
add_hub (MockUsb    *self,
         const char *name)
{
  const guint8 head[18] = { 18, 1, 0, 2, 9, 0, 0, 64, 0x6b, 0x1d, 2, 0, 0, 1, 0, 0, 0, 1 };
  g_autoptr(GBytes) configuration = g_bytes_new ("\x09\x02\x09\x00\x00\x01\x00\xe0\x00", 9);
  gboolean root = strchr (name, '-') == NULL;
  guint bus = (guint) atoi (root ? name + 3 : name);
  g_autofree char *text = NULL;

  if (g_hash_table_contains (self->hubs, name))
    return;

  text = describe (name, bus, root ? 1 : take_number (self), 480, head, configuration);
  add_to_testbed (self, text);
  g_hash_table_add (self->hubs, g_strdup (name));
}

static void
add_hubs_before (MockUsb    *self,
                 const char *port)
{
  g_autofree char *root = g_strdup_printf ("usb%d", atoi (port));

  add_hub (self, root);
  for (const char *dot = strchr (port, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    {
      g_autofree char *hub = g_strndup (port, (gsize) (dot - port));

      add_hub (self, hub);
    }
}

static void
make_node (MockUsbDevice *device)
{
  g_autofree char *root = umockdev_testbed_get_root_dir (device->mock->testbed);
  g_autofree char *directory = NULL;

  device->file = g_strconcat (root, device->node, NULL);
  directory = g_path_get_dirname (device->file);
  g_assert_cmpint (g_mkdir_with_parents (directory, 0755), ==, 0);
  g_assert_cmpint (mkfifo (device->file, 0666), ==, 0);
  device->pipe = open (device->file, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (device->pipe, >=, 0);
  g_assert_cmpint (fcntl (device->pipe, F_SETPIPE_SZ, MOCK_USB_PIPE), ==, MOCK_USB_PIPE);
  device->writable = TRUE;
  {
    static const char page[MOCK_USB_PIPE];

    g_assert_cmpint (write (device->pipe, page, sizeof page), ==, MOCK_USB_PIPE);
    device->writable = FALSE;
  }
}

/* Of one that was unplugged, when nobody can be in the middle of a call to it any more. */
static void
dig_out (gpointer data)
{
  MockUsbDevice *device = data;

  umockdev_testbed_detach_ioctl (device->mock->testbed, device->node, NULL);
  g_clear_object (&device->handler);
  mock_usb_device_unref (device);
}

static void
dig_out_before (MockUsb *self,
                guint    number)
{
  gpointer device = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->buried, GUINT_TO_POINTER (number), NULL, &device);
  g_mutex_unlock (&self->lock);
  if (device != NULL)
    dig_out (device);
}

static MockUsbDevice *
device_new (MockUsb            *self,
            const MockUsbFacts *facts,
            guint               speed)
{
  MockUsbDevice *device = g_new0 (MockUsbDevice, 1);

  g_atomic_ref_count_init (&device->references);
  g_mutex_init (&device->lock);
  g_cond_init (&device->changed);
  device->mock = self;
  device->number = take_number (self);
  dig_out_before (self, device->number);
  device->capabilities = facts->capabilities != 0 ? facts->capabilities : USUAL_CAPABILITIES;
  device->packet = speed == 12 ? 64 : speed == 480 ? 512 : 1024;
  device->serial = g_strdup (facts->serial != NULL ? facts->serial : "");
  device->serial_raw = facts->serial_raw != NULL ? g_bytes_ref (facts->serial_raw) : NULL;
  device->hearing = g_byte_array_new ();
  device->node = g_strdup_printf ("/dev/bus/usb/%03d/%03u", atoi (facts->port), device->number);
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->devices, GUINT_TO_POINTER (device->number), device);
  g_mutex_unlock (&self->lock);

  return device;
}

MockUsbDevice *
mock_usb_plug (MockUsb            *self,
               const MockUsbFacts *facts)
{
  guint speed = facts->speed != 0 ? facts->speed : 480;
  guint vendor = facts->vendor != 0 ? facts->vendor : MOCK_USB_VENDOR;
  guint product = facts->product != 0 ? facts->product : MOCK_USB_PRODUCT;
  gboolean named = facts->serial != NULL || facts->serial_raw != NULL;
  g_autoptr(GBytes) configuration = facts->configuration != NULL
                                    ? g_bytes_ref (facts->configuration)
                                    : mock_usb_configuration (speed);
  const guint8 head[18] = {
    18, 1, 0, 2, 0, 0, 0, speed == 5000 ? 9 : 64, (guint8) vendor, (guint8) (vendor >> 8),
    (guint8) product, (guint8) (product >> 8), 0, 1, 0, 0, named ? 3 : 0, 1,
  };
  g_autofree char *sys = umockdev_testbed_get_sys_dir (self->testbed);
  MockUsbDevice *device;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  add_hubs_before (self, facts->port);
  device = device_new (self, facts, speed);
  if (facts->mute)
    mock_usb_fail (device, MOCK_USB_CONTROL, facts->mute_error, MOCK_USB_ALWAYS);
  make_node (device);
  mock_usb_device_connect (device);
  text = describe (facts->port, (guint) atoi (facts->port), device->number, speed, head,
                   configuration);
  path = g_strndup (text + strlen ("P: "), strcspn (text, "\n") - strlen ("P: "));
  device->syspath = g_strconcat ("/sys", path, NULL);
  add_to_testbed (self, text);

  return device;
}

void
mock_usb_announce (MockUsbDevice *device)
{
  await_listeners (device->mock);
  umockdev_testbed_uevent (device->mock->testbed, device->syspath, "add");
}

void
mock_usb_leave (MockUsbDevice *device)
{
  g_assert_false (device->gone);
  device->gone = TRUE;
  await_listeners (device->mock);
  umockdev_testbed_uevent (device->mock->testbed, device->syspath, "remove");
  umockdev_testbed_remove_device (device->mock->testbed, device->syspath);
  g_unlink (device->file);
}

void
mock_usb_unplug (MockUsbDevice *device)
{
  MockUsb *self = device->mock;

  if (!device->broken)
    mock_usb_break (device, ESHUTDOWN);
  if (!device->gone)
    mock_usb_leave (device);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->devices, GUINT_TO_POINTER (device->number));
  /* Whoever is in the middle of a call gets its answer: umockdev ends a program that gets none. */
  g_hash_table_insert (self->buried, GUINT_TO_POINTER (device->number), device);
  g_mutex_unlock (&self->lock);
}

/* libusb's open() finds this one first: umockdev cannot refuse it, and root is never refused. */
static gboolean
refuses_open (const char *path)
{
  gboolean refuses = FALSE;
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&the_mock->lock);
  g_hash_table_iter_init (&iter, the_mock->devices);
  while (!refuses && g_hash_table_iter_next (&iter, NULL, &value))
    {
      MockUsbDevice *device = value;
      int number;

      if (device == NULL || strcmp (device->node, path) != 0)
        continue;
      g_mutex_lock (&device->lock);
      refuses = mock_usb_device_fails (device, MOCK_USB_OPEN, &number);
      g_mutex_unlock (&device->lock);
      if (refuses)
        errno = number;
    }
  g_mutex_unlock (&the_mock->lock);

  return refuses;
}

/* As a library calls it that was built with _FORTIFY_SOURCE; the label, since the name is the C
 * library's. */
int mock_usb_open (const char *path,
                   int         flags) __asm__ ("__open_2");

G_MODULE_EXPORT int
mock_usb_open (const char *path,
               int         flags)
{
  static int (*next) (const char *, int);

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "__open_2");
  if (the_mock != NULL && g_str_has_prefix (path, "/dev/bus/usb/") && refuses_open (path))
    return -1;

  return next (path, flags);
}

MockUsb *
mock_usb_new (void)
{
  MockUsb *self = g_new0 (MockUsb, 1);

  g_assert_null (the_mock);
  g_mutex_init (&self->lock);
  self->testbed = umockdev_testbed_new ();
  self->hubs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->devices = g_hash_table_new (NULL, NULL);
  self->buried = g_hash_table_new_full (NULL, NULL, NULL, dig_out);
  self->next = 2;
  add_hub (self, "usb1");
  the_mock = self;

  return self;
}

void
mock_usb_free (MockUsb *self)
{
  g_autoptr(GList) devices = g_hash_table_get_values (self->devices);

  for (GList *link = devices; link != NULL; link = link->next)
    if (link->data != NULL)
      mock_usb_unplug (link->data);
  the_mock = NULL;
  g_hash_table_unref (self->buried);
  g_object_unref (self->testbed);
  g_hash_table_unref (self->hubs);
  g_hash_table_unref (self->devices);
  g_mutex_clear (&self->lock);
  g_free (self);
}
