#include "app/base/error.h"
#include "app/station/audit-words.h"
#include "app/station/time-words.h"
#include "ui/number-words.h"
#include "ui/session-words.h"
#include "ui/tick-words.h"
#include "ui/verification-words.h"

static void
test_numbers (void)
{
  g_autofree char *number = zm_number_words_group ("063697");
  g_autofree char *serial = zm_number_words_group_serial ("B495E0F93AD9");

  g_assert_cmpstr (number, ==, "063\xC2\xA0" "697");
  g_assert_cmpstr (serial, ==, "B495 E0F9 3AD9");
  g_assert_null (zm_number_words_group (NULL));
}

static void
test_times (void)
{
  g_autofree char *given_back = zm_time_words_format_text ("noon");
  g_autofree char *shown = zm_time_words_format_text ("2025-12-01T10:00:00Z");

  g_assert_cmpstr (given_back, ==, "noon");
  g_assert_cmpstr (shown, ==, "1 December 2025, 10:00");
  g_assert_null (zm_time_words_format (0));
  g_assert_null (zm_time_words_format_day (0));
}

typedef struct {
  gint64      hours;
  const char *words;
} DistanceCase;

static const DistanceCase distance_cases[] = {
  { 0, "in less than a day" },
  { 23, "in less than a day" },
  { 24, "in 1 day" },
  { 12 * 24 + 5, "in 12 days" },
  { 60 * 24, "in 60 days" },
  { 61 * 24, "in 2 months" },
  { 365 * 24, "in 12 months" },
  { 762 * 24, "in 2 years" },
  { 3653 * 24, "in 10 years" },
  { -1, "less than a day ago" },
  { -24, "1 day ago" },
  { -40 * 24, "40 days ago" },
  { -100 * 24, "3 months ago" },
  { -1000 * 24, "3 years ago" },
};

static void
test_distances (void)
{
  ZmInstant now = G_GINT64_CONSTANT (1800000000) * ZM_INSTANT_SECOND;

  for (gsize i = 0; i < G_N_ELEMENTS (distance_cases); i++)
    {
      const DistanceCase *distance = &distance_cases[i];
      g_autofree char *words =
        zm_time_words_format_distance (now + distance->hours * ZM_INSTANT_HOUR, now);

      g_assert_cmpstr (words, ==, distance->words);
    }
}

/* What a session says of itself, and how the person is involved. */
typedef struct {
  const char        *session_id;
  ZmSessionState     state;
  ZmSessionQuestion  question;
  gboolean           running;
  gboolean           failed;
  ZmSessionPhase     phase;
  gboolean           can_resume;
} PhaseCase;

static const PhaseCase phase_cases[] = {
  { NULL, ZM_SESSION_PAIRED, ZM_QUESTION_NONE, FALSE, FALSE, ZM_PHASE_WORKING, FALSE },
  { NULL, ZM_SESSION_PAIRED, ZM_QUESTION_NONE, TRUE, FALSE, ZM_PHASE_WORKING, FALSE },
  { NULL, ZM_SESSION_PAIRED, ZM_QUESTION_NUMBER, TRUE, FALSE, ZM_PHASE_ASKING, FALSE },
  { NULL, ZM_SESSION_PAIRED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_FAILED, FALSE },
  { "s", ZM_SESSION_PAIRED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_INTERRUPTED, FALSE },
  { "s", ZM_SESSION_REQUESTED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_INTERRUPTED, TRUE },
  { "s", ZM_SESSION_ISSUED, ZM_QUESTION_NONE, TRUE, TRUE, ZM_PHASE_WORKING, FALSE },
  { "s", ZM_SESSION_INSTALLED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_INTERRUPTED, TRUE },
  { "s", ZM_SESSION_FAILED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_FAILED, FALSE },
  { "s", ZM_SESSION_ABANDONED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_FAILED, FALSE },
  { "s", ZM_SESSION_VERIFIED, ZM_QUESTION_NONE, TRUE, FALSE, ZM_PHASE_WORKING, FALSE },
  { "s", ZM_SESSION_VERIFIED, ZM_QUESTION_NONE, FALSE, FALSE, ZM_PHASE_DONE, FALSE },
  { "s", ZM_SESSION_VERIFIED, ZM_QUESTION_NONE, FALSE, TRUE, ZM_PHASE_DONE, FALSE },
};

