"""A person outside the group zmonitor, at a station of their own.

    stranger.py STATION-DIRECTORY TICKET-FILE
"""

import sys

from preloaded import thrifty

station, ticket = sys.argv[1:]
lab = thrifty()
lab.station = station
print(lab.technician('provision', '--tether', 'usb', '--ticket', ticket).stdout)
