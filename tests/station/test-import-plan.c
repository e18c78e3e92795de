#include "app/station/import-plan.h"

#include "app/base/error.h"
#include "app/station/registry.h"
#include "tests/station/desk.h"

#include <string.h>

static ZmImportPlan *
plan (Desk       *desk,
      const char *text)
{
  g_autoptr(GBytes) content = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  ZmImportPlan *made = zm_import_plan_new (desk->station, content, &error);

  g_assert_no_error (error);
  return made;
}

static void
import (Desk       *desk,
        const char *text)
{
  g_autoptr(ZmImportPlan) made = plan (desk, text);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_import_plan_run (desk->station, made, &error));
  g_assert_no_error (error);
}

static void
assert_not_run (Desk               *desk,
                const ZmImportPlan *made,
                const char         *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_import_plan_run (desk->station, made, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

/* "2 new, 3 changed …" in the order of the file. */
static char *
tell (const ZmImportPlan *made)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < made->lines->len; i++)
    {
      const ZmImportLine *line = made->lines->pdata[i];

      g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", line->line,
                              zm_import_plan_kind_name (line->kind));
    }

  return g_string_free (text, FALSE);
}

/* One of each kind; a line with two faults is told twice, and counts once. */
static void
test_judges (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmImportPlan) made = NULL;
  g_autofree char *told = NULL;
  const ZmImportLine *line;
  const ZmImportChange *change;

  import (desk, "deviceId,label,location\nA,One,ICU\nB,Two,ICU\n");
  made = plan (desk, "label,deviceId,location,model\n"
                     "One,A,,\n"
                     "Two b,B,Ward 3,M3\n"
                     "=1,C C,,\n"
                     "New,D,,\n"
                     "short\n");
  told = tell (made);
  g_assert_cmpstr (told, ==, "2 same, 3 changed, 4 bad, 4 bad, 5 new, 6 bad");
  g_assert_cmpuint (made->counts[ZM_IMPORT_BAD], ==, 2);
  g_assert_cmpuint (made->counts[ZM_IMPORT_NEW], ==, 1);
  g_assert_cmpuint (made->counts[ZM_IMPORT_CHANGED], ==, 1);
  g_assert_cmpuint (made->counts[ZM_IMPORT_SAME], ==, 1);

  line = made->lines->pdata[1];
  g_assert_cmpuint (line->changes->len, ==, 3);
  change = line->changes->pdata[0];
  g_assert_cmpstr (change->column, ==, "label");
  g_assert_cmpstr (change->old, ==, "Two");
  g_assert_cmpstr (change->new, ==, "Two b");
  change = line->changes->pdata[1];
  g_assert_cmpstr (change->column, ==, "model");
  g_assert_null (change->old);
}

static void
test_runs (Desk          *desk,
           gconstpointer  data)
{
  g_autoptr(ZmDeviceRecord) changed = NULL;
  g_autoptr(ZmDeviceRecord) none = NULL;
  g_autoptr(json_t) record = NULL;
  const json_t *detail;

  import (desk, "deviceId,label,location\nA,One,ICU\nB,Two,ICU\n");
  import (desk, "deviceId,label,location\nA,One b,\nB,Two,ICU\nC,Three,\nD,=4,\n");

  changed = zm_registry_get (desk->station, "A", NULL);
  g_assert_cmpstr (changed->label, ==, "One b");
  g_assert_cmpstr (changed->location, ==, "ICU");
  none = zm_registry_get (desk->station, "D", NULL);
  g_assert_null (none);
  g_assert_cmpuint (desk_count (desk, "device.changed", 0), ==, 1);
  record = desk_newest (desk, "registry.imported");
  detail = json_object_get (record, "detail");
  g_assert_cmpint (json_integer_value (json_object_get (detail, "devices")), ==, 1);
  g_assert_cmpint (json_integer_value (json_object_get (detail, "changed")), ==, 1);
  g_assert_cmpint (json_integer_value (json_object_get (detail, "bad")), ==, 1);
}

/* What was looked at is what happens, or nothing does. */
static void
test_stale (Desk          *desk,
            gconstpointer  data)
{
  g_autoptr(ZmImportPlan) made = plan (desk, "deviceId,label\nA,One\nB,Two\n");
  g_autoptr(ZmImportPlan) again = NULL;
  g_autoptr(ZmDeviceRecord) none = NULL;

  desk_add (desk, "B");
  assert_not_run (desk, made, "import.stale");
  none = zm_registry_get (desk->station, "A", NULL);
  g_assert_null (none);
  g_assert_cmpuint (desk_count (desk, "registry.imported", 1 << ZM_AUDIT_FAILURE), ==, 1);

  again = plan (desk, "deviceId,label\nB,Two\n");
  import (desk, "deviceId,label\nB,Three\n");
  assert_not_run (desk, again, "import.stale");
}

static void
test_nothing (Desk          *desk,
              gconstpointer  data)
{
  g_autoptr(ZmImportPlan) bad = plan (desk, "deviceId,label\nA A,One\n");
  g_autoptr(ZmImportPlan) same = NULL;

  assert_not_run (desk, bad, "import.nothing");
  import (desk, "deviceId,label\nA,One\n");
  same = plan (desk, "deviceId,label\nA,One\n");
  assert_not_run (desk, same, "import.nothing");
}

/* No spreadsheet runs what the file of faults repeats. */
static void
test_faults (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmImportPlan) made = plan (desk, "deviceId,label\nA,\"=\"\"1\"\nB,\n");
  g_autofree char *text = zm_import_plan_format_faults (made);
  g_auto(GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_assert_cmpstr (lines[0], ==, "\"line\",\"column\",\"seen\",\"expected\",\"check\"");
  g_assert_true (g_str_has_prefix (lines[1], "\"2\",\"label\",\"'=\"\"1\",\""));
  g_assert_true (g_str_has_suffix (lines[1], ",\"manifest.formula\""));
  g_assert_true (g_str_has_prefix (lines[2], "\"3\",\"label\",\"\","));
}

#define ADD(path, test) g_test_add (path, Desk, NULL, desk_set_up, test, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/import-plan/judges", test_judges);
  ADD ("/import-plan/runs", test_runs);
  ADD ("/import-plan/stale", test_stale);
  ADD ("/import-plan/nothing", test_nothing);
  ADD ("/import-plan/faults", test_faults);

  return g_test_run ();
}
