#include "tests/station/desk.h"

#include "app/audit/audit-query.h"
#include "app/station/directory.h"
#include "app/station/registry.h"

#include <string.h>

ZmSecret *
desk_secret (const char *text)
{
  return zm_secret_new_copy (text, strlen (text));
}

void
desk_set_up (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmSecret) passphrase = desk_secret (DESK_PASSPHRASE);
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  ZmSignerClient *signer;

  desk->directory = g_dir_make_tmp ("zm-station-XXXXXX", NULL);
  g_assert_nonnull (desk->directory);
  path = g_build_filename (desk->directory, "station", NULL);
  desk->station = zm_station_create (path, "Desk 7", &error);
  g_assert_no_error (error);
  signer = zm_signer_client_create (path, passphrase, DESK_OPERATOR, pin, &error);
  g_assert_no_error (error);
  zm_station_take_signer (desk->station, signer);
  g_assert_true (zm_station_sign_in (desk->station, DESK_OPERATOR, pin, &error));
}

void
desk_tear_down (Desk          *desk,
                gconstpointer  data)
{
  g_assert_finalize_object (desk->station);
  zm_directory_remove (desk->directory);
  g_free (desk->directory);
}

guint
desk_count (Desk       *desk,
            const char *action,
            guint       outcomes)
{
  const ZmAuditFilter filter = { .action = action, .outcomes = outcomes };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records =
    zm_audit_query_list (zm_station_get_database (desk->station), &filter, 0, 1000, &error);

  g_assert_no_error (error);
  return records->len;
}

json_t *
desk_newest (Desk       *desk,
             const char *action)
{
  const ZmAuditFilter filter = { .action = action };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records =
    zm_audit_query_list (zm_station_get_database (desk->station), &filter, 0, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  return zm_audit_record_to_json (records->pdata[0]);
}

void
desk_add (Desk       *desk,
          const char *device_id)
{
  const ZmDeviceRecord record = { .device_id = (char *) device_id, .label = (char *) "A monitor" };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_registry_add (desk->station, &record, &error));
  g_assert_no_error (error);
}
