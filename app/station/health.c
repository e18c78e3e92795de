#include "config.h"

#include "app/station/health.h"

#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/agreement.h"
#include "app/station/anchor.h"
#include "app/station/audit-desk.h"
#include "app/station/authority.h"
#include "app/station/failure-words.h"
#include "app/station/publication.h"
#include "app/station/remedy.h"
#include "app/station/time-words.h"
#include "app/station/value-words.h"
#include "app/station/window-desk.h"
#include "app/store/certificate-record.h"
#include "app/store/integrity.h"
#include "app/store/intent-record.h"
#include "app/store/session-record.h"

#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

#define FREE_PROBLEM      (G_GUINT64_CONSTANT (100) << 20) /* bytes */
#define FREE_WARNING      (G_GUINT64_CONSTANT (1) << 30)   /* bytes */
#define PERCENT_NOTED     50
#define PERCENT_WARNING   75
#define PERCENT_PROBLEM   90
#define CLOCK_TOLERANCE   (5 * ZM_INSTANT_SECOND)

typedef struct {
  GPtrArray    *findings;
  const char   *directory;
  ZmStation    *station;
  GCancellable *cancellable; /* or NULL */
} Round;

static void
free_finding (ZmHealthFinding *finding)
{
  g_free (finding->check);
  g_free (finding->title);
  g_free (finding->seen);
  g_free (finding->expected);
  g_free (finding);
}

static void
add (Round            *round,
     ZmHealthSeverity  severity,
     const char       *check,
     const char       *title,
     const char       *seen,
     const char       *expected)
{
  ZmHealthFinding *finding = g_new0 (ZmHealthFinding, 1);

  finding->check = g_strdup (check);
  finding->severity = severity;
  finding->title = g_strdup (title);
  finding->seen = g_strdup (seen);
  finding->expected = g_strdup (expected);
  finding->remedy = severity != ZM_HEALTH_OK ? zm_remedy_for (check) : NULL;
  g_ptr_array_add (round->findings, finding);
}

/* error: NULL if all is well, under the name that it would fail by. */
static void
add_error (Round            *round,
           ZmHealthSeverity  severity,
           const char       *check,
           const char       *title,
           const GError     *error)
{
  g_autofree char *words = NULL;
  const char *seen;

  if (error == NULL)
    {
      add (round, ZM_HEALTH_OK, check, title, NULL, NULL);
      return;
    }

  seen = zm_error_get_seen (error);
  if (seen == NULL)
    words = zm_failure_words_say (error);
  add (round, severity, zm_error_get_check (error), title, seen != NULL ? seen : words,
       zm_error_get_expected (error));
}

static void
look_at_directory (Round *round)
{
  g_autoptr(GError) error = NULL;

  /* It would make one that is missing. */
  if (!g_file_test (round->directory, G_FILE_TEST_IS_DIR))
    add (round, ZM_HEALTH_PROBLEM, "station.missing", _("Station directory"), round->directory,
         NULL);
  else
    {
      if (!zm_file_make_private_directory (round->directory, &error))
        g_assert (error != NULL);
      add_error (round, ZM_HEALTH_PROBLEM, "file.directory", _("Rights of the directory"), error);
    }
}

static void
look_at_config (Round *round)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStationConfig) config = zm_station_config_read (round->directory, &error);

  add_error (round, ZM_HEALTH_PROBLEM, "config.value", _("Configuration"), error);
}

static void
look_at_disk (Round *round)
{
  struct statvfs status;
  g_autofree char *seen = NULL;
  guint64 available;
  ZmHealthSeverity severity = ZM_HEALTH_OK;

  if (statvfs (round->directory, &status) != 0)
    {
      add (round, ZM_HEALTH_WARNING, "disk.free", _("Free disk space"), NULL, NULL);
      return;
    }

  available = (guint64) status.f_bavail * status.f_frsize;
  if (available < FREE_PROBLEM)
    severity = ZM_HEALTH_PROBLEM;
  else if (available < FREE_WARNING)
    severity = ZM_HEALTH_WARNING;
  seen = g_format_size_full (available, G_FORMAT_SIZE_IEC_UNITS);
  add (round, severity, "disk.free", _("Free disk space"), seen, "1 GiB");
}

