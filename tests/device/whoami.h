#pragma once

#include "app/pki/tls-config.h"
#include "tests/device/authority.h"

#include <gio/gio.h>

/* A Central Station of one thread that answers whoami, honestly or not. */

typedef enum {
  WHOAMI_HONEST,
  WHOAMI_OTHER_NONCE,
  WHOAMI_OTHER_SERIAL,
  WHOAMI_REFUSES,     /* 400 over a working connection, as nginx does */
} WhoamiMood;

typedef struct {
  WhoamiMood       mood;
  guint16          port;
  char            *request; /* the last one's first line; after whoami_stop() */
  GCancellable    *cancellable;
  GThread         *thread;
  GSocketListener *listener;
  ZmTlsConfig     *config;
} Whoami;

void whoami_start (Whoami           *whoami,
                   const Authority  *authority,
                   WhoamiMood        mood);
void whoami_stop  (Whoami           *whoami);
void whoami_clear (Whoami           *whoami);
