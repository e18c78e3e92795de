#include "running.h"

#include "app/base/error.h"

#include <signal.h>
#include <unistd.h>

void
running_serve (Running *running)
{
  running->program = program_serve (running->desk->station, DESK_PASSPHRASE);
  running->fd = program_connect (running->desk->station);
  g_assert_cmpint (running->fd, >=, 0);
  running->admin = program_sign_in (running->fd, DESK_ADMIN, DESK_ADMIN_PIN);
}

int
running_end (Running *running,
             int      signal_number)
{
  close (running->fd);
  g_clear_pointer (&running->admin, g_free);

  return program_end (g_steal_pointer (&running->program), signal_number);
}

void
running_set_up (Running       *running,
                gconstpointer  data)
{
  running->desk = desk_new_founded ();
  g_clear_pointer (&running->desk->signer, zm_signer_free);
  running_serve (running);
}

void
running_tear_down (Running       *running,
                   gconstpointer  data)
{
  if (running->program != NULL)
    running_end (running, SIGKILL);
  desk_free (running->desk);
}

json_t *
running_ask (Running       *running,
             ZmRequestType  type,
             json_t        *members)
{
  g_autoptr(GError) error = NULL;
  json_t *answer = program_ask (running->fd, zm_request_roles (type) ? running->admin : NULL, type,
                                members, &error);

  g_assert_no_error (error);

  return answer;
}

void
running_open_window (Running *running,
                     int      devices)
{
  json_decref (running_ask (running, ZM_REQUEST_WINDOW_OPEN,
                            json_pack ("{s:i, s:i}", "devices", devices, "minutes", 10)));
}

void
running_assert_fails (const char *const *arguments,
                      const char        *secrets,
                      gboolean           pin,
                      int                status,
                      const char        *check)
{
  Program *program = program_start (arguments, secrets, pin);

  g_assert_cmpstr (zm_error_get_check (program->error), ==, check);
  g_assert_cmpint (program_wait (program), ==, status);
}

void
running_assert_station_fails (Running    *running,
                              const char *secrets,
                              int         status,
                              const char *check)
{
  const char *const arguments[] = { "--station", running->desk->station, NULL };

  running_assert_fails (arguments, secrets, FALSE, status, check);
}
