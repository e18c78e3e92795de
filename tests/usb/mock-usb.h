#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A desk's USB without USB: sysfs, uevents and usbfs of the kernel, played on umockdev, so that the
 * real libusb runs. A program that uses it is started with umockdev's library before all others.
 *
 * Behind each cable stands a peer that speaks in frames. What libusb's transfers look like is hidden
 * here: a frame ends with a short or an empty packet.
 *
 * All functions may be called from any thread; a peer's functions are called from umockdev's. */

typedef struct _MockUsb MockUsb;
typedef struct _MockUsbDevice MockUsbDevice;

#define MOCK_USB_VENDOR  0x1209
#define MOCK_USB_PRODUCT 0x0001
#define MOCK_USB_OUT     0x01 /* endpoints of the usual configuration */
#define MOCK_USB_IN      0x82

/* Zeros stand for the usual. */
typedef struct {
  const char   *port;          /* "1-2.3"; the hubs on the way are made when they are missing */
  guint16       vendor;
  guint16       product;
  const char   *serial;        /* NULL: the device has none */
  GBytes       *serial_raw;    /* the string descriptor itself, instead */
  GBytes       *configuration; /* the raw configuration descriptor */
  guint         speed;         /* Mbit/s: 12, 480 (the usual) or 5000 */
  guint32       capabilities;  /* USBDEVFS_CAP_… */
  gboolean      mute;          /* each control transfer ends with mute_error; 0: not at all */
  int           mute_error;
} MockUsbFacts;

typedef struct {
  /* The host has selected the interface: a new conversation, what was under way is void. */
  void (*begins) (MockUsbDevice *device,
                  gpointer       data);
  /* One whole frame of the host. */
  void (*frame)  (MockUsbDevice *device,
                  GBytes        *frame,
                  gpointer       data);
  /* The cable is out; may be told more than once. */
  void (*ends)   (MockUsbDevice *device,
                  gpointer       data);
} MockUsbPeer;

/* Where the kernel can be made to say no. */
typedef enum {
  MOCK_USB_OPEN,
  MOCK_USB_CLAIM,
  MOCK_USB_SET_INTERFACE,
  MOCK_USB_GET_DRIVER,
  MOCK_USB_SUBMIT_IN,
  MOCK_USB_SUBMIT_OUT,
  MOCK_USB_REAP_IN,
  MOCK_USB_REAP_OUT,
  MOCK_USB_CONTROL,
  MOCK_USB_POINTS
} MockUsbPoint;

#define MOCK_USB_ALWAYS G_MAXUINT

typedef struct {
  guint opened;      /* file descriptors of the node that are open; in other processes too */
  guint claimed;     /* interfaces claimed */
  guint pending;     /* URBs that the kernel has */
  guint pending_max; /* bytes of those, at most so far */
  guint submitted;   /* URBs ever */
  guint begun;       /* conversations */
} MockUsbCounts;

MockUsb       *mock_usb_new             (void);
/* Whatever is plugged in leaves. */
void           mock_usb_free            (MockUsb             *self);
/* The device belongs to the mock; it is announced to libusb before this returns. */
MockUsbDevice *mock_usb_plug            (MockUsb             *self,
                                         const MockUsbFacts  *facts);
/* Both halves of a cable pull, in the usual order. The device is freed. */
void           mock_usb_unplug          (MockUsbDevice       *device);
/* One half: all transfers end with this errno, and whatever comes gets ENODEV. */
void           mock_usb_break           (MockUsbDevice       *device,
                                         int                  number);
/* The other: the kernel announces that it left. It can still be broken, then to be freed. */
void           mock_usb_leave           (MockUsbDevice       *device);
/* The kernel announces once more that it came. */
void           mock_usb_announce        (MockUsbDevice       *device);

/* Without a peer the host's frames wait for mock_usb_take. */
void           mock_usb_set_peer        (MockUsbDevice       *device,
                                         const MockUsbPeer   *peer,
                                         gpointer             data);
/* Connects to a Unix socket of type SOCK_SEQPACKET, anew for each conversation, and carries the
 * frames of both: zmonitor-device --tether virtual:PATH is then at the end of the cable. */
void           mock_usb_bridge          (MockUsbDevice       *device,
                                         const char          *path);
/* A frame of the host, or NULL when none ends within so many milliseconds. */
GBytes        *mock_usb_take            (MockUsbDevice       *device,
                                         int                  timeout);
void           mock_usb_send            (MockUsbDevice       *device,
                                         GBytes              *frame);
/* The same without the end of the frame; whole packets. */
void           mock_usb_send_part       (MockUsbDevice       *device,
                                         GBytes              *bytes);
/* Bytes of mock_usb_send that the host has not fetched. */
gsize          mock_usb_count_unsent    (MockUsbDevice       *device);
/* While held, the device takes nothing from the host. */
void           mock_usb_hold            (MockUsbDevice       *device,
                                         gboolean             hold);
/* It takes so many transfers more, and is held then. */
void           mock_usb_hold_after      (MockUsbDevice       *device,
                                         guint                transfers);
/* The next so many calls at this point fail. A number of 0 at MOCK_USB_CONTROL: no answer at all;
 * at MOCK_USB_GET_DRIVER: a driver of the kernel is bound. */
void           mock_usb_fail            (MockUsbDevice       *device,
                                         MockUsbPoint         point,
                                         int                  number,
                                         guint                times);
MockUsbCounts  mock_usb_count           (MockUsbDevice       *device);
/* The cable comes out with the so many-th transfer from now on, of either direction: after it, or
 * during it, when one side believes that it was carried and the other does not. The announcement is
 * for mock_usb_unplug to make. */
void           mock_usb_pull_after      (MockUsbDevice       *device,
                                         guint                transfers,
                                         gboolean             during);
/* Transfers that mock_usb_pull_after still waits for; 0 once the cable is out. */
guint          mock_usb_count_to_pull   (MockUsbDevice       *device);
/* Waits until the device's program has let go of everything; fails after 10 s. */
void           mock_usb_assert_idle     (MockUsbDevice       *device);

/* The usual configuration, to be spoiled: 9 bytes configuration, 9 interface, 7 and 7 endpoints. */
GBytes        *mock_usb_configuration   (guint                speed);

G_END_DECLS