static void
interrupt_cb (GCancellable *cancellable,
              ZmDatabase   *database)
{
  zm_database_interrupt (database);
}

/* By a connection of its own: it takes a second for 100 MB, in which others want to write, and what is
 * given up may not make what others do fail. */
static gboolean
check_integrity (Round   *round,
                 GError **error)
{
  g_autofree char *path = g_build_filename (round->directory, ZM_STATION_DATABASE_FILE, NULL);
  g_autoptr(ZmDatabase) database = zm_database_open (path, &zm_schema_station,
                                                     ZM_DATABASE_READ_ONLY, error);
  gulong handler = 0;
  gboolean sound;

  if (database == NULL)
    return FALSE;

  if (round->cancellable != NULL)
    handler = g_cancellable_connect (round->cancellable, G_CALLBACK (interrupt_cb), database, NULL);
  sound = zm_integrity_check (database, &zm_schema_station, error);
  g_cancellable_disconnect (round->cancellable, handler);

  return sound;
}

static void
look_at_database (Round *round)
{
  g_autoptr(GError) error = NULL;

  if (!check_integrity (round, &error))
    g_assert (error != NULL);
  add_error (round, ZM_HEALTH_PROBLEM, "database.corrupt", _("Database"), error);
}

static void
look_at_audit (Round *round)
{
  ZmSignerClient *signer = round->station != NULL ? zm_station_get_signer (round->station) : NULL;
  const ZmAuditWatch watch = { .cancellable = round->cancellable };
  g_autoptr(ZmAuditReport) report = zm_audit_desk_verify (round->directory, signer, &watch);

  if (report == NULL)
    return;

  if (report->verdict == ZM_AUDIT_UNWITNESSED)
    add (round, ZM_HEALTH_WARNING, report->check, _("Audit log"), report->seen, report->expected);
  else if (report->verdict != ZM_AUDIT_INTACT)
    {
      g_autofree char *words = zm_failure_words_recall (report->check, report->message);

      add (round, ZM_HEALTH_PROBLEM, report->check, _("Audit log"),
           report->seen != NULL ? report->seen : words, report->expected);
    }
  else
    add (round, ZM_HEALTH_OK, "audit.chain", _("Audit log"),
         zm_value_words_for ("verdict", zm_audit_verifier_verdict_name (report->verdict)), NULL);
}

static void
look_at_clock (Round *round)
{
  g_autoptr(GPtrArray) last =
    zm_audit_query_list (zm_station_get_database (round->station), NULL, 0, 1, NULL);
  const ZmAuditRecord *record = last != NULL && last->len > 0 ? last->pdata[0] : NULL;
  ZmInstant now = zm_instant_now ();
  g_autofree char *seen = zm_time_words_format_log (now);
  g_autofree char *expected = NULL;

  if (record == NULL)
    return;

  expected = zm_time_words_format_log (record->time);
  add (round, now + CLOCK_TOLERANCE < record->time ? ZM_HEALTH_PROBLEM : ZM_HEALTH_OK,
       "clock.backwards", _("Clock, against the last audit record"), seen, expected);
}

static void
look_at_agreement (Round                   *round,
                   const ZmAgreementCounts *before,
                   const json_t            *status)
{
  g_autoptr(GError) error = NULL;
  json_int_t restarts = json_integer_value (json_object_get (status, "logRestarts"));

  if (zm_agreement_check (round->station, before, status, &error))
    g_assert (error == NULL);
  add_error (round, ZM_HEALTH_PROBLEM, "database.older", _("Database, against the signer’s ledger"),
             error);
  if (restarts > 0)
    {
      g_autofree char *seen = g_strdup_printf ("%" JSON_INTEGER_FORMAT, restarts);

      add (round, ZM_HEALTH_WARNING, "audit.restarted", _("Losses of audit records"), seen, "0");
    }
}

static void
look_at_signer (Round *round)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) status = NULL;
  ZmAgreementCounts before;

  if (!zm_agreement_count (round->station, &before, &error))
    {
      add_error (round, ZM_HEALTH_PROBLEM, "database.corrupt", _("Database"), error);
      return;
    }
  status = zm_station_call (round->station, ZM_REQUEST_STATUS, NULL, &error);
  add_error (round, ZM_HEALTH_PROBLEM, "signer.absent", _("Signer"), error);
  if (status != NULL)
    look_at_agreement (round, &before, status);
  if (status != NULL && json_is_true (json_object_get (status, "sameUser")))
    add (round, ZM_HEALTH_WARNING, "signer.same-user", _("Signer’s user"), _("the station’s own"),
         _("a user of its own"));
}

