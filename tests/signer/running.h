#pragma once

#include "desk.h"
#include "program.h"

/* A founded station that a real signer serves, with an administrator who is signed in. */
typedef struct {
  Desk    *desk;    /* closed: its files are the program's */
  Program *program; /* NULL while it does not run */
  int      fd;
  char    *admin;   /* token */
} Running;

void    running_set_up    (Running       *running,
                           gconstpointer  data);
void    running_tear_down (Running       *running,
                           gconstpointer  data);
void    running_serve     (Running *running);
/* Gives the wait status. */
int     running_end       (Running *running,
                           int      signal_number);
/* The administrator asks; the answer must be "ok". Takes members. */
json_t *running_ask       (Running       *running,
                           ZmRequestType  type,
                           json_t        *members);
void    running_open_window (Running *running,
                             int      devices);
/* A start that must fail so; its exit status is checked as well. */
void    running_assert_fails (const char *const *arguments,
                              const char        *secrets,
                              gboolean           pin,
                              int                status,
                              const char        *check);
void    running_assert_station_fails (Running    *running,
                                      const char *secrets,
                                      int         status,
                                      const char *check);
