#include "app/station/registry.h"

#include "app/base/error.h"
#include "tests/station/desk.h"

#include <string.h>

static ZmDeviceRecord
make (const char *device_id,
      const char *label)
{
  return (ZmDeviceRecord) { .device_id = (char *) device_id, .label = (char *) label };
}

static void
test_adds_and_records (Desk          *desk,
                       gconstpointer  data)
{
  ZmDeviceRecord given = make ("DEV-1", "Bett 4, Süd");
  g_autoptr(ZmDeviceRecord) stored = NULL;
  g_autoptr(json_t) record = NULL;
  g_autoptr(GError) error = NULL;
  const json_t *detail;

  given.model = (char *) "ZM-10";
  g_assert_true (zm_registry_add (desk->station, &given, &error));
  stored = zm_registry_get (desk->station, "DEV-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored->label, ==, "Bett 4, Süd");
  g_assert_cmpstr (stored->model, ==, "ZM-10");
  g_assert_null (stored->asset_tag);
  g_assert_cmpint (stored->state, ==, ZM_DEVICE_REGISTERED);

  record = desk_newest (desk, "device.registered");
  detail = json_object_get (record, "detail");
  g_assert_cmpstr (json_string_value (json_object_get (record, "actor")), ==, DESK_OPERATOR);
  g_assert_cmpstr (json_string_value (json_object_get (record, "desk")), ==, "Desk 7");
  g_assert_cmpstr (json_string_value (json_object_get (record, "device")), ==, "DEV-1");
  g_assert_cmpstr (json_string_value (json_object_get (detail, "model")), ==, "ZM-10");
  g_assert_null (json_object_get (detail, "assetTag"));
}

static void
assert_refused (Desk           *desk,
                ZmDeviceRecord  record,
                const char     *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) newest = NULL;

  g_assert_false (zm_registry_add (desk->station, &record, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);

  newest = desk_newest (desk, "device.registered");
  g_assert_cmpstr (json_string_value (json_object_get (newest, "outcome")), ==, "failure");
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (newest, "detail"),
                                                       "check")), ==, check);
}

static void
test_refuses (Desk          *desk,
              gconstpointer  data)
{
  ZmDeviceRecord record = make ("DEV-2", "x");

  desk_add (desk, "DEV-1");
  assert_refused (desk, make ("DEV-1", "x"), "registry.exists");
  assert_refused (desk, make ("DEV 1", "x"), "device.id");
  assert_refused (desk, make ("", "x"), "device.id");
  assert_refused (desk, make ("DEV-2", ""), "device.label");
  assert_refused (desk, make ("DEV-2", "@x"), "manifest.formula");
  record.location = (char *) "ICU\n2";
  assert_refused (desk, record, "manifest.text");
}

static gboolean
import (Desk        *desk,
        const char  *text,
        ZmManifest **manifest,
        GError     **error)
{
  *manifest = zm_manifest_parse (text, strlen (text), error);
  g_assert_nonnull (*manifest);

  return zm_registry_import (desk->station, *manifest, error);
}

static void
test_imports_all (Desk          *desk,
                  gconstpointer  data)
{
  g_autoptr(ZmManifest) manifest = NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(json_t) record = NULL;
  g_autoptr(GError) error = NULL;
  const json_t *detail;

  g_assert_true (import (desk, "deviceId,label\nB,Two\nA,One\n", &manifest, &error));
  devices = zm_registry_list (desk->station, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 2);
  g_assert_cmpstr (((ZmDeviceRecord *) devices->pdata[0])->device_id, ==, "A");

  record = desk_newest (desk, "registry.imported");
  detail = json_object_get (record, "detail");
  g_assert_cmpint (json_integer_value (json_object_get (detail, "devices")), ==, 2);
  g_assert_cmpstr (json_string_value (json_object_get (detail, "sha256")), ==, manifest->sha256);
  g_assert_cmpuint (desk_count (desk, "device.registered", 0), ==, 2);
}

static void
test_imports_none (Desk          *desk,
                   gconstpointer  data)
{
  g_autoptr(ZmManifest) manifest = NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GError) error = NULL;
  const ZmManifestFault *fault;

  desk_add (desk, "B");
  g_assert_false (import (desk, "deviceId,label\nA,One\nB,Two\nC,=3\nD,Four\n", &manifest, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "manifest.lines");
  g_assert_cmpstr (zm_error_get_seen (error), ==,
                   "2 faults, the first in line 3 (registry.exists)");
  g_assert_cmpuint (manifest->faults->len, ==, 2);
  fault = manifest->faults->pdata[0];
  g_assert_cmpuint (fault->line, ==, 3);
  g_assert_cmpstr (fault->check, ==, "registry.exists");
  fault = manifest->faults->pdata[1];
  g_assert_cmpuint (fault->line, ==, 4);
  g_assert_cmpstr (fault->check, ==, "manifest.formula");

  g_clear_error (&error);
  devices = zm_registry_list (desk->station, &error);
  g_assert_cmpuint (devices->len, ==, 1);
  g_assert_cmpuint (desk_count (desk, "registry.imported", 1 << ZM_AUDIT_FAILURE), ==, 1);
  g_assert_cmpuint (desk_count (desk, "device.registered", 0), ==, 1);
}

static void
test_sets_state (Desk          *desk,
                 gconstpointer  data)
{
  g_autoptr(ZmDeviceRecord) stored = NULL;
  g_autoptr(json_t) record = NULL;
  g_autoptr(GError) error = NULL;

  desk_add (desk, "DEV-1");
  g_assert_true (zm_registry_set_state (desk->station, "DEV-1", ZM_DEVICE_RETIRED, &error));
  stored = zm_registry_get (desk->station, "DEV-1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (stored->state, ==, ZM_DEVICE_RETIRED);
  record = desk_newest (desk, "device.state-set");
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (record, "detail"),
                                                       "state")), ==, "retired");

  g_assert_false (zm_registry_set_state (desk->station, "NOBODY", ZM_DEVICE_RETIRED, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "device.unknown");
}

static void
changed_cb (ZmStation  *station,
            const char *topic,
            gpointer    data)
{
  *(guint *) data += g_str_equal (topic, "devices");
}

static void
test_tells_the_lists (Desk          *desk,
                      gconstpointer  data)
{
  g_autoptr(ZmManifest) manifest = NULL;
  g_autoptr(GError) error = NULL;
  guint changes = 0;
  gulong handler = g_signal_connect (desk->station, "changed", G_CALLBACK (changed_cb), &changes);

  desk_add (desk, "DEV-1");
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (changes, ==, 1);
  g_assert_true (import (desk, "deviceId,label\nA,One\nB,Two\n", &manifest, &error));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (changes, ==, 2);
  g_signal_handler_disconnect (desk->station, handler);
}

#define ADD(path, function) \
  g_test_add ("/registry/" path, Desk, NULL, desk_set_up, function, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("adds", test_adds_and_records);
  ADD ("refuses", test_refuses);
  ADD ("imports-all", test_imports_all);
  ADD ("imports-none", test_imports_none);
  ADD ("state", test_sets_state);
  ADD ("changed", test_tells_the_lists);

  return g_test_run ();
}
