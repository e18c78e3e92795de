#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name of a place where a cable goes in, by topology, as the kernel writes it: the number of
 * the bus, then that of the port on each hub from the root on: "1-2.3". It stays the same however
 * often something is plugged in there. */

#define ZM_USB_PORT_DEPTH 7  /* ports from the root hub to a device (USB 2.0 section 4.1.1) */
#define ZM_USB_PORT_MAX   32 /* bytes */

/* NULL for a root hub, which is plugged in nowhere: depth is 0, or more than ZM_USB_PORT_DEPTH. */
char     *zm_usb_port_format   (guint8         bus,
                                const guint8  *ports,
                                gsize          depth);
gboolean  zm_usb_port_is_valid (const char    *name);
/* The same in words: sets check "port.name". */
gboolean  zm_usb_port_check    (const char    *name,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* As people read them: "1-2.9" before "1-2.10". */
int       zm_usb_port_compare  (const char    *one,
                                const char    *other);

G_END_DECLS