static void
look_at_ledger (Round *round)
{
  g_autoptr(GError) error = NULL;

  /* A signer that does not answer is told with the signer. */
  if (!zm_anchor_compare (round->station, &error) && zm_error_matches (error, ZM_ERROR_UNAVAILABLE))
    return;

  add_error (round, ZM_HEALTH_PROBLEM, "ledger.behind", _("Signer’s ledger, against what it signed"),
             error);
}

static void
look_at_window (Round *round)
{
  ZmWindowState state;
  g_autoptr(GError) error = NULL;

  if (!zm_window_desk_show (round->station, &state, &error))
    return;

  add (round, ZM_HEALTH_OK, "window.closed", _("Enrolment window"),
       state.open ? _("open") : _("closed"), NULL);
}

ZmHealthSeverity
zm_health_judge_expiry (ZmInstant  begin,
                        ZmInstant  end,
                        ZmInstant  now,
                        guint     *percent)
{
  gint64 life = MAX (1, end - begin);
  gint64 used = CLAMP (now - begin, 0, life);
  /* In seconds, since a root's life in microseconds times 100 has no room. */
  guint share = (guint) (used / ZM_INSTANT_SECOND * 100 / MAX (1, life / ZM_INSTANT_SECOND));

  if (now >= end)
    share = 100;
  if (percent != NULL)
    *percent = share;
  if (share >= PERCENT_PROBLEM)
    return ZM_HEALTH_PROBLEM;

  return share >= PERCENT_WARNING ? ZM_HEALTH_WARNING : ZM_HEALTH_OK;
}

static void
add_expiry (Round      *round,
            const char *check,
            const char *title,
            ZmInstant   begin,
            ZmInstant   end)
{
  guint percent;
  ZmHealthSeverity severity = zm_health_judge_expiry (begin, end, zm_instant_now (), &percent);
  g_autofree char *until = zm_time_words_format (end);
  g_autofree char *seen = NULL;

  /* TRANSLATORS: the share of a certificate's life that is over, and its last day. */
  seen = percent >= PERCENT_NOTED ? g_strdup_printf (_("%u %% used, until %s"), percent, until) :
         g_strdup_printf (_("until %s"), until);
  add (round, severity, check, title, seen, NULL);
}

static void
add_certificate (Round         *round,
                 const char    *check,
                 const char    *title,
                 ZmCertificate *certificate)
{
  add_expiry (round, check, title, zm_certificate_get_not_before (certificate),
              zm_certificate_get_not_after (certificate));
}

static void
look_at_crls (Round                    *round,
              const ZmStationAuthority *authority)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) crls = zm_authority_load_crls (round->station, &error);
  g_autofree char *words = error != NULL ? zm_failure_words_say (error) : NULL;

  if (crls == NULL || crls->len <= authority->chain->len)
    add (round, ZM_HEALTH_PROBLEM, "crl.unknown", _("Revocation lists"),
         words != NULL ? words : _("not one for each CA"), NULL);
  for (guint i = 0; crls != NULL && i < crls->len; i++)
    {
      /* TRANSLATORS: a CA */
      g_autofree char *title = g_strdup_printf (_("Revocation list of %s"),
                                                zm_crl_get_issuer (crls->pdata[i]));

      add_expiry (round, "expiry.crl", title, zm_crl_get_this_update (crls->pdata[i]),
                  zm_crl_get_next_update (crls->pdata[i]));
    }
}

static void
look_at_publication (Round *round)
{
  g_autoptr(GError) error = NULL;

  if (zm_publication_check (round->station, &error))
    g_assert (error == NULL);
  add_error (round, ZM_HEALTH_PROBLEM, "crl.unpublished", _("Published revocation lists"), error);
}

