#include "app/station/audit-finding.h"
#include "tests/scratch.h"

#include <string.h>

static void
keep (const Scratch  *scratch,
      ZmAuditVerdict  verdict)
{
  const ZmAuditReport report = {
    .verdict = verdict,
    .check = (char *) (verdict == ZM_AUDIT_INTACT ? NULL : "audit.hash"),
    .seen = (char *) "00",
    .message = (char *) (verdict == ZM_AUDIT_INTACT ? NULL : "A row is not what its hash was made from"),
    .size = 100,
    .first_bad_seq = 20,
    .last_bad_seq = 21,
    .last_good_checkpoint = 16,
  };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_audit_finding_keep (scratch->path, &report, &error));
  g_assert_no_error (error);
}

static void
test_kept (Scratch       *scratch,
           gconstpointer  data)
{
  g_autoptr(ZmAuditReport) report = NULL;

  g_assert_null (zm_audit_finding_read (scratch->path));
  keep (scratch, ZM_AUDIT_BROKEN);
  report = zm_audit_finding_read (scratch->path);
  g_assert_nonnull (report);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_BROKEN);
  g_assert_cmpstr (report->check, ==, "audit.hash");
  g_assert_cmpstr (report->seen, ==, "00");
  g_assert_null (report->expected);
  g_assert_cmpstr (report->message, ==, "A row is not what its hash was made from");
  g_assert_cmpint (report->size, ==, 100);
  g_assert_cmpint (report->first_bad_seq, ==, 20);
  g_assert_cmpint (report->last_bad_seq, ==, 21);
  g_assert_cmpuint (report->last_good_checkpoint, ==, 16);
}

static void
test_every_verdict (Scratch       *scratch,
                    gconstpointer  data)
{
  for (guint i = ZM_AUDIT_BROKEN; i <= ZM_AUDIT_UNWITNESSED; i++)
    {
      g_autoptr(ZmAuditReport) report = NULL;

      keep (scratch, (ZmAuditVerdict) i);
      report = zm_audit_finding_read (scratch->path);
      g_assert_nonnull (report);
      g_assert_cmpint (report->verdict, ==, i);
    }
}

static void
test_void_when_intact (Scratch       *scratch,
                       gconstpointer  data)
{
  keep (scratch, ZM_AUDIT_INTACT);
  keep (scratch, ZM_AUDIT_CUT);
  keep (scratch, ZM_AUDIT_INTACT);
  g_assert_null (zm_audit_finding_read (scratch->path));
}

static void
test_damaged (Scratch       *scratch,
              gconstpointer  data)
{
  const char *const texts[] = { "", "{}", "[", "{\"verdict\": \"intact\"}", "{\"verdict\": 7}" };
  g_autofree char *path = g_build_filename (scratch->path, ZM_AUDIT_FINDING_FILE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], (gssize) strlen (texts[i]), &error));
      g_assert_no_error (error);
      g_assert_null (zm_audit_finding_read (scratch->path));
    }
}

#define ADD(name, test) \
  g_test_add ("/audit-finding/" name, Scratch, NULL, scratch_set_up, test, scratch_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("every-verdict", test_every_verdict);
  ADD ("void-when-intact", test_void_when_intact);
  ADD ("damaged", test_damaged);

  return g_test_run ();
}
