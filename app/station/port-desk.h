#pragma once

#include "app/station/station.h"
#include "app/store/port-record.h"

G_BEGIN_DECLS

/* The desk's USB ports: what they are called, and on which of them devices are provisioned. */

#define ZM_PORT_DESK_LABEL_MAX 64 /* characters */

/* What the desk calls a port, or NULL. */
char      *zm_port_desk_get_label (ZmStation   *station,
                                   const char  *port);
/* Elements ZmPortRecord, in the order of ports. */
GPtrArray *zm_port_desk_list  (ZmStation   *station,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL or an empty label takes it away; audited as "port.labelled". Checks "port.name",
 * "port.label" (at most 64 visible characters, not the name of a port at the end; white space is
 * tidied); another port has it, in capitals or not: "port.label-taken". Emits "changed" for "ports". */
gboolean   zm_port_desk_label (ZmStation   *station,
                               const char  *port,
                               const char  *label,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* By station.conf. Check "port.forbidden". */
gboolean   zm_port_desk_check (ZmStation   *station,
                               const char  *port,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