static void
look_at_authority (Round *round)
{
  g_autoptr(GError) error = NULL;
  const ZmStationAuthority *authority = zm_station_get_authority (round->station, &error);

  /* What the signer cannot say is told with the signer. */
  if (authority == NULL && zm_error_matches (error, ZM_ERROR_UNAVAILABLE))
    return;
  add_error (round, ZM_HEALTH_PROBLEM, "authority.absent", _("Authority"), error);
  if (authority == NULL)
    return;

  add_certificate (round, "expiry.root", _("Root certificate"), authority->root);
  for (guint i = 0; i < authority->chain->len; i++)
    add_certificate (round, "expiry.intermediate", _("Intermediate certificate"),
                     authority->chain->pdata[i]);
  add_certificate (round, "expiry.station", _("Station certificate"), authority->station);
  look_at_crls (round, authority);
  look_at_publication (round);
}

static void
look_at_servers (Round *round)
{
  g_autoptr(GPtrArray) servers =
    zm_certificate_record_list_of_kind (zm_station_get_database (round->station),
                                        ZM_CERTIFICATE_SERVER, NULL);

  /* The newest only: an older one was replaced. */
  if (servers != NULL && servers->len > 0)
    {
      const ZmCertificateRecord *server = servers->pdata[0];

      add_expiry (round, "expiry.server", _("Central Station’s certificate"), server->not_before,
                  server->not_after);
    }
}

static void
add_count (Round      *round,
           const char *check,
           const char *title,
           GPtrArray  *list)
{
  g_autofree char *seen = list != NULL ? g_strdup_printf ("%u", list->len) : NULL;

  add (round, list == NULL || list->len > 0 ? ZM_HEALTH_WARNING : ZM_HEALTH_OK, check, title, seen,
       "0");
}

static void
look_at_unfinished (Round *round)
{
  ZmDatabase *database = zm_station_get_database (round->station);
  g_autoptr(GPtrArray) sessions = zm_session_record_list_open (database, NULL);
  g_autoptr(GPtrArray) intents = zm_intent_record_list_open (database, NULL);

  add_count (round, "session.open", _("Open sessions"), sessions);
  add_count (round, "intent.open", _("Certificates that were begun and not finished"), intents);
}

static void
look_at_failure (Round        *round,
                 const GError *failure)
{
  if (failure != NULL)
    add_error (round, ZM_HEALTH_PROBLEM, "station.missing", _("Opening the station"), failure);
  look_at_audit (round);
}

GPtrArray *
zm_health_check (const char   *directory,
                 ZmStation    *station,
                 const GError *failure,
                 GCancellable *cancellable)
{
  static void (*const looks[]) (Round *round) = {
    look_at_database, look_at_audit, look_at_clock, look_at_signer, look_at_ledger,
    look_at_authority, look_at_servers, look_at_window, look_at_unfinished,
  };
  Round round = { .directory = directory, .station = station, .cancellable = cancellable };

  g_return_val_if_fail (directory != NULL, NULL);

  round.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) free_finding);
  look_at_directory (&round);
  look_at_config (&round);
  look_at_disk (&round);
  if (station == NULL)
    look_at_failure (&round, failure);
  for (gsize i = 0; station != NULL && i < G_N_ELEMENTS (looks) &&
       !g_cancellable_is_cancelled (cancellable); i++)
    looks[i] (&round);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&round.findings, g_ptr_array_unref);

  return round.findings;
}

gboolean
zm_health_note_stopped (ZmStation  *station,
                        GError    **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  if (!zm_station_record_alone (station, &(ZmStationEvent) { .action = "desk.test-stopped" }, error))
    return FALSE;

  zm_station_notify (station, "audit");
  return TRUE;
}

ZmHealthSeverity
zm_health_judge (GPtrArray *findings)
{
  ZmHealthSeverity worst = ZM_HEALTH_OK;

  g_return_val_if_fail (findings != NULL, ZM_HEALTH_PROBLEM);

  for (guint i = 0; i < findings->len; i++)
    worst = MAX (worst, ((const ZmHealthFinding *) findings->pdata[i])->severity);

  return worst;
}

const char *
zm_health_severity_name (ZmHealthSeverity severity)
{
  static const char *const names[] = { "ok", "warning", "problem" };

  g_return_val_if_fail ((gsize) severity < G_N_ELEMENTS (names), NULL);

  return names[severity];
}
