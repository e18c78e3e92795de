#include "app/base/error.h"
#include "app/protocol/tunnel-channel.h"

#include <string.h>

#define STATION ZM_SENDER_STATION
#define DEVICE  ZM_SENDER_DEVICE
#define INITIAL ZM_TUNNEL_INITIAL_CREDIT
#define WHOLE     ZM_TUNNEL_CHANNEL_BYTES_MAX

/* amount: bytes of data, or of credit. NULL as check: it is taken. */
typedef struct {
  ZmSender    sender;
  ZmTunnelOp  op;
  guint32     channel;
  guint32     amount;
  const char *check;
} Step;

static void
play (const Step *steps,
      gsize       count)
{
  ZmTunnelChannel channel = { 0 };

  for (gsize i = 0; i < count; i++)
    {
      g_autofree guint8 *bytes = g_malloc0 (WHOLE + 1);
      g_auto(ZmTunnel) step = { .channel = steps[i].channel, .op = steps[i].op };
      ZmTunnelChannel before = channel;
      g_autoptr(GError) error = NULL;
      gboolean taken;

      if (step.op == ZM_TUNNEL_DATA)
        step.data = g_bytes_new (bytes, steps[i].amount);
      else
        step.credit = steps[i].amount;
      taken = zm_tunnel_channel_take (&channel, steps[i].sender, &step, &error);
      g_test_message ("step %zu: %s", i, error != NULL ? error->message : "taken");
      if (steps[i].check == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (taken);
          continue;
        }
      g_assert_false (taken);
      g_assert_cmpstr (zm_error_get_check (error), ==, steps[i].check);
      g_assert_true (zm_error_matches (error, ZM_ERROR_CONFLICT));
      g_assert_cmpmem (&before, sizeof before, &channel, sizeof channel);
    }
}

static void
test_life (void)
{
  static const Step steps[] = {
    { DEVICE, ZM_TUNNEL_OPEN, 1 },
    { DEVICE, ZM_TUNNEL_DATA, 1, 100 },
    { STATION, ZM_TUNNEL_DATA, 1, 5000 },
    { STATION, ZM_TUNNEL_CLOSE, 1 },
    { DEVICE, ZM_TUNNEL_DATA, 1, 7 },
    { DEVICE, ZM_TUNNEL_CREDIT, 1, 7 },
    { DEVICE, ZM_TUNNEL_CLOSE, 1 },
    { DEVICE, ZM_TUNNEL_OPEN, 7 },
    { DEVICE, ZM_TUNNEL_CLOSE, 7 },
    { STATION, ZM_TUNNEL_DATA, 7, 3 },
    { STATION, ZM_TUNNEL_CLOSE, 7 },
  };

  play (steps, G_N_ELEMENTS (steps));
}

static void
test_who_opens (void)
{
  static const Step steps[] = {
    { STATION, ZM_TUNNEL_OPEN, 1, 0, "tunnel.state" },
    { DEVICE, ZM_TUNNEL_OPEN, 0, 0, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_DATA, 0, 1, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_CLOSE, 0, 0, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_OPEN, 5 },
    { DEVICE, ZM_TUNNEL_OPEN, 6, 0, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_DATA, 6, 1, "tunnel.channel" },
    { STATION, ZM_TUNNEL_CREDIT, 4, 1, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_CLOSE, 5 },
    { DEVICE, ZM_TUNNEL_CLOSE, 5, 0, "tunnel.state" },
    { DEVICE, ZM_TUNNEL_DATA, 5, 1, "tunnel.state" },
    { DEVICE, ZM_TUNNEL_OPEN, 6, 0, "tunnel.channel" },
    { STATION, ZM_TUNNEL_CLOSE, 5 },
    { STATION, ZM_TUNNEL_DATA, 5, 1, "tunnel.state" },
    { DEVICE, ZM_TUNNEL_OPEN, 5, 0, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_OPEN, 4, 0, "tunnel.channel" },
    { DEVICE, ZM_TUNNEL_OPEN, G_MAXUINT32 },
  };

  play (steps, G_N_ELEMENTS (steps));
}

