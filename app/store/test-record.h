#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* What was tried with a new identity, and who says how it went: the rows of the proof card. */

typedef enum {
  ZM_TEST_SUCCESS,
  ZM_TEST_FAILURE,
  ZM_TEST_UNKNOWN,
} ZmTestOutcome;

typedef enum {
  ZM_PROVED_BY_SERVER, /* with a receipt that the station checked */
  ZM_PROVED_BY_DEVICE, /* reported only */
  ZM_PROVED_BY_STATION, /* tried by the station itself */
} ZmProvedBy;

typedef struct {
  gint64 id; /* 0 until inserted */
  char *session_id;
  ZmInstant at;
  char *kind; /* "mtls", "no-certificate", "canary", "wrong-name" */
  ZmTestOutcome outcome;
  ZmProvedBy proved_by;
  char *detail; /* a JSON object, or NULL */
} ZmTestRecord;

const char *zm_test_record_outcome_name    (ZmTestOutcome   outcome);
const char *zm_test_record_proved_by_name  (ZmProvedBy      proved_by);

void        zm_test_record_free            (ZmTestRecord   *record);

/* Fills id. */
gboolean    zm_test_record_insert          (ZmDatabase     *database,
                                            ZmTestRecord   *record,
                                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* ZmTestRecord, the oldest first. */
GPtrArray  *zm_test_record_list_of_session (ZmDatabase     *database,
                                            const char     *session_id,
                                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTestRecord, zm_test_record_free)

G_END_DECLS
