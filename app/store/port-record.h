#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* What the desk calls the places where a cable goes in: "left hub 3" instead of "1-2.3". */

typedef struct {
  char *port; /* usb/usb-port.h */
  char *label;
  ZmInstant updated_at;
} ZmPortRecord;

void          zm_port_record_free   (ZmPortRecord        *record);

/* In place of the one that is there, if any. */
gboolean      zm_port_record_put    (ZmDatabase          *database,
                                     const ZmPortRecord  *record,
                                     GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "port.unknown" (ZM_ERROR_NOT_FOUND), as does the one below it. */
gboolean      zm_port_record_delete (ZmDatabase          *database,
                                     const char          *port,
                                     GError             **error) G_GNUC_WARN_UNUSED_RESULT;
ZmPortRecord *zm_port_record_get    (ZmDatabase          *database,
                                     const char          *port,
                                     GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* Elements ZmPortRecord. */
GPtrArray    *zm_port_record_list   (ZmDatabase          *database,
                                     GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmPortRecord, zm_port_record_free)

G_END_DECLS
