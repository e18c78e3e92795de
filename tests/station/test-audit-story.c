#include "app/station/audit-sentence.h"
#include "app/station/audit-story.h"
#include "tests/station/minute-log.h"
#include "tests/scratch.h"

#include <locale.h>

#define SERIAL "4F2C0000000000000000000000001010"

static ZmAuditRecord *
make_record (const char     *action,
             ZmAuditOutcome  outcome,
             const char     *device,
             const char     *detail)
{
  ZmAuditRecord *record = zm_audit_record_new ("Ana", "technician", action, outcome);

  zm_audit_record_set_place (record, "1-1.2", NULL, device);
  record->detail = json_loads (detail, 0, NULL);
  g_assert_nonnull (record->detail);

  return record;
}

static void
test_sentences (void)
{
  const struct {
    const char     *action;
    ZmAuditOutcome  outcome;
    const char     *device;
    const char     *detail;
    const char     *sentence;
  } cases[] = {
    { "session.paired", ZM_AUDIT_SUCCESS, "DEV-014", "{\"way\":\"camera\"}",
      "Ana scanned DEV-014 with the camera and paired it." },
    { "session.paired", ZM_AUDIT_SUCCESS, "DEV-014", "{\"way\":\"code\"}",
      "Ana typed the code of DEV-014 and paired it." },
    { "session.paired", ZM_AUDIT_SUCCESS, "DEV-014", "{}", "Ana paired DEV-014." },
    { "session.paired", ZM_AUDIT_SUCCESS, "DEV-014", "{\"number\":\"123456\",\"way\":\"scanner\"}",
      "Ana scanned DEV-014 and paired it. The number on both screens was the same: 123456." },
    { "certificate.issued", ZM_AUDIT_SUCCESS, "DEV-014", "{\"serial\":\"" SERIAL "\"}",
      "Certificate 4F2C…1010 was issued to DEV-014." },
    { "certificate.issued", ZM_AUDIT_SUCCESS, "DEV-014",
      "{\"serial\":\"" SERIAL "\",\"notAfter\":\"2027-11-27T07:38:11Z\"}",
      "Certificate 4F2C…1010 was issued to DEV-014, valid until 27 November 2027, 07:38." },
    { "session.failed", ZM_AUDIT_FAILURE, "DEV-014",
      "{\"step\":\"paired\",\"message\":\"The numbers differ\",\"check\":\"guard.number\"}",
      "The session with DEV-014 failed at “paired”: The numbers differ (guard.number)." },
    /* Of a fuller sentence than the record has words for nothing is told. */
    { "session.failed", ZM_AUDIT_FAILURE, "DEV-014", "{}",
      "Not successful: Session failed (Ana)" },
    { "mtls.tested", ZM_AUDIT_UNKNOWN, "DEV-014", "{\"provedBy\":\"device\"}",
      "How it ended is not known: Mutual TLS tested (Ana) · proved by: device" },
    { "door.opened", ZM_AUDIT_SUCCESS, NULL, "{\"room\":7}", "door.opened (Ana) · room: 7" },
    /* Numbers choose the plural. */
    { "registry.imported", ZM_AUDIT_SUCCESS, NULL, "{\"devices\":1}",
      "Ana imported a list of 1 device." },
    { "registry.imported", ZM_AUDIT_SUCCESS, NULL, "{\"devices\":2}",
      "Ana imported a list of 2 devices." },
    { "crl.issued", ZM_AUDIT_SUCCESS, NULL, "{\"number\":4,\"entries\":1}",
      "Revocation list 4 was issued with 1 entry." },
    { "audit.exported", ZM_AUDIT_SUCCESS, NULL, "{\"records\":12,\"format\":\"csv\"}",
      "Ana exported 12 records of this log as CSV." },
    { "audit.verified", ZM_AUDIT_SUCCESS, NULL, "{\"verdict\":\"intact\",\"records\":1}",
      "Ana had this log verified: intact, 1 record." },
    { "registry.imported", ZM_AUDIT_SUCCESS, NULL, "{}", "List of devices imported (Ana)" },
    { "window.opened", ZM_AUDIT_SUCCESS, NULL, "{\"devices\":1,\"minutes\":30}",
      "Ana opened the enrolment window. Devices: 1; minutes: 30." },
    /* Names are said in words. */
    { "approval.given", ZM_AUDIT_SUCCESS, NULL,
      "{\"approver\":\"Eva\",\"request\":\"window-open\"}",
      "Eva approved what Ana asked for (opening the enrolment window)." },
    { "approval.declined", ZM_AUDIT_FAILURE, "DEV-1",
      "{\"request\":\"revoke\",\"check\":\"second-person.declined\"}",
      "Ana asked for something that takes two persons (revoking a certificate), and nobody else approved "
      "it (second-person.declined)." },
    /* Hostile text neither turns the line round nor stands for something else of the record. */
    { "operator.signed-in", ZM_AUDIT_FAILURE, NULL,
      "{\"operator\":\"\\u202e{device}\",\"check\":\"sign-in.refused\"}",
      "Somebody could not sign in as \\u{202E}{device} (sign-in.refused)." },
    { "device.registered", ZM_AUDIT_SUCCESS, "DEV-1", "{\"label\":\"a\\nb\"}",
      "Ana registered DEV-1, “a\\u{000A}b”." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ZmAuditRecord) record = make_record (cases[i].action, cases[i].outcome,
                                                     cases[i].device, cases[i].detail);
      g_autofree char *sentence = zm_audit_sentence_tell (record);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

static void
test_short_serials (void)
{
  const char *const cases[][2] = {
    { SERIAL, "4F2C…1010" },
    { "123456789", "123456789" },
    { "", "" },
    { "äääääääää", "äääääääää" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = zm_audit_sentence_short_serial (cases[i][0]);

      g_assert_cmpstr (shown, ==, cases[i][1]);
    }
}

/* --- Stories --- */

static void
append (MinuteLog      *fixture,
        const char     *actor,
        const char     *session,
        const char     *action,
        ZmAuditOutcome  outcome)
{
  g_autoptr(ZmAuditRecord) record = zm_audit_record_new (actor, "technician", action, outcome);
  g_autoptr(GError) error = NULL;

  zm_audit_record_set_place (record, NULL, session, "DEV-014");
  if (g_str_equal (action, "session.paired"))
    record->detail = json_pack ("{s:s}", "purpose", "renew");
  g_assert_true (zm_audit_log_append (fixture->log, record, &error));
  g_assert_no_error (error);
}

static ZmAuditStory *
read_story (MinuteLog *fixture,
            guint      limit)
{
  const ZmAuditFilter filter = { .device = "DEV-014" };
  g_autoptr(GError) error = NULL;
  ZmAuditStory *story = zm_audit_story_read (fixture->database, &filter, limit, &error);

  g_assert_no_error (error);
  return story;
}

/* Two sessions that were at work at the same time, and what the desk did between. */
static void
test_chapters (MinuteLog     *fixture,
               gconstpointer  data)
{
  g_autoptr(ZmAuditStory) story = NULL;
  const ZmAuditChapter *chapter;
  g_autofree char *title = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *desk = NULL;

  append (fixture, "Ana", NULL, "device.registered", ZM_AUDIT_SUCCESS);
  append (fixture, "Ana", "s-1", "session.paired", ZM_AUDIT_SUCCESS);
  append (fixture, "Ben", "s-2", "session.paired", ZM_AUDIT_SUCCESS);
  append (fixture, "Ana", "s-1", "session.requested", ZM_AUDIT_SUCCESS);
  append (fixture, "Ben", "s-1", "session.verified", ZM_AUDIT_SUCCESS);
  story = read_story (fixture, 100);

  g_assert_cmpuint (story->chapters->len, ==, 3);
  g_assert_cmpuint (story->n_records, ==, 5);
  g_assert_false (story->earlier);
  chapter = g_ptr_array_index (story->chapters, 0);
  desk = zm_audit_story_chapter_title (chapter);
  g_assert_cmpstr (desk, ==, "DEV-014");
  g_assert_null (chapter->session);
  chapter = g_ptr_array_index (story->chapters, 1);
  g_assert_cmpuint (chapter->records->len, ==, 3);
  g_assert_cmpstr (chapter->session, ==, "s-1");
  title = zm_audit_story_chapter_title (chapter);
  facts = zm_audit_story_chapter_facts (chapter);
  g_assert_cmpstr (title, ==, "DEV-014: renewal");
  g_assert_cmpstr (facts, ==, "Ana, Ben · 3 May 2026, 10:42 to 10:45 · In service");
}

static void
test_ends (MinuteLog     *fixture,
           gconstpointer  data)
{
  const struct {
    const char     *action;
    ZmAuditOutcome  outcome;
    ZmAuditEnd      end;
  } turns[] = {
    { "session.paired", ZM_AUDIT_SUCCESS, ZM_AUDIT_END_OPEN },
    { "session.interrupted", ZM_AUDIT_FAILURE, ZM_AUDIT_END_INTERRUPTED },
    { "session.not-joined", ZM_AUDIT_FAILURE, ZM_AUDIT_END_INTERRUPTED },
    { "session.requested", ZM_AUDIT_SUCCESS, ZM_AUDIT_END_OPEN },
    { "session.failed", ZM_AUDIT_FAILURE, ZM_AUDIT_END_FAILED },
    { "certificate.revoked", ZM_AUDIT_SUCCESS, ZM_AUDIT_END_FAILED },
    { "session.abandoned", ZM_AUDIT_SUCCESS, ZM_AUDIT_END_ABANDONED },
    { "session.verified", ZM_AUDIT_SUCCESS, ZM_AUDIT_END_VERIFIED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr(ZmAuditStory) story = NULL;

      append (fixture, "Ana", "s-1", turns[i].action, turns[i].outcome);
      story = read_story (fixture, 100);
      g_assert_cmpint (((ZmAuditChapter *) g_ptr_array_index (story->chapters, 0))->end, ==,
                       turns[i].end);
    }
}

/* A device whose pairing was refused has no session that could still be open. */
static void
test_refused (MinuteLog     *fixture,
              gconstpointer  data)
{
  g_autoptr(ZmAuditStory) story = NULL;

  append (fixture, "Ana", "s-1", "pairing.refused", ZM_AUDIT_FAILURE);
  story = read_story (fixture, 100);
  g_assert_cmpint (((ZmAuditChapter *) g_ptr_array_index (story->chapters, 0))->end, ==,
                   ZM_AUDIT_END_FAILED);
}

/* Of a story that is too long its end is told. */
static void
test_limit (MinuteLog     *fixture,
            gconstpointer  data)
{
  g_autoptr(ZmAuditStory) story = NULL;
  const ZmAuditChapter *chapter;

  for (int i = 0; i < 10; i++)
    append (fixture, "Ana", "s-1", "device.step", ZM_AUDIT_SUCCESS);
  story = read_story (fixture, 4);

  g_assert_true (story->earlier);
  g_assert_cmpuint (story->n_records, ==, 4);
  chapter = g_ptr_array_index (story->chapters, 0);
  g_assert_cmpint (((ZmAuditRecord *) g_ptr_array_index (chapter->records, 3))->seq, ==, 11);
}

#define ADD(name, function) \
  g_test_add ("/audit-story/" name, MinuteLog, "2026-05-03T10:39:00Z", minute_log_set_up, function, \
              minute_log_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit-sentence/sentences", test_sentences);
  g_test_add_func ("/audit-sentence/short-serials", test_short_serials);
  ADD ("chapters", test_chapters);
  ADD ("ends", test_ends);
  ADD ("refused", test_refused);
  ADD ("limit", test_limit);

  return g_test_run ();
}
