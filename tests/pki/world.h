#pragma once

#include "app/pki/profile.h"

/* A hospital's certificates, made with the profiles. */

typedef struct {
  ZmPolicy       policy;
  ZmInstant      now;
  ZmKey         *root_key;
  ZmKey         *intermediate_key;
  ZmCertificate *root;
  ZmCertificate *intermediate;
} World;

World         *world_new   (ZmKeyKind                kind);
void           world_free  (World                   *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* By the CA that the kind belongs to; fails the test if it cannot be made. */
ZmCertificate *world_issue (World                   *world,
                            const ZmProfileSubject  *subject);
/* With a new key, for "DEV-001", "Spital desk 1", "central.hospital.example" or the canary. */
ZmCertificate *world_make  (World                   *world,
                            ZmProfileKind            kind,
                            ZmKeyKind                key_kind);

#define WORLD_LABEL "Intensivpflege Zürich, Bett 7"