/* What a person decided is nothing that failed; numbers that differ are. */
static void
test_decisions (void)
{
  static const struct {
    const char        *check;
    ZmSessionQuestion  question;
  } rows[] = {
    { "registry.unknown", ZM_QUESTION_REGISTER },
    { "registry.active", ZM_QUESTION_REKEY },
    { "registry.retired", ZM_QUESTION_TAKE_OVER },
    { "approval.refused", ZM_QUESTION_ISSUE },
    { "guard.number", ZM_QUESTION_NONE },
    { "signer.absent", ZM_QUESTION_NONE },
  };

  g_assert_cmpint (zm_session_question_declined (NULL), ==, ZM_QUESTION_NONE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_REFUSED, rows[i].check, NULL, NULL,
                                                        "No");
      gboolean decided = rows[i].question != ZM_QUESTION_NONE;

      g_assert_cmpint (zm_session_question_declined (failure), ==, rows[i].question);
      g_assert_true ((zm_session_words_declined (rows[i].question) != NULL) == decided);
      g_assert_cmpint (zm_session_words_phase ("s", ZM_SESSION_FAILED, ZM_QUESTION_NONE, FALSE,
                                               failure), ==,
                       decided ? ZM_PHASE_DECLINED : ZM_PHASE_FAILED);
    }
  g_assert_cmpint (zm_session_words_kind (ZM_PHASE_DECLINED), ==, ZM_BADGE_NEUTRAL);
}

static void
test_phases (void)
{
  g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_REFUSED, "guard.number", NULL, NULL,
                                                    "They differ");

  for (gsize i = 0; i < G_N_ELEMENTS (phase_cases); i++)
    {
      const PhaseCase *c = &phase_cases[i];
      ZmSessionPhase phase = zm_session_words_phase (c->session_id, c->state, c->question,
                                                     c->running, c->failed ? failure : NULL);

      g_assert_cmpint (phase, ==, c->phase);
      g_assert_cmpint (zm_session_words_can_resume (phase, c->state), ==, c->can_resume);
    }
}

/* Each moment has its one sentence, each question its two buttons. */
static void
test_sentences (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (ZmSessionStage stage = ZM_STAGE_PAIR; stage <= ZM_STAGE_DONE; stage++)
    g_hash_table_add (seen, (gpointer) zm_session_words_instruction (ZM_PHASE_WORKING, stage,
                                                                     ZM_QUESTION_NONE));
  for (ZmSessionQuestion q = ZM_QUESTION_NUMBER; q <= ZM_QUESTION_ISSUE; q++)
    {
      g_hash_table_add (seen, (gpointer) zm_session_words_instruction (ZM_PHASE_ASKING,
                                                                       ZM_STAGE_CHECK, q));
      g_assert_nonnull (zm_session_words_explanation (q));
      g_assert_cmpstr (zm_session_words_yes (q), !=, zm_session_words_no (q));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 6 + 6);
  g_assert_null (zm_session_words_yes (ZM_QUESTION_NONE));
  g_assert_null (zm_session_words_explanation (ZM_QUESTION_NONE));
}

static void
test_ticks (void)
{
  g_assert_cmpstr (zm_tick_words_say (ZM_TICK_WORDS_GUARD, ZM_TICK_BAD), ==, "Differs");
  g_assert_cmpstr (zm_tick_words_say (ZM_TICK_WORDS_CLOCK, ZM_TICK_GOOD), ==, "Right");
  g_assert_cmpint (zm_tick_words_kind (ZM_TICK_PENDING), ==, ZM_BADGE_WAITING);
  g_assert_cmpint (zm_tick_words_kind (ZM_TICK_UNKNOWN), ==, ZM_BADGE_ABSENT);
}

