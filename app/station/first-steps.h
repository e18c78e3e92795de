#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* What stands between a new station and its first device, in the order in which it is done. */

typedef enum {
  ZM_FIRST_STEP_AUTHORITY, /* the answers of the hospital's CA; needed only while there is none */
  ZM_FIRST_STEP_PEOPLE,    /* somebody beside the first administrator */
  ZM_FIRST_STEP_SERVER,    /* the Central Station's certificate, where the policy names one */
  ZM_FIRST_STEP_DEVICES,   /* on the list */
  ZM_FIRST_STEP_WINDOW,    /* open for enrolment */
  ZM_FIRST_STEP_PLUG,      /* the first device itself */
  ZM_N_FIRST_STEPS,
} ZmFirstStep;

typedef struct {
  gboolean needed;  /* here */
  gboolean done;
  gboolean allowed; /* to who is signed in */
} ZmFirstStepState;

typedef struct {
  gboolean         over; /* a device was verified: nothing is left to be shown, and the rest is not told */
  ZmFirstStepState steps[ZM_N_FIRST_STEPS];
} ZmFirstSteps;

/* Asks the signer, so not for a thread that draws. Sets the checks of what it asks. */
gboolean zm_first_steps_look (ZmStation     *station,
                              ZmFirstSteps  *found,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
