#pragma once

#include "app/base/json.h"
#include "app/pki/csr.h"
#include "app/protocol/conversation.h"
#include "app/protocol/pairing.h"
#include "app/protocol/ticket.h"
#include "tests/device/authority.h"
#include "tests/scratch.h"

#include <gio/gio.h>

/* The program zmonitor-device as it is, on a virtual tether: its screen is read, and the station
 * is played by the test. */

#define BENCH_TIMEOUT 10000 /* ms */

typedef struct {
  Scratch           scratch;
  Authority         authority;
  char             *state;   /* directory of the device */
  char             *socket;
  GSubprocess      *process;
  GDataInputStream *events;
  ZmTicket         *ticket;  /* the last one shown */
} Bench;

/* A pairing from the station's side. */
typedef struct {
  ZmConversation *conversation;
  ZmMessage      *identity;
  ZmPairing       pairing;
} Station;

/* Everything but the process. */
void       bench_set_up       (Bench              *bench,
                               gconstpointer       data);
void       bench_tear_down    (Bench              *bench,
                               gconstpointer       data);

/* Runs another subcommand: its exit status, and what it wrote if output is not NULL. */
int        bench_call         (const char *const  *arguments,
                               char              **output);
/* "run" with these arguments more (NULL-terminated, or NULL), until a ticket is shown. */
void       bench_start        (Bench              *bench,
                               const char *const  *arguments);
/* Asks it to end, or kills it; gives the exit status, -1 after a signal. */
int        bench_stop         (Bench              *bench,
                               int                 signal);
int        bench_wait         (Bench              *bench);
/* The next event of this name; others are read over. A new ticket is kept. */
json_t    *bench_await        (Bench              *bench,
                               const char         *name);

ZmLink    *bench_connect      (Bench              *bench);
/* Connects and says hello; nothing is revealed yet. */
void       station_greet      (Station            *station,
                               Bench              *bench,
                               const char         *session);
void       station_clear      (Station            *station);
/* Takes members. */
void       station_say        (Station            *station,
                               ZmMessageType       type,
                               json_t             *members);
ZmMessage *station_expect     (Station            *station,
                               ZmMessageType       type);
/* What the device says at the end is an error with this check. */
void       station_expect_error (Station            *station,
                                 const char         *check);
void       station_reveal     (Station            *station);
/* From hello to the code's proof, which must be right for the code. */
void       station_pair       (Station            *station,
                               Bench              *bench,
                               const char         *session,
                               const char         *code);
/* The request, whose signature and possession must be right. */
ZmCsr     *station_request_csr (Station            *station,
                                const char         *session);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Station, station_clear)
