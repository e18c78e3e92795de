#pragma once

#include "app/base/json.h"
#include "tests/pki/testpki.h"

#include <gio/gio.h>

/* A real zmonitor-central on loopback, with its files in a directory of its own. */

#define PROCESS_NONCE "00112233445566778899aabbccddeeff"
#define PROCESS_PATH  "/zmonitor/v1/whoami?nonce=" PROCESS_NONCE

typedef struct {
  char        *directory;
  TestPki     *pki;
  GSubprocess *process;  /* NULL: not running */
  guint16      port;     /* of the devices */
  guint16      crl_port; /* of the lists */
} Process;

/* PKI and files, a server's identity among them; nothing runs. */
void          process_prepare         (Process             *self);
/* Starts it and waits until it listens. */
void          process_start           (Process             *self);
/* For GTest fixtures: both, and the end with SIGTERM, which must be a clean one. */
void          process_set_up          (Process             *self,
                                       gconstpointer        data);
void          process_tear_down       (Process             *self,
                                       gconstpointer        data);

/* The path of a file there. */
char         *process_file            (Process             *self,
                                       const char          *name);
/* The arguments that process_start() gives, to be changed. */
GStrvBuilder *process_arguments       (Process             *self);
/* Runs it with other arguments until it ends: its exit status, and what it logged. */
int           process_run             (Process             *self,
                                       GStrvBuilder        *arguments,
                                       char               **log);

/* Waits until the log has a line with that event and, if it is not NULL, that check. */
json_t       *process_await           (Process             *self,
                                       const char          *event,
                                       const char          *check);

/* One request by our own client; identity NULL sends no certificate. */
GBytes       *process_call            (Process             *self,
                                       const TestIdentity  *identity,
                                       const char          *request,
                                       GError             **error);
/* "GET path HTTP/1.1" and the rest of a request. */
char         *process_get             (const char          *path);
/* The status of an answer, and its body if it is JSON. */
guint         process_parse           (GBytes              *answer,
                                       json_t             **body);
/* The device is refused in TLS by this alert. */
void          process_assert_refused  (Process             *self,
                                       const TestIdentity  *identity,
                                       const char          *alert);
void          process_assert_accepted (Process             *self,
                                       const TestIdentity  *identity);

/* Runs a command line of another program to its end with input; gives all its output. */
char         *process_probe           (const char          *input,
                                       const char          *format,
                                       ...) G_GNUC_PRINTF (2, 3);
