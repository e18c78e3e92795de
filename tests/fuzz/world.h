#pragma once

#include "app/base/json.h"
#include "app/pki/crl.h"
#include "app/pki/profile.h"
#include "app/protocol/factory-record.h"

G_BEGIN_DECLS

/* A little PKI whose files stand in tests/fuzz/world, made once by make-world, so that an input of
 * the corpus means the same for ever. Worth nothing outside. Loaded at the first use. */
typedef struct {
  ZmPolicy         policy;
  ZmInstant        now;              /* while all of them are valid */
  ZmCertificate   *root;
  ZmCertificate   *intermediate;
  ZmKey           *intermediate_key;
  ZmCertificate   *device;
  ZmKey           *device_key;
  ZmCertificate   *station;
  ZmKey           *station_key;
  ZmCertificate   *server;
  ZmKey           *server_key;
  ZmKey           *note_key;         /* Ed25519 */
  GPtrArray       *crls;             /* ZmCrl */
  ZmFactoryRecord *factory;
} World;

#define WORLD_NOTE_NAME "fuzz.example/log"
#define WORLD_SESSION   "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define WORLD_NONCE     "000102030405060708090a0b0c0d0e0f"
#define WORLD_HOST      "localhost"
#define WORLD_DEVICE    "DEV-001"

const World *world_get (void);

G_END_DECLS
