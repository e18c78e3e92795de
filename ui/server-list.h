#pragma once

#include "app/station/authority-survey.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The Central Station's certificates, the newest first. */
#define ZM_TYPE_SERVER_LIST (zm_server_list_get_type ())
G_DECLARE_FINAL_TYPE (ZmServerList, zm_server_list, ZM, SERVER_LIST, GtkWidget)

void zm_server_list_show (ZmServerList            *self,
                          const ZmAuthoritySurvey *survey,
                          gboolean                 has_medium);

G_END_DECLS