static void
test_hashes (void)
{
  const char *sha256 = "4df20d7e8592304e4d77ac85069deafeb772f7b5e6422fc3dd5485cd8d7f0f75";
  g_autofree char *shortened = zm_number_words_shorten_hash (sha256);
  g_autofree char *whole = zm_number_words_shorten_hash ("4df20d7e");

  g_assert_true (zm_number_words_is_hash (sha256));
  g_assert_false (zm_number_words_is_hash ("DEV-014"));
  g_assert_false (zm_number_words_is_hash ("123456"));
  g_assert_false (zm_number_words_is_hash ("4df20d7e8592304e4d77ac85069deafeb772f7b5e6422fc3ddXX"));
  g_assert_false (zm_number_words_is_hash (NULL));
  g_assert_cmpstr (shortened, ==, "4df2 0d7e … 8d7f 0f75");
  g_assert_cmpstr (whole, ==, "4df2 0d7e");
  g_assert_null (zm_number_words_shorten_hash (NULL));
}

static void
test_audit_detail (void)
{
  g_autoptr(ZmAuditRecord) record = zm_audit_record_new ("ana", "technician", "device.step",
                                                         ZM_AUDIT_SUCCESS);
  g_autofree char *known = zm_audit_words_action ("device.step");
  g_autofree char *unknown = zm_audit_words_action ("door.opened");
  g_autofree char *detail = NULL;

  record->detail = json_pack ("{s:i, s:s, s:s}", "step", 3, "name", "files", "z",
                              "\xE2\x80\xAE" "gnp.exe");
  detail = zm_audit_words_detail (record);
  g_assert_cmpstr (known, ==, "Step on the device");
  g_assert_cmpstr (unknown, ==, "door.opened");
  g_assert_cmpstr (detail, ==, "step: 3 · Files written · z: \\u{202E}gnp.exe");
}

static void
test_audit_detail_may_be_absent (void)
{
  g_autoptr(ZmAuditRecord) record = zm_audit_record_new ("ana", "technician", "log.opened",
                                                         ZM_AUDIT_SUCCESS);
  g_autofree char *detail = zm_audit_words_detail (record);

  g_assert_cmpstr (detail, ==, "");
}

/* Five verdicts that nobody can take for one another. */
static void
test_verdicts (void)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) meanings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (ZmAuditVerdict verdict = ZM_AUDIT_INTACT; verdict <= ZM_AUDIT_UNWITNESSED; verdict++)
    {
      const ZmAuditReport report = { .verdict = verdict, .size = 9, .first_bad_seq = 5,
                                     .last_good_checkpoint = 4,
                                     .message = (char *) "no such file" };
      g_autofree char *finding = zm_verification_words_finding (&report);

      g_assert_cmpstr (finding, !=, "");
      g_hash_table_add (names, (gpointer) zm_verification_words_name (verdict));
      g_hash_table_add (meanings, zm_verification_words_meaning (&report));
      if (verdict != ZM_AUDIT_INTACT)
        g_assert_cmpint (zm_verification_words_kind (verdict), !=, ZM_BADGE_GOOD);
      if (verdict == ZM_AUDIT_BROKEN)
        g_assert_nonnull (strstr (finding, "5"));
    }
  g_assert_cmpuint (g_hash_table_size (names), ==, 5);
  g_assert_cmpuint (g_hash_table_size (meanings), ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui-words/numbers", test_numbers);
  g_test_add_func ("/ui-words/times", test_times);
  g_test_add_func ("/ui-words/distances", test_distances);
  g_test_add_func ("/ui-words/decisions", test_decisions);
  g_test_add_func ("/ui-words/phases", test_phases);
  g_test_add_func ("/ui-words/sentences", test_sentences);
  g_test_add_func ("/ui-words/ticks", test_ticks);
  g_test_add_func ("/ui-words/hashes", test_hashes);
  g_test_add_func ("/ui-words/audit-detail", test_audit_detail);
  g_test_add_func ("/ui-words/audit-no-detail", test_audit_detail_may_be_absent);
  g_test_add_func ("/ui-words/verdicts", test_verdicts);

  return g_test_run ();
}
