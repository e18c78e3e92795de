#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* A station in a temporary directory with a real signer, and "Ana" (an administrator) signed in. */
typedef struct {
  char      *directory;
  ZmStation *station;
} Desk;

#define DESK_OPERATOR   "Ana"
#define DESK_PIN        "271828"
#define DESK_PASSPHRASE "a passphrase for tests"

void      desk_set_up    (Desk          *desk,
                          gconstpointer  data);
void      desk_tear_down (Desk          *desk,
                          gconstpointer  data);
ZmSecret *desk_secret    (const char    *text);
/* How many records begin with this action. */
guint     desk_count     (Desk          *desk,
                          const char    *action,
                          guint          outcomes);
/* The newest of them, as JSON. */
json_t   *desk_newest    (Desk          *desk,
                          const char    *action);
void      desk_add       (Desk          *desk,
                          const char    *device_id);

G_END_DECLS
