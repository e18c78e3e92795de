#pragma once

#include <stdatomic.h>
#include <stdint.h>

/* What is to go wrong, in a file that the test and all programs share as memory: a sandbox that
 * forbids system calls does not keep the library from reading it. tests/fault/plan.py writes it.
 * Nothing of this is known to the programs. */

#define PLAN_VARIABLE  "ZM_FAULT_PLAN" /* the file's name */
#define PLAN_NAME      32
#define PLAN_CALLS     16000

/* What a call does to the world, as bits of Plan.kinds and as kinds of a PlanCall. */
enum {
  PLAN_CHANGE = 1, /* of a directory, of a file's length or rights */
  PLAN_WRITE  = 2, /* into a file */
  PLAN_SEND   = 4, /* to another process */
  PLAN_SYNC   = 8, /* of a file: of no effect unless the power fails */
};

typedef enum {
  PLAN_COUNT,        /* nothing goes wrong */
  PLAN_KILL,         /* ends before the call */
  PLAN_KILL_MIDDLE,  /* ends when half of the bytes are written */
  PLAN_FAIL,         /* the call fails, once */
  PLAN_FAIL_ON,      /* it fails, and so does everything that would need the disk from then on */
} PlanAction;

typedef struct {
  uint32_t kind;
  uint32_t length;   /* bytes of a write */
  char     name[24];
} PlanCall;

typedef struct {
  char             program[PLAN_NAME]; /* whose calls are counted, over all its processes */
  char             also[PLAN_NAME];    /* another one that has the same disk */
  uint32_t         armed;
  uint32_t         at;                 /* the call that is struck, from 1 */
  uint32_t         action;             /* PlanAction */
  uint32_t         error;              /* errno of a failure */
  uint32_t         kinds;              /* which calls count */
  _Atomic uint32_t reached;            /* calls that were struck */
  _Atomic uint32_t count;
  PlanCall         calls[PLAN_CALLS];
} Plan;
