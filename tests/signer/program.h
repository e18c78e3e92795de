#pragma once

#include "app/protocol/request.h"

#include <sys/types.h>

/* A real zmonitor-signer in a process of its own, and a client that speaks to its socket. */
typedef struct {
  pid_t   pid;
  json_t *ready; /* what it told on the ready descriptor; NULL: an error */
  GError *error; /* that error */
} Program;

/* arguments after the program's name, NULL-terminated; secrets are lines for one descriptor, which
 * serves as --passphrase-fd and, with pin, as --pin-fd. Waits until the program is ready or has
 * failed. */
Program *program_start       (const char *const *arguments,
                              const char        *secrets,
                              gboolean           pin);
/* A signer of this station, which must get ready. */
Program *program_serve       (const char *station,
                              const char *passphrase);
/* Ends it if it runs; gives the wait status. */
int      program_end         (Program *program,
                              int      signal_number);
/* The exit status of a program that ends by itself. */
int      program_wait        (Program *program);

/* A connection to the station's socket, -1 if nobody listens. */
int      program_connect     (const char *station);
/* One request and its answer; FALSE if the signer closed the connection. */
gboolean program_exchange    (int            fd,
                              const void    *request,
                              gsize          length,
                              json_t       **result,
                              GError       **error);
/* The same by the table; members are taken. */
json_t  *program_ask         (int            fd,
                              const char    *token,
                              ZmRequestType  type,
                              json_t        *members,
                              GError       **error);
char    *program_sign_in     (int         fd,
                              const char *name,
                              const char *pin);
