#pragma once

#include "app/base/secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a station is founded from, all of it owned. */
typedef struct {
  char     *directory;
  char     *desk;
  gboolean  hospital_ca;     /* requests for the hospital's own CA instead of a root made here */
  char     *hospital;
  char     *identity_host;
  char     *server_url;
  char     *crl_url;
  char     *administrator;
  ZmSecret *pin;
  ZmSecret *passphrase;      /* of the station's keys */
  char     *folder;          /* of the root key, or of the requests */
  ZmSecret *root_passphrase; /* NULL with a hospital's CA */
} ZmFoundingPlan;

void     zm_founding_task_free_plan (ZmFoundingPlan       *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmFoundingPlan, zm_founding_task_free_plan)

/* In a thread, some seconds. Takes the plan. An attempt that failed may be made again with the same
 * directory. */
void     zm_founding_task_async     (ZmFoundingPlan       *plan,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean zm_founding_task_finish    (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
