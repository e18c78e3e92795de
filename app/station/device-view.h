#pragma once

#include "app/store/device-query.h"

G_BEGIN_DECLS

/* One way to look at the registry: what is let through, in which order, and which columns are shown.
 * It has a name if somebody keeps it. Pure: text in, text out; what the text means to a database is
 * device-query's. */
typedef struct {
  char *name;          /* NULL: nobody's yet */
  char *text;          /* what is searched; never NULL */
  char *ward;          /* NULL: any; "": nowhere */
  guint states;        /* as in ZmDeviceFilter */
  guint standings;
  gboolean half_done;
  ZmDeviceColumn sort;
  gboolean descending;
  guint columns;       /* bits, 1 << ZmDeviceColumn; the device itself is always one of them */
} ZmDeviceView;

#define ZM_DEVICE_VIEW_NAME_MAX 64 /* characters */

/* Everything, by device. */
ZmDeviceView *zm_device_view_new         (void);
ZmDeviceView *zm_device_view_copy        (const ZmDeviceView *view);
void          zm_device_view_free        (ZmDeviceView       *view);

/* Those that every desk has, in the desk's language; NULL from n_builtin on. */
ZmDeviceView *zm_device_view_new_builtin (guint               number);

/* "find=icu&standing=month&sort=expiry&columns=device,label", name and all. */
char         *zm_device_view_format      (const ZmDeviceView *view);
/* The other way round. What it does not understand is as if it were not there, since a newer
 * program may have written it; NULL only where it is no such text at all. */
ZmDeviceView *zm_device_view_parse       (const char         *text);

/* Whether both let the same through, in the same order, with the same columns; names aside. */
gboolean      zm_device_view_equal       (const ZmDeviceView *a,
                                          const ZmDeviceView *b);
/* Whether anything but the order and the columns was chosen. */
gboolean      zm_device_view_is_filtered (const ZmDeviceView *view);
/* As the database is asked. Borrows from the view but for serial, which the caller frees. */
void          zm_device_view_get_filter  (const ZmDeviceView *view,
                                          ZmDeviceFilter     *filter,
                                          char              **serial);
/* "device", "serial-number", …: as in the text. */
const char   *zm_device_view_column_name (ZmDeviceColumn      column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceView, zm_device_view_free)

G_END_DECLS
