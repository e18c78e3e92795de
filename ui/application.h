#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* zmonitor-station: its options, and one window. */
#define ZM_TYPE_APPLICATION (zm_application_get_type ())
G_DECLARE_FINAL_TYPE (ZmApplication, zm_application, ZM, APPLICATION, AdwApplication)

ZmApplication *zm_application_new (void);

G_END_DECLS
