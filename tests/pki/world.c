#include "tests/pki/world.h"

static const char *const server_names[] = { "central.hospital.example", "192.0.2.7", NULL };

static const char *const common_names[] = {
  [ZM_PROFILE_ROOT] = "Spital Root CA",
  [ZM_PROFILE_INTERMEDIATE] = "Spital Device CA",
  [ZM_PROFILE_DEVICE] = "DEV-001",
  [ZM_PROFILE_STATION] = "Spital desk 1",
  [ZM_PROFILE_SERVER] = "central.hospital.example",
  [ZM_PROFILE_CANARY] = ZM_PROFILE_CANARY_ID,
};

static gboolean
is_by_intermediate (ZmProfileKind kind)
{
  return kind == ZM_PROFILE_DEVICE || kind == ZM_PROFILE_CANARY;
}

ZmCertificate *
world_issue (World                  *world,
             const ZmProfileSubject *subject)
{
  ZmKey *issuer_key = world->root_key;
  ZmCertificate *issuer = world->root;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) tbs = NULL;
  ZmCertificate *certificate;

  if (is_by_intermediate (subject->kind))
    {
      issuer_key = world->intermediate_key;
      issuer = world->intermediate;
    }

  tbs = zm_profile_compose (&world->policy, subject, issuer, zm_key_get_public (issuer_key),
                            &error);
  g_assert_no_error (error);
  certificate = zm_profile_sign (tbs, issuer_key, &error);
  g_assert_no_error (error);

  return certificate;
}

static ZmCertificate *
make_with_key (World         *world,
               ZmProfileKind  kind,
               ZmKey         *key)
{
  ZmProfileSubject subject = {
    .kind = kind,
    .common_name = common_names[kind],
    .device_label = WORLD_LABEL,
    .dns_names = server_names,
    .key = zm_key_get_public (key),
    .now = world->now,
  };

  return world_issue (world, &subject);
}

ZmCertificate *
world_make (World         *world,
            ZmProfileKind  kind,
            ZmKeyKind      key_kind)
{
  g_autoptr(ZmKey) key = zm_key_generate (key_kind, NULL);

  return make_with_key (world, kind, key);
}

World *
world_new (ZmKeyKind kind)
{
  World *world = g_new0 (World, 1);

  world->policy = (ZmPolicy) {
    .hospital = "Spital Zürich",
    .identity_host = "id.hospital.example",
    .crl_url = "http://crl.hospital.example/",
    .name_constraints = TRUE,
    .root_days = 3650,
    .intermediate_days = 1000,
    .device_days = 365,
    .station_days = 365,
    .server_days = 365,
  };
  world->now = zm_instant_now ();
  world->root_key = zm_key_generate (kind, NULL);
  world->intermediate_key = zm_key_generate (kind, NULL);
  world->root = make_with_key (world, ZM_PROFILE_ROOT, world->root_key);
  world->intermediate = make_with_key (world, ZM_PROFILE_INTERMEDIATE, world->intermediate_key);

  return world;
}

void
world_free (World *world)
{
  zm_key_unref (world->root_key);
  zm_key_unref (world->intermediate_key);
  zm_certificate_unref (world->root);
  zm_certificate_unref (world->intermediate);
  g_free (world);
}
