#pragma once

#include "app/pki/csr.h"
#include "app/pki/profile.h"
#include "app/station/authority-answers.h"

G_BEGIN_DECLS

/* What the answers are judged by. */
typedef struct {
  ZmStation                *station;
  const ZmStationAuthority *present;      /* NULL: there is no authority yet */
  ZmCsr                    *intermediate; /* the requests */
  ZmCsr                    *station_csr;
  gboolean                  name_constraints;
} ZmAnswerCase;

/* Fills in the checks of one item; the answers' root, chain and station are known by then. */
void zm_authority_answer_checks_run (const ZmAnswerCase        *answer_case,
                                     const ZmAuthorityAnswers  *answers,
                                     ZmAuthorityAnswer         *item);

G_END_DECLS
