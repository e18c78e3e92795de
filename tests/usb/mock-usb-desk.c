#include "tests/usb/mock-usb.h"

#include <gio/gio.h>
#include <stdio.h>

/* The mocked USB as a program, for tests of whole programs; tests/lab/usbdesk.py starts it. Its first
 * line tells the directory for UMOCKDEV_DIR. Then it takes a line a command, answers each with one
 * line, and ends with its input:
 *
 *   plug PORT SERIAL SOCKET          the device's program listens at SOCKET
 *   unplug PORT
 *   break PORT ERRNO                 half of it, and
 *   leave PORT                       the other half; then unplug
 *   announce PORT
 *   fail PORT POINT ERRNO TIMES      POINT is a number of MockUsbPoint
 *   hold PORT 0|1
 *   pull PORT TRANSFERS after|during
 *   left PORT                        answers how many transfers that still waits for
 *   count PORT                       answers "opened claimed pending submitted begun" */

typedef struct {
  MockUsb    *mock;
  GHashTable *devices; /* by port */
} Desk;

static void
say (const char *text)
{
  puts (text);
  fflush (stdout);
}

static void
plug (Desk        *self,
      char *const *words)
{
  const MockUsbFacts facts = { .port = words[1], .serial = words[2] };
  MockUsbDevice *device = mock_usb_plug (self->mock, &facts);

  mock_usb_bridge (device, words[3]);
  g_hash_table_insert (self->devices, g_strdup (words[1]), device);
}

static void
count (MockUsbDevice *device)
{
  MockUsbCounts counts = mock_usb_count (device);
  g_autofree char *text = g_strdup_printf ("%u %u %u %u %u", counts.opened, counts.claimed,
                                           counts.pending, counts.submitted, counts.begun);

  say (text);
}

static guint
number (const char *word)
{
  return (guint) g_ascii_strtoull (word, NULL, 10);
}

/* FALSE when it has answered already. */
static gboolean
act (Desk          *self,
     char *const   *words,
     MockUsbDevice *device)
{
  g_autofree char *left = NULL;

  if (g_str_equal (words[0], "unplug"))
    {
      mock_usb_unplug (device);
      g_hash_table_remove (self->devices, words[1]);
    }
  else if (g_str_equal (words[0], "break"))
    mock_usb_break (device, (int) number (words[2]));
  else if (g_str_equal (words[0], "leave"))
    mock_usb_leave (device);
  else if (g_str_equal (words[0], "announce"))
    mock_usb_announce (device);
  else if (g_str_equal (words[0], "fail"))
    mock_usb_fail (device, number (words[2]), (int) number (words[3]), number (words[4]));
  else if (g_str_equal (words[0], "hold"))
    mock_usb_hold (device, words[2][0] == '1');
  else if (g_str_equal (words[0], "pull"))
    mock_usb_pull_after (device, number (words[2]), g_str_equal (words[3], "during"));
  else if (g_str_equal (words[0], "left"))
    {
      left = g_strdup_printf ("%u", mock_usb_count_to_pull (device));
      say (left);
      return FALSE;
    }
  else if (g_str_equal (words[0], "count"))
    {
      count (device);
      return FALSE;
    }
  else
    g_error ("no such command: %s", words[0]);

  return TRUE;
}

static void
obey (Desk       *self,
      const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  MockUsbDevice *device;

  if (g_str_equal (words[0], "plug"))
    {
      plug (self, words);
      say ("ok");
      return;
    }
  device = g_hash_table_lookup (self->devices, words[1]);
  g_assert_nonnull (device);
  if (act (self, words, device))
    say ("ok");
}

int
main (void)
{
  Desk desk = { mock_usb_new (),
                g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  char line[1024];

  say (g_getenv ("UMOCKDEV_DIR"));
  while (fgets (line, sizeof line, stdin) != NULL)
    obey (&desk, g_strchomp (line));
  mock_usb_free (desk.mock);
  g_hash_table_unref (desk.devices);

  return 0;
}
