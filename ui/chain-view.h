#pragma once

#include "app/station/authority-survey.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The chain of the authority drawn on one axis of time, from the root down, and what its end will do
 * to the devices. */
#define ZM_TYPE_CHAIN_VIEW (zm_chain_view_get_type ())
G_DECLARE_FINAL_TYPE (ZmChainView, zm_chain_view, ZM, CHAIN_VIEW, GtkWidget)

void zm_chain_view_show (ZmChainView             *self,
                         const ZmAuthoritySurvey *survey);

G_END_DECLS
