#pragma once

#include "app/pki/crl.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* What a CA elsewhere gave back: each file is judged against what was asked, and shown, before
 * anything is changed; then all of it is taken, or nothing. It serves the first answers to a station's
 * requests as well as a renewed intermediate or a new revocation list later on, where what is not
 * given stays as it is. */

typedef enum {
  ZM_ANSWER_ROOT,
  ZM_ANSWER_BETWEEN,      /* a CA between the root and the intermediate */
  ZM_ANSWER_INTERMEDIATE,
  ZM_ANSWER_STATION,
  ZM_ANSWER_LIST,         /* of revoked certificates */
  ZM_ANSWER_STRANGE,      /* cannot be read, or was not asked for */
} ZmAnswerKind;

typedef struct {
  char     *title;   /* what was looked at, for people */
  char     *asked;   /* may be NULL */
  char     *got;     /* hostile text; may be NULL */
  gboolean  warns;   /* it can be taken, but somebody should know what it does */
  GError   *refusal; /* NULL: good */
} ZmAnswerCheck;

typedef struct {
  char          *file;        /* by which name it came */
  ZmAnswerKind   kind;
  ZmCertificate *certificate; /* one of the two, or neither */
  ZmCrl         *list;
  gboolean       is_known;    /* the very same is in use here */
  GPtrArray     *checks;      /* ZmAnswerCheck */
} ZmAuthorityAnswer;

typedef struct {
  GPtrArray     *items;   /* ZmAuthorityAnswer, from the root down, lists, what is strange */
  ZmCertificate *root;    /* what would be in force; NULL: not known */
  GPtrArray     *chain;   /* ZmCertificate, from the intermediate upwards; empty: not known */
  ZmCertificate *station;
  GPtrArray     *lists;   /* ZmCrl that were given */
  gboolean       is_new;  /* a certificate among them is not in force yet */
  GError        *refusal; /* why it cannot be taken; NULL: it can */
} ZmAuthorityAnswers;

#define ZM_ANSWER_FILE_MAX (2 * ZM_CRL_MAX) /* bytes */

typedef struct {
  const char *name;
  GBytes     *content; /* certificates (PEM blocks, or one DER) or one revocation list */
} ZmAnswerFile;

/* Asks the signer for its requests, so a PKI administrator must be signed in. Checks of a refusal
 * beside those of reading, "chain.…", "profile.…" and "crl.…": "authority.answer" (not asked for),
 * "authority.intermediate", "authority.intermediate-key", "authority.station-key", "authority.root"
 * (another one than this station's), "authority.incomplete" (one is missing). */
ZmAuthorityAnswers *zm_authority_answers_judge (ZmStation                 *station,
                                                const ZmAnswerFile        *files,
                                                gsize                      count,
                                                GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
/* The signer judges it once more, and is the first to take it. Recorded as "authority.imported", or
 * "crl.imported" where there are lists alone. Sets check "role.denied" unless a PKI administrator is
 * signed in. After an error that is not a refusal it can be taken again. */
gboolean            zm_authority_answers_take  (ZmStation                 *station,
                                                const ZmAuthorityAnswers  *answers,
                                                GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
void                zm_authority_answers_free  (ZmAuthorityAnswers        *answers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuthorityAnswers, zm_authority_answers_free)

G_END_DECLS