static void
test_too_many (void)
{
  Step steps[3 * ZM_TUNNEL_CHANNEL_OPENS_MAX + 1];
  guint32 i;

  for (i = 0; i < ZM_TUNNEL_CHANNEL_OPENS_MAX; i++)
    {
      steps[3 * i] = (Step) { DEVICE, ZM_TUNNEL_OPEN, i + 1 };
      steps[3 * i + 1] = (Step) { STATION, ZM_TUNNEL_CLOSE, i + 1 };
      steps[3 * i + 2] = (Step) { DEVICE, ZM_TUNNEL_CLOSE, i + 1 };
    }
  steps[3 * i] = (Step) { DEVICE, ZM_TUNNEL_OPEN, i + 1, 0, "tunnel.channel" };

  play (steps, G_N_ELEMENTS (steps));
}

static void
test_credit (void)
{
  static const Step steps[] = {
    { DEVICE, ZM_TUNNEL_OPEN, 1 },
    { DEVICE, ZM_TUNNEL_DATA, 1, INITIAL + 1, "tunnel.credit" },
    { DEVICE, ZM_TUNNEL_DATA, 1, INITIAL },
    { DEVICE, ZM_TUNNEL_DATA, 1, 1, "tunnel.credit" },
    /* One's own credit is for the other. */
    { DEVICE, ZM_TUNNEL_CREDIT, 1, 10 },
    { DEVICE, ZM_TUNNEL_DATA, 1, 1, "tunnel.credit" },
    { STATION, ZM_TUNNEL_DATA, 1, INITIAL + 10 },
    { STATION, ZM_TUNNEL_CREDIT, 1, 0, "tunnel.credit" },
    { STATION, ZM_TUNNEL_CREDIT, 1, 5 },
    { DEVICE, ZM_TUNNEL_DATA, 1, 6, "tunnel.credit" },
    { DEVICE, ZM_TUNNEL_DATA, 1, 5 },
    { STATION, ZM_TUNNEL_CREDIT, 1, G_MAXUINT32, "tunnel.credit" },
    { STATION, ZM_TUNNEL_CREDIT, 1, WHOLE - 1 },
    { STATION, ZM_TUNNEL_CREDIT, 1, 2, "tunnel.credit" },
    { STATION, ZM_TUNNEL_CREDIT, 1, 1 },
    { STATION, ZM_TUNNEL_CREDIT, 1, 1, "tunnel.credit" },
  };

  play (steps, G_N_ELEMENTS (steps));
}

static void
test_size (void)
{
  static const Step steps[] = {
    { DEVICE, ZM_TUNNEL_OPEN, 1 },
    { DEVICE, ZM_TUNNEL_CREDIT, 1, WHOLE - INITIAL },
    { STATION, ZM_TUNNEL_DATA, 1, WHOLE - 1 },
    { DEVICE, ZM_TUNNEL_CREDIT, 1, 10 },
    { STATION, ZM_TUNNEL_DATA, 1, 2, "tunnel.size" },
    { STATION, ZM_TUNNEL_DATA, 1, 1 },
    { STATION, ZM_TUNNEL_DATA, 1, 1, "tunnel.size" },
    { DEVICE, ZM_TUNNEL_DATA, 1, 1 },
    { STATION, ZM_TUNNEL_CLOSE, 1 },
    { DEVICE, ZM_TUNNEL_CLOSE, 1 },
    /* Another channel has all of it again, and no more credit than any. */
    { DEVICE, ZM_TUNNEL_OPEN, 2 },
    { STATION, ZM_TUNNEL_DATA, 2, INITIAL + 1, "tunnel.credit" },
    { STATION, ZM_TUNNEL_DATA, 2, INITIAL },
  };

  play (steps, G_N_ELEMENTS (steps));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tunnel-channel/life", test_life);
  g_test_add_func ("/tunnel-channel/who-opens", test_who_opens);
  g_test_add_func ("/tunnel-channel/too-many", test_too_many);
  g_test_add_func ("/tunnel-channel/credit", test_credit);
  g_test_add_func ("/tunnel-channel/size", test_size);

  return g_test_run ();
}
