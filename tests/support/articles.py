"""Two small articles, pasted as text."""

FERRY = """\
New ferry links Harwick and Sund
The first electric ferry between Harwick and Sund left port on Monday with 412 passengers.
It crosses the strait in 35 minutes, ten minutes faster than the diesel ship it replaces.

Mayor Ida Holm called the service a turning point for the islands.
A single ticket costs 6.50 euros; children under twelve travel free.
The shipyard in Norvik built the vessel for 48 million euros.
"""
BRIDGE = """\
Storm closes the Kestrel Bridge
The Kestrel Bridge was closed on Tuesday after gusts of 130 km/h damaged two cables.
Engineers expect repairs to take three weeks.
Dr. Lena Fors, who leads the inspection, said the pillars are sound.
Until then, the ferry between Harwick and Sund runs every half hour.
"""
