#pragma once

#include "app/pki/judgement.h"

G_BEGIN_DECLS

/* Inside app/pki only: design section 5, row by row. Appends to rows (elements ZmJudgementRow,
 * which clear themselves). */
void zm_judgement_rules_apply (GArray                  *rows,
                               ZmCsr                   *csr,
                               const ZmPolicy          *policy,
                               const ZmJudgementFacts  *facts);

G_END_DECLS
