#pragma once

#include "tests/usb/mock-usb.h"

#include <sys/ioctl.h>
#include <umockdev.h>

#include <linux/usbdevice_fs.h>

G_BEGIN_DECLS

/* mock-usb.c is the desk: sysfs, nodes, what comes and goes. mock-usb-device.c is usbfs: the calls
 * that a program makes on a node, and the peer behind it; mock-usb-bridge.c is one such peer. */

#define MOCK_USB_PIPE 4096 /* bytes; one page, so that one write fills it */

struct _MockUsb {
  GMutex           lock;
  UMockdevTestbed *testbed;
  GHashTable      *hubs;    /* names */
  GHashTable      *devices; /* by number, those that hold it */
  GHashTable      *buried;  /* by number, those that held it last */
  guint            next;    /* number that is tried first */
};

/* A transfer that the kernel has. What becomes of it is kept apart until it is reaped: umockdev writes
 * what has changed at the end of whichever call it comes from, and by then the program may have freed
 * what it submitted. */
typedef struct {
  UMockdevIoctlData   *data;   /* struct usbdevfs_urb */
  UMockdevIoctlData   *buffer; /* NULL when it is empty */
  struct usbdevfs_urb  facts;
  guint8              *bytes;  /* of the buffer */
  gboolean           asked;  /* a control transfer that had its answer, or gets none */
} Urb;

/* What the device says: bytes, and whether a short or an empty packet ends them. */
typedef struct {
  GBytes   *bytes;
  gsize     sent;
  gboolean  ends;
} Saying;

typedef struct {
  int   number;
  guint times;
} Failure;

struct _MockUsbDevice {
  gatomicrefcount     references;
  MockUsb            *mock;
  UMockdevIoctlBase  *handler;
  char               *syspath;
  char               *node;    /* "/dev/bus/usb/001/002" */
  char               *file;    /* where that is */
  char               *serial;
  GBytes             *serial_raw;
  guint               number;
  guint32             capabilities;
  guint               packet;  /* bytes */

  GMutex              lock;
  GCond               changed;
  int                 pipe;
  gboolean            writable; /* the pipe is empty: libusb wakes up */
  gboolean            broken;
  gboolean            gone;
  gboolean            held;
  guint               to_pull;  /* transfers until the cable comes out, or 0 */
  gboolean            during;   /* … in the middle of the last one */
  gboolean            pulled;
  guint               patience; /* transfers until it is held, or 0 */
  gboolean            moving;
  gboolean            again;   /* something came while frames were moved */
  Failure             failures[MOCK_USB_POINTS];
  MockUsbCounts       counts;
  gsize               pending_bytes;
  GQueue              pending; /* Urb, with the kernel */
  GQueue              ended;   /* Urb, to be reaped */
  GQueue              sayings;
  GByteArray         *hearing; /* the frame of the host so far */
  GQueue              heard;   /* GBytes */
  MockUsbPeer         peer;
  gpointer            peer_data;
  GDestroyNotify      peer_free;
};

MockUsbDevice *mock_usb_device_ref     (MockUsbDevice *device);
void           mock_usb_device_unref   (gpointer       device);
/* Answers umockdev's calls for the device's node. */
void           mock_usb_device_connect (MockUsbDevice *device);
/* What the device has still to say, and what it has heard of a frame, is void. */
void           mock_usb_device_forget  (MockUsbDevice *device);
/* With the device's lock held. */
gboolean       mock_usb_device_fails   (MockUsbDevice *device,
                                        MockUsbPoint   point,
                                        int           *number);

G_END_DECLS
