#include "app/station/session.h"

#include "app/base/error.h"
#include "app/base/json.h"

#include <stdio.h>
#include <string.h>

/* Many sessions in one program, as the window has them: a device a thread, and one main loop that is
 * asked and answers yes.
 *
 *   sessions STATION OPERATOR PIN (ADDRESS CODE)…
 *
 * Prints one JSON object: the seconds that all of it took, the longest pause of the main loop in
 * seconds, and for each session, in order, the seconds until it ended and the check that refused. */

#define TICK 5 /* ms */

typedef struct {
  GMainLoop *loop;
  gint64     begun;   /* monotonic µs */
  gint64     tick;    /* the last one */
  gint64     pause;   /* the longest */
  guint      running;
  json_t    *ended;   /* in order of the command line */
} Desk;

typedef struct {
  Desk  *desk;
  guint  index;
} Place;

static gboolean
tick_cb (gpointer user_data)
{
  Desk *desk = user_data;
  gint64 now = g_get_monotonic_time ();

  desk->pause = MAX (desk->pause, now - desk->tick);
  desk->tick = now;
  return G_SOURCE_CONTINUE;
}

static double
seconds_since (gint64 begun)
{
  return (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND;
}

static void
question_cb (ZmSession *session)
{
  ZmSessionQuestion question;

  g_object_get (session, "question", &question, NULL);
  if (question != ZM_QUESTION_NONE)
    zm_session_answer (session, TRUE, "Registered by its test");
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Place *place = user_data;
  Desk *desk = place->desk;
  g_autoptr(GError) error = NULL;
  json_t *end = json_pack ("{s:f}", "seconds", seconds_since (desk->begun));

  if (!zm_session_run_finish (ZM_SESSION (source), result, &error))
    zm_json_set_string (end, "check", zm_error_get_check (error));
  json_array_set_new (desk->ended, place->index, end);
  g_object_unref (source);
  g_free (place);
  if (--desk->running == 0)
    g_main_loop_quit (desk->loop);
}

static void
begin (Desk       *desk,
       ZmStation  *station,
       const char *address,
       const char *code)
{
  ZmSession *session = zm_session_new (station, address, NULL, code);
  Place *place = g_new0 (Place, 1);

  place->desk = desk;
  place->index = desk->running++;
  json_array_append_new (desk->ended, json_null ());
  g_signal_connect (session, "notify::question", G_CALLBACK (question_cb), NULL);
  zm_session_run_async (session, NULL, ended_cb, place);
}

static ZmStation *
open_station (const char *directory,
              const char *operator_name,
              const char *pin)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) secret = zm_secret_new_copy (pin, strlen (pin));
  ZmStation *station = zm_station_open (directory, &error);
  ZmSignerClient *signer;

  g_assert_no_error (error);
  signer = zm_signer_client_connect (directory, &error);
  g_assert_no_error (error);
  zm_station_take_signer (station, signer);
  g_assert_true (zm_station_sign_in (station, operator_name, secret, &error));
  g_assert_no_error (error);
  /* Before the clock runs, as the window begins it when it opens the station. */
  g_assert_nonnull (zm_station_get_usb (station, &error));

  return station;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ZmStation) station = NULL;
  g_autofree char *text = NULL;
  g_autoptr(json_t) result = NULL;
  Desk desk = { 0 };

  g_assert_cmpint (argc, >=, 6);
  station = open_station (argv[1], argv[2], argv[3]);
  desk.loop = g_main_loop_new (NULL, FALSE);
  desk.ended = json_array ();
  desk.begun = desk.tick = g_get_monotonic_time ();
  g_timeout_add (TICK, tick_cb, &desk);
  for (int i = 4; i + 1 < argc; i += 2)
    begin (&desk, station, argv[i], argv[i + 1]);
  g_main_loop_run (desk.loop);

  result = json_pack ("{s:f, s:f, s:o}", "seconds", seconds_since (desk.begun), "pause",
                      (double) desk.pause / G_TIME_SPAN_SECOND, "sessions", desk.ended);
  text = json_dumps (result, JSON_COMPACT);
  puts (text);
  g_main_loop_unref (desk.loop);

  return 0;
}
