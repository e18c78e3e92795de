#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A light of the device, as the kernel's LED class has it: DIRECTORY/NAME/brightness. */
#define ZM_LED_DIRECTORY "/sys/class/leds"

typedef struct _ZmLed ZmLed;

/* Checks "led.name" for what is no name of a light, "led.write" for one that cannot be used. */
ZmLed    *zm_led_open    (const char  *directory,
                          const char  *name,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_led_free    (ZmLed       *led);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLed, zm_led_free)

/* As bright as it can be, or dark. Sets check "led.write". */
gboolean  zm_led_set     (ZmLed       *led,
                          gboolean     on,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* As it was when it was opened. Sets check "led.write". */
gboolean  zm_led_restore (ZmLed       *led,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
