#include "app/audit/audit-verifier.h"
#include "app/pki/crl.h"
#include "app/protocol/factory-record.h"
#include "app/protocol/label-code.h"
#include "app/protocol/request.h"
#include "app/station/audit-export.h"
#include "app/station/label-desk.h"
#include "app/station/negative-test.h"
#include "app/station/session.h"
#include "app/station/tick.h"
#include "app/station/value-words.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"
#include "app/store/test-record.h"

/* Every name that the code can write has a word; a new one of an enumeration is found by its end. */

static void
assert_word (const char *member,
             const char *value)
{
  const char *word;

  g_assert_nonnull (value);
  word = zm_value_words_for (member, value);
  if (word == NULL || *word == '\0')
    g_error ("There is no word for \"%s\" as %s", value, member);
}

static void
test_stored (void)
{
  for (int i = ZM_SESSION_PAIRED; i <= ZM_SESSION_ABANDONED; i++)
    {
      assert_word ("state", zm_session_record_state_name ((ZmSessionState) i));
      assert_word ("step", zm_session_record_state_name ((ZmSessionState) i));
    }
  for (int i = ZM_SESSION_PURPOSE_REGISTER; i <= ZM_SESSION_PURPOSE_TAKEOVER; i++)
    assert_word ("purpose", zm_session_record_purpose_name ((ZmSessionPurpose) i));
  for (int i = ZM_DEVICE_REGISTERED; i <= ZM_DEVICE_RETIRED; i++)
    assert_word ("state", zm_device_record_state_name ((ZmDeviceState) i));
  for (int i = ZM_PROVED_BY_SERVER; i <= ZM_PROVED_BY_STATION; i++)
    assert_word ("provedBy", zm_test_record_proved_by_name ((ZmProvedBy) i));
  for (int i = 0; i < ZM_NEGATIVES; i++)
    assert_word ("kind", zm_negative_test_kind ((ZmNegative) i));
}

static void
test_reasons (void)
{
  int known = 0;

  /* RFC 5280 has ten, of which some are no final revocation. */
  for (int i = 0; i <= 10; i++)
    {
      const char *name = zm_crl_reason_name ((ZmReason) i);

      if (name == NULL)
        continue;
      assert_word ("reason", name);
      known++;
    }
  g_assert_cmpint (known, ==, 7);
  for (int i = ZM_LABEL_REASON_DAMAGED; i <= ZM_LABEL_REASON_OTHER; i++)
    assert_word ("reason", zm_label_desk_reason_name ((ZmLabelReason) i));
}

static void
test_audited (void)
{
  static const char *const ways[] = {
    ZM_SESSION_WAY_CAMERA, ZM_SESSION_WAY_CODE, ZM_SESSION_WAY_PICTURE, ZM_SESSION_WAY_SCANNER,
    ZM_SESSION_WAY_TEXT,
  };
  static const ZmRequestType approved[] = {
    ZM_REQUEST_ISSUE_PREPARE, ZM_REQUEST_REVOKE, ZM_REQUEST_WINDOW_OPEN, ZM_REQUEST_FACTORY_RECORD,
    ZM_REQUEST_OPERATOR_ADD, ZM_REQUEST_OPERATOR_REMOVE, ZM_REQUEST_OPERATOR_PIN,
    ZM_REQUEST_LIMITS_SET,
  };

  for (int i = ZM_AUDIT_INTACT; i <= ZM_AUDIT_UNWITNESSED; i++)
    assert_word ("verdict", zm_audit_verifier_verdict_name ((ZmAuditVerdict) i));
  for (int i = ZM_AUDIT_FORMAT_CSV; i <= ZM_AUDIT_FORMAT_PDF; i++)
    assert_word ("format", zm_audit_export_format_name ((ZmAuditFormat) i));
  for (int i = ZM_LABEL_DEVICE; i <= ZM_LABEL_AUDIT_HEAD; i++)
    assert_word ("kind", zm_label_code_kind_name ((ZmLabelKind) i));
  for (int i = ZM_KEY_MODE_DERIVED; i <= ZM_KEY_MODE_SHARED; i++)
    assert_word ("mode", zm_factory_record_mode_name ((ZmKeyMode) i));
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    assert_word ("way", ways[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (approved); i++)
    assert_word ("request", zm_request_name (approved[i]));
  assert_word ("role", zm_request_role_name (ZM_ROLE_TECHNICIAN));
  assert_word ("role", zm_request_role_name (ZM_ROLE_ADMINISTRATOR));
  assert_word ("role", zm_request_role_name (ZM_ROLE_AUDITOR));
}

static void
test_watched (void)
{
  for (int i = ZM_TICK_PENDING; i <= ZM_TICK_UNKNOWN; i++)
    assert_word ("tick", zm_tick_state_name ((ZmTickState) i));
  for (int i = ZM_QUESTION_NUMBER; i <= ZM_QUESTION_ISSUE; i++)
    assert_word ("question", zm_session_question_name ((ZmSessionQuestion) i));
}

static void
test_titles (void)
{
  g_assert_cmpstr (zm_value_words_title ("notAfter"), ==, "valid until");
  g_assert_null (zm_value_words_title ("room"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/value-words/stored", test_stored);
  g_test_add_func ("/value-words/reasons", test_reasons);
  g_test_add_func ("/value-words/audited", test_audited);
  g_test_add_func ("/value-words/watched", test_watched);
  g_test_add_func ("/value-words/titles", test_titles);

  return g_test_run ();
}
